import { readdir } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, test } from 'vitest'
import { isSignedWebhook, signWebhook } from '#crypto/webhook.ts'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { locateInquiry, takeCallback } from '#data/inquiries/take-callback.ts'
import { retryTask } from '#data/requests/retry-task.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { CollectOutcome, EraseOutcome } from '#domain/outcome.ts'
import { env } from '#env'
import { issueCertificate } from './issue-certificate.ts'
import { runTask } from './run-task.ts'
import { type Heard, listen, newHttpRequest, textOf } from './test-http-source.ts'

const now = () => Temporal.Now.instant()
const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

type Said = { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
type Question = { job: string; action: string; [more: string]: unknown }

/** A system that answers as it is told, and remembers what it heard. */
async function system(answer: (question: Question, heard: readonly Heard[], url: string) => Said | Promise<Said>) {
  const heard: Heard[] = []
  const serve: RequestListener = async (request, response) => {
    const body = await textOf(request)
    const question = JSON.parse(body)
    const url = request.url ?? ''
    heard.push({ id: String(request.headers['webhook-id']), url, body, headers: request.headers, question })
    const { status = 200, headers = {}, json, text = JSON.stringify(json) } = await answer(question, heard, url)
    response.writeHead(status, headers).end(text)
  }
  const server = await listen(serve)
  open.push(server.close)
  return { url: `${server.url}/hakku`, heard }
}

const rows = (job: string, count = 2, more: object = {}) => ({
  job,
  collections: [{ collection: 'contacts', rows: Array.from({ length: count }, (_, id) => ({ id, name: 'Siti' })) }],
  ...more,
})
const stored = (controllerId: string) => readdir(join(env.DATA_DIR, 'vault', controllerId)).catch(() => [])

describe('a question', () => {
  test('is one signed post that names the job, what is wanted and only what was proved', async () => {
    const { url, heard } = await system(({ job }) => ({ json: rows(job) }))
    const request = await newHttpRequest(url, { email: 'siti@example.id' })
    await request.run()
    const [first] = heard
    if (!first) throw new Error('nothing heard')
    const inquiry = await request.inquiry()
    expect(first.question).toEqual({
      version: 1,
      action: 'collect',
      job: inquiry.id,
      right: 'access',
      identities: [{ label: 'email', value: 'siti@example.id' }],
      collections: [
        { collection: 'contacts', fields: ['email', 'name'] },
        { collection: 'notes', fields: ['text'] },
      ],
      callback: expect.stringMatching(new RegExp(`^https?://.*/api/sources/callbacks/${inquiry.id}$`)),
      due: inquiry.dueAt.toISOString(),
    })
    const header = (name: string) => String(first.headers[name])
    const signed = {
      'webhook-id': inquiry.id,
      'webhook-timestamp': header('webhook-timestamp'),
      'webhook-signature': header('webhook-signature'),
    }
    expect(isSignedWebhook(request.secret, signed, first.body, now().epochMilliseconds / 1000)).toBe(true)
    expect(header('idempotency-key')).toBe(`"${inquiry.id}"`)
    expect(heard).toHaveLength(1)
    const moved = await transact(request.system, (tx) =>
      tx.event.findFirstOrThrow({ where: { requestId: request.requestId, type: 'data.moved' } }),
    )
    expect(moved.data).toEqual({ via: 'http', dataClass: 'identifiers', fromRegion: env.REGION, toRegion: 'SG' })
    expect((await request.request()).status).toBe('reviewing')
  })

  test('put by eight workers at once is the same question, answered once', async () => {
    const { url, heard } = await system(({ job }) => ({ json: rows(job) }))
    const request = await newHttpRequest(url)
    await Promise.all(Array.from({ length: 8 }, () => request.run()))
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
    const events = await request.events()
    expect(
      ['source.asked', 'source.answered', 'task.finished'].map((type) => events.filter((one) => one === type).length),
    ).toEqual([1, 1, 1])
    expect((await stored(request.controllerId)).toSorted()).toEqual(
      (await request.findings()).map(({ fileId }) => fileId).toSorted(),
    )
  })

  test('whose worker died before the answer was recorded is put again under the same id', async () => {
    const dies = new AbortController()
    const { url, heard } = await system(({ job }, so) => {
      if (so.length === 1) dies.abort()
      return { json: rows(job) }
    })
    const request = await newHttpRequest(url)
    await expect(request.run({ signal: dies.signal })).rejects.toMatchObject({ kind: 'cancelled' })
    expect(await request.task()).toMatchObject({ state: 'running' })
    await request.run()
    expect(heard).toHaveLength(2)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
    expect(await request.task()).toMatchObject({ state: 'done' })
  })
})

describe('a system that is away', () => {
  test('is asked again by the clock, later each time, until it answers', async () => {
    const { url, heard } = await system(({ job }, so) =>
      so.length < 3 ? { status: 503, text: 'oops' } : { json: rows(job) },
    )
    const request = await newHttpRequest(url)
    const start = now()
    await request.run({ now: () => start })
    expect(await request.task()).toMatchObject({ state: 'asked' })
    expect(await request.inquiry()).toMatchObject({ attempts: 1, fault: 'overloaded', acceptedAt: null })
    await request.askAgain(start.add({ seconds: 4 }))
    expect(heard).toHaveLength(1)
    await request.askAgain(start.add({ seconds: 6 }))
    expect(heard).toHaveLength(2)
    expect((await request.inquiry()).askAgainAt?.getTime()).toBe(start.add({ seconds: 36 }).epochMilliseconds)
    await request.askAgain(start.add({ seconds: 36 }))
    expect(await request.task()).toMatchObject({ state: 'done' })
    expect(await request.inquiry()).toMatchObject({ state: 'answered', fault: null, attempts: 2 })
    expect(new Set(heard.map(({ id }) => id)).size).toBe(1)
  })

  test('that says when to come back is not asked before', async () => {
    const { url } = await system(() => ({ status: 429, headers: { 'retry-after': '3600' }, text: '' }))
    const request = await newHttpRequest(url)
    const start = now()
    await request.run({ now: () => start })
    expect((await request.inquiry()).askAgainAt?.getTime()).toBe(start.add({ hours: 1 }).epochMilliseconds)
  })

  test('to the end of its time fails its task; a person’s retry is a new question', async () => {
    const server = await listen(() => {})
    await server.close()
    const request = await newHttpRequest(server.url)
    await request.run()
    const first = await request.inquiry()
    expect(first).toMatchObject({ fault: 'connection_refused' })
    await request.fire('end_inquiries', now().add({ hours: 25 }))
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'connection_refused' })
    expect((await request.request()).status).toBe('collecting')
    const retry = { reference: request.reference, taskId: (await request.task()).id }
    expect(await retryTask(request.staff('agent'), retry, now())).toMatchObject({ ok: true })
    await request.runOn(runTask, 'task.retried')
    expect((await request.inquiry()).id).not.toBe(first.id)
  })

  test.each<[string, Said, string]>([
    ['garbage', { text: '<html>' }, 'answer_invalid'],
    ['nothing', { text: '' }, 'answer_invalid'],
    ['another job', { json: rows('00000000-0000-4000-8000-000000000000') }, 'answer_invalid'],
    ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1025/' }, text: '' }, 'refused'],
    ['that it does not know the address', { status: 404, text: '' }, 'refused'],
    ['that it does not know us', { status: 401, text: '' }, 'authentication_failed'],
    ['with a wrong signature', { headers: { 'webhook-signature': 'v1,xxxx' }, text: '{}' }, 'signature_wrong'],
    ['with far too much', { text: ' '.repeat(9 * 2 ** 20) }, 'answer_too_large'],
    ['with a depth that nobody needs', { text: `{"job":${'['.repeat(50)}1${']'.repeat(50)}}` }, 'answer_invalid'],
  ])('or answers %s waits for a person', async (_, said, reason) => {
    const { url, heard } = await system(() => said)
    const request = await newHttpRequest(url)
    await request.run()
    expect(await request.task()).toMatchObject({ state: 'failed', reason })
    expect(await request.inquiry()).toMatchObject({ state: 'cancelled' })
    expect(heard).toHaveLength(1)
    expect(await stored(request.controllerId)).toEqual([])
  })

  test('or lies where nobody may call is not called', async () => {
    const request = await newHttpRequest('https://169.254.169.254/latest/meta-data')
    await request.run()
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'address_forbidden' })
  })
})

