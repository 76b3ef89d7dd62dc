import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, test } from 'vitest'
import { isSignedWebhook } from '#crypto/webhook.ts'
import { transact } from '#data/db.ts'
import { retryTask } from '#data/requests/retry-task.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { env } from '#env'
import { runTask } from './run-task.ts'
import { closeSystems, listen, newHttpRequest, rows, type Said, stored, system } from './test-http-source.ts'

const now = () => Temporal.Now.instant()
afterEach(closeSystems)

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
