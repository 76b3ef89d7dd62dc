import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, test } from 'vitest'
import { signWebhook } from '#crypto/webhook.ts'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { locateInquiry, takeCallback } from '#data/inquiries/take-callback.ts'
import { MAP } from '#data/inquiries/test-inquiry.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import { issueCertificate } from './issue-certificate.ts'
import { runStop } from './run-task.ts'
import { closeSystems, newHttpRequest, type Question, rows, type Said, stored, system } from './test-http-source.ts'

const now = () => Temporal.Now.instant()
afterEach(closeSystems)

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

  test('that it passes over when asked once more confirms nothing', async () => {
    const { request } = await erasing(({ job, action }) =>
      action === 'verify' ? { json: { job, held: [] } } : done(job, { verify: true }),
    )
    expect(await request.task()).toMatchObject({ state: 'failed', reason: 'answer_invalid' })
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

describe('a withdrawn consent', () => {
  const yaml = MAP.replace(
    '  - fides_key: crm\n',
    `  - fides_key: crm
    hakku_meta: {purposes: [{key: newsletter, label: {id: Buletin, en: Newsletter}}, {key: ads, label: {id: Iklan, en: Ads}}]}
`,
  )
  async function withdrawing(answer: (question: Question, count: number) => Said) {
    const { url, heard } = await system((question, so) => answer(question, so.length))
    const request = await newHttpRequest(url, { right: 'consent_withdrawal', yaml, purposes: ['newsletter'] })
    await request.runOn(runStop, 'stop.planned')
    return { request, heard }
  }
  const said = (job: string, statement: object) => ({ json: { job, statement } })

  test('is told to the system by its key, and its word is kept as that', async () => {
    const { request, heard } = await withdrawing(({ job }) => said(job, { outcome: 'done', collections: [] }))
    expect(heard.map(({ question }) => [question['action'], question['purposes']])).toEqual([['stop', ['newsletter']]])
    const task = await request.task()
    expect(StopOutcome.parse(task.outcome)).toMatchObject({
      purposes: [{ key: 'newsletter', way: 'stated' }],
    })
    const finished = await transact(request.system, (tx) =>
      tx.event.findFirstOrThrow({ where: { requestId: request.requestId, type: 'stops.finished' } }),
    )
    expect(finished.data).toEqual({ needsPerson: false })
  })

  test('that the system does not stop is left to a person', async () => {
    const { request } = await withdrawing(({ job }) => said(job, { outcome: 'refused', reason: 'not_possible' }))
    expect(StopOutcome.parse((await request.task()).outcome).purposes).toMatchObject([{ way: 'by_hand' }])
  })

  test('is told again in its own lane when the system was away', async () => {
    const { request, heard } = await withdrawing(({ job }, count) =>
      count < 2 ? { status: 500, text: '' } : said(job, { outcome: 'done', collections: [] }),
    )
    expect(await request.task()).toMatchObject({ state: 'asked' })
    await request.fire('ask_again', now().add({ seconds: 6 }))
    await request.runOn(runStop, 'stop.retried')
    expect([await request.task(), heard.length]).toMatchObject([{ state: 'done' }, 2])
  })
})