describe('pages', () => {
  test('are read one after the other, each a message of its own', async () => {
    const { url, heard } = await system(({ job }, so) => ({
      json: rows(job, 2, so.length < 3 ? { next: `/more?page=${so.length + 1}` } : {}),
    }))
    const request = await newHttpRequest(url)
    await request.run()
    const { id } = await request.inquiry()
    expect(heard.map((one) => [one.id, one.url])).toEqual([
      [id, '/hakku'],
      [`${id}-2`, '/more?page=2'],
      [`${id}-3`, '/more?page=3'],
    ])
    expect(CollectOutcome.parse((await request.task()).outcome).rows).toBe(6)
  })

  test.each([
    ['on another origin', 'http://127.0.0.1:1025/more'],
    ['on a secret origin', '//metadata.example/more'],
    ['that lead back', '/hakku'],
    ['that end nowhere', 'javascript:alert(1)'],
  ])('%s are not read', async (_, next) => {
    const { url, heard } = await system(({ job }) => ({ json: rows(job, 2, { next }) }))
    const request = await newHttpRequest(url)
    await request.run()
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'answer_invalid' })
    expect([heard.length, await stored(request.controllerId)]).toEqual([1, []])
  })

  test('that break off in the middle are read again from the first, and no row is there twice', async () => {
    const { url } = await system(({ job }, so, here) => {
      if (here === '/hakku') return { json: rows(job, 2, { next: '/more' }) }
      return so.length < 3 ? { status: 500, text: '' } : { json: rows(job, 3) }
    })
    const request = await newHttpRequest(url)
    await request.run()
    expect(await request.task()).toMatchObject({ state: 'asked' })
    expect(await stored(request.controllerId)).toEqual([])
    await request.askAgain(now().add({ seconds: 10 }))
    expect(CollectOutcome.parse((await request.task()).outcome).rows).toBe(5)
  })
})

describe('an answer that comes later', () => {
  async function promised(right: 'access' | 'erasure' = 'access') {
    const { url, heard } = await system(() => ({ status: 202, text: '' }))
    const request = await newHttpRequest(url, { right })
    await request.run()
    const { id: inquiryId } = await request.inquiry()
    const actor = { kind: 'system', controllerId: request.controllerId, job: 'source-callback' } as const
    const call = (json: object, { secret = request.secret, at = now(), tamper = '' } = {}) => {
      const body = JSON.stringify(json)
      const headers = signWebhook(secret, `answer-${inquiryId}`, Math.floor(at.epochMilliseconds / 1000), body)
      return takeCallback(actor, { inquiryId, headers, body: body + tamper }, now)
    }
    return { request, inquiryId, call, heard }
  }

  test('is taken once, however often it comes', async () => {
    const { request, inquiryId, call } = await promised()
    expect(await request.task()).toMatchObject({ state: 'asked' })
    expect(await locateInquiry(inquiryId)).toMatchObject({ controllerId: request.controllerId })
    const taken = await eight(() => call(rows(inquiryId)))
    expect(taken).toEqual(Array.from({ length: 8 }, () => ({ ok: true, value: null })))
    expect(await call(rows(inquiryId, 7))).toEqual({ ok: true, value: null })
    expect((await request.findings()).map(({ rows: count }) => count)).toEqual([2])
    expect((await request.events()).filter((type) => type === 'source.answered')).toHaveLength(1)
    expect((await stored(request.controllerId)).length).toBe(1)
  })

  test('by somebody else, of another time, or changed on its way, is no answer: the question is not even known', async () => {
    const { request, inquiryId, call } = await promised()
    const unknown = { ok: false, reason: 'unknown' }
    expect(await call(rows(inquiryId), { secret: `whsec_${Buffer.alloc(32).toString('base64')}` })).toEqual(unknown)
    expect(await call(rows(inquiryId), { at: now().subtract({ seconds: 400 }) })).toEqual(unknown)
    expect(await call(rows(inquiryId), { tamper: ' ' })).toEqual(unknown)
    expect(await locateInquiry('00000000-0000-4000-8000-000000000000')).toBeNull()
    expect(await request.task()).toMatchObject({ state: 'asked' })
  })

  test('that answers another job, in another shape, or points elsewhere for more, is refused', async () => {
    const { request, inquiryId, call } = await promised()
    const invalid = { ok: false, reason: 'invalid' }
    expect(await call(rows('00000000-0000-4000-8000-000000000000'))).toEqual(invalid)
    expect(await call({ job: inquiryId, statement: { outcome: 'done', collections: [] } })).toEqual(invalid)
    expect(await call(rows(inquiryId, 2, { next: '/more' }))).toEqual(invalid)
    expect(await request.task()).toMatchObject({ state: 'asked' })
    expect(await stored(request.controllerId)).toEqual([])
  })

  test('after the request was withdrawn is turned away, and the system hears nothing more', async () => {
    const { request, inquiryId, call, heard } = await promised()
    expect(await withdrawRequest(request.subject, {}, now())).toMatchObject({ ok: true })
    expect(await call(rows(inquiryId))).toEqual({ ok: false, reason: 'closed' })
    await request.fire('ask_again', now().add({ hours: 30 }))
    await request.fire('end_inquiries', now().add({ hours: 30 }))
    expect(heard).toHaveLength(1)
    expect((await request.events()).at(-1)).toBe('request.withdrawn')
  })

  test('is asked for again at half of its time: then it may come at once', async () => {
    let ready = false
    const { url, heard } = await system(({ job }) => (ready ? { json: rows(job) } : { status: 202, text: '' }))
    const request = await newHttpRequest(url)
    const start = now()
    await request.run({ now: () => start })
    expect((await request.inquiry()).askAgainAt?.getTime()).toBe(start.add({ hours: 12 }).epochMilliseconds)
    ready = true
    await request.askAgain(start.add({ hours: 12 }))
    expect(await request.task()).toMatchObject({ state: 'done' })
    expect(heard).toHaveLength(2)
  })
})

describe('an erasure', () => {
  type Erasing = (question: Question) => Said
  async function erasing(answer: Erasing, held = 2) {
    const { url, heard } = await system((question) =>
      question.action === 'collect' ? { json: rows(question.job, held) } : answer(question),
    )
    const request = await newHttpRequest(url, { right: 'erasure' })
    await request.run()
    await request.erase()
    await request.run()
    return { request, heard, outcome: async () => EraseOutcome.parse((await request.task()).outcome) }
  }
  const done = (job: string, more: object = {}) => ({
    json: { job, statement: { outcome: 'done', collections: [{ collection: 'contacts', erased: 2 }] }, ...more },
  })
  const certified = async (request: Awaited<ReturnType<typeof newHttpRequest>>) => {
    await request.runOn(issueCertificate, 'task.finished')
    const [row] = await transact(request.system, (tx) =>
      tx.certificate.findMany({ where: { requestId: request.requestId } }),
    )
    const keys = await transact(request.system, (tx) => tx.signingKey.findMany())
    return row && verifyCertificate(row.jws, { keys: keys.map(({ publicJwk }) => publicJwk as never) })
  }

  test('tells the system what it said it holds, and is its word on the certificate', async () => {
    const { request, heard, outcome } = await erasing(({ job }) => done(job))
    expect(heard.at(-1)?.question).toMatchObject({
      action: 'erase',
      collections: [{ collection: 'contacts', found: 2 }],
    })
    expect(await outcome()).toMatchObject({ verified: false, proof: 'stated', collections: [{ delete: 2, gone: 0 }] })
    const verdict = await certified(request)
    if (verdict?.status !== 'valid' || verdict.kind !== 'certificate') throw new Error(JSON.stringify(verdict))
    expect(verdict.certificate).toMatchObject({
      sources: [{ proof: 'stated', collections: [{ erased: 2, verifiedGone: false }] }],
    })
    const said = verdict.statements.provesNot.map(({ en }) => en).join()
    expect(said).toContain('These systems answer for themselves: CRM.')
    expect(verdict.statements.proves.map(({ en }) => en).join()).not.toContain('read again')
    expect((await request.request()).status).toBe('fulfilled')
  })

  test('that the system confirms when asked once more says so', async () => {
    const { outcome, heard } = await erasing(({ job, action }) =>
      action === 'verify'
        ? { json: { job, held: [{ collection: 'contacts', count: 0 }] } }
        : done(job, { verify: true }),
    )
    expect(heard.at(-1)?.id).toMatch(/-verify$/)
    expect(await outcome()).toMatchObject({ verified: true, proof: 'confirmed', collections: [{ gone: 2 }] })
  })

  test('that it contradicts when asked once more fails, and nothing is certified', async () => {
    const { request } = await erasing(({ job, action }) =>
      action === 'verify'
        ? { json: { job, held: [{ collection: 'contacts', count: 1 }] } }
        : done(job, { verify: true }),
    )
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'conflict' })
  })

  test('that the system refuses holds its data back, with its reason, and the answer is partly', async () => {
    const { request, outcome } = await erasing(({ job }) => ({
      json: { job, statement: { outcome: 'refused', reason: 'legal_obligation' } },
    }))
    expect(await outcome()).toMatchObject({ stated: { outcome: 'refused', reason: 'legal_obligation' } })
    const verdict = await certified(request)
    if (verdict?.status !== 'valid' || verdict.kind !== 'certificate') throw new Error(JSON.stringify(verdict))
    expect(verdict.certificate.held).toMatchObject([{ collection: 'contacts', count: 2, reason: 'refused_by_source' }])
    expect((await request.request()).status).toBe('partly_fulfilled')
  })

  test('whose answer passes over what was held is no answer', async () => {
    const { request } = await erasing(({ job }) => ({ json: { job, statement: { outcome: 'done', collections: [] } } }))
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'answer_invalid' })
  })

  test('of a system that holds nothing tells it nothing', async () => {
    const { request, heard, outcome } = await erasing(({ job }) => done(job), 0)
    expect(heard).toHaveLength(1)
    expect(await outcome()).toMatchObject({ proof: 'stated', collections: [] })
    expect((await certified(request))?.status).toBe('valid')
  })
})
