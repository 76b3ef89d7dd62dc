import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { newWebhookSecret, signWebhook } from '#crypto/webhook.ts'
import { MOST_ANSWER_BYTES } from '#domain/http-answer.ts'
import { env } from '#env'
import { retryAfterMs } from './ask.ts'
import { guardedLookup, postSigned } from './post.ts'

const secret = newWebhookSecret()
const NOW_SECONDS = 1_800_000_000
const open: (() => void)[] = []
let calls = 0

beforeEach(() => {
  env.HTTP_SOURCE_LOOPBACK = true
  env.HTTP_SOURCE_NETWORKS = []
  calls = 0
})
afterEach(() => {
  for (const close of open.splice(0)) close()
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer((request, response) => {
    calls += 1
    listener(request, response)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  open.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/hakku`
}
const post = (url: string, { signal = new AbortController().signal, timeoutMs = 2_000 } = {}) =>
  postSigned(
    { url, secret, answerHours: 24 },
    { id: 'job', url: new URL(url), body: '{}', nowSeconds: NOW_SECONDS },
    signal,
    timeoutMs,
  )
const refusalOf = (posted: Promise<unknown>) =>
  posted.then(
    () => 'answered',
    (error: { kind?: string }) => error.kind,
  )

describe('a post', () => {
  test('carries its signature and its id twice, and brings back what was answered', async () => {
    let heard: unknown
    const url = await serve((request, response) => {
      heard = request.headers
      response.writeHead(202, { 'retry-after': '7' }).end('later')
    })
    expect(await post(url)).toEqual({ status: 202, retryAfter: '7', text: 'later' })
    expect(heard).toMatchObject({
      ...signWebhook(secret, 'job', NOW_SECONDS, '{}'),
      'idempotency-key': '"job"',
      'content-length': '2',
    })
  })

  test('follows no redirect', async () => {
    const canary = await serve((_, response) => response.end())
    const url = await serve((_, response) => response.writeHead(307, { location: canary }).end())
    expect((await post(url)).status).toBe(307)
    expect(calls).toBe(1)
  })

  test('reads no more than an answer may hold', async () => {
    let sent = 0
    const url = await serve((_, response) => {
      const more = () => {
        while (!response.destroyed && sent < 64 * 2 ** 20) {
          sent += 2 ** 16
          if (!response.write(Buffer.alloc(2 ** 16, 32))) return response.once('drain', more)
        }
        return response.end()
      }
      more()
    })
    expect(await refusalOf(post(url, { timeoutMs: 20_000 }))).toBe('answer_too_large')
    expect(sent).toBeLessThan(MOST_ANSWER_BYTES * 3)
  })

  test.each<[string, string, RequestListener]>([
    ['is silent', 'timeout', () => {}],
    [
      'stops in the middle',
      'timeout',
      (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('{'),
    ],
    ['hangs up', 'connection_lost', (request) => request.socket.destroy()],
    [
      'hangs up in the middle',
      'connection_lost',
      (_, response) => {
        response.writeHead(200, { 'content-length': '9' }).write('{')
        setTimeout(() => response.destroy(), 50)
      },
    ],
    ['speaks no HTTP', 'answer_invalid', (request) => void request.socket.end('hello\r\n\r\n')],
    ['answers in no UTF-8', 'answer_invalid', (_, response) => void response.end(Buffer.from([0xc3, 0x28]))],
  ])('to a system that %s is a %s', async (_, fault, listener) => {
    expect(await refusalOf(post(await serve(listener), { timeoutMs: 300 }))).toBe(fault)
  })

  test('is cancelled with its worker', async () => {
    const stop = new AbortController()
    const url = await serve(() => stop.abort())
    expect(await refusalOf(post(url, { signal: stop.signal }))).toBe('cancelled')
  })

  test('finds nobody, or the wrong one', async () => {
    expect(await refusalOf(post('http://127.0.0.1:1025/'))).toBe('connection_refused')
    expect(await refusalOf(post('https://no-such-host.invalid/'))).toBe('host_not_found')
    const plain = await serve((_, response) => response.end())
    expect(await refusalOf(post(plain.replace('http:', 'https:')))).toBe('certificate_untrusted')
  })
})

describe('an answer’s own signature', () => {
  const signed = (change: Record<string, string>, text = '{}') =>
    serve((_, response) =>
      response.writeHead(200, { ...signWebhook(secret, 'job', NOW_SECONDS, '{}'), ...change }).end(text),
    )
  test('is checked where there is one', async () => expect(await refusalOf(post(await signed({})))).toBe('answered'))
  test.each<[string, Record<string, string>, string]>([
    ['of another text', {}, '{ }'],
    ['of another job', signWebhook(secret, 'other', NOW_SECONDS, '{}'), '{}'],
    ['by somebody else', signWebhook(newWebhookSecret(), 'job', NOW_SECONDS, '{}'), '{}'],
    ['of yesterday', signWebhook(secret, 'job', NOW_SECONDS - 86_400, '{}'), '{}'],
  ])('%s is none', async (_, change, text) =>
    expect(await refusalOf(post(await signed(change, text)))).toBe('signature_wrong'),
  )
})

describe('what may be called', () => {
  test('this machine only where that is allowed, by whatever name: no connection is made', async () => {
    const url = await serve((_, response) => response.end())
    env.HTTP_SOURCE_LOOPBACK = false
    const port = new URL(url).port
    const names = [
      'http://127.0.0.1',
      'https://127.0.0.1',
      'https://localhost',
      'https://[::ffff:127.0.0.1]',
      'https://2130706433',
    ]
    for (const name of names) expect(await refusalOf(post(`${name}:${port}/`)), name).toBe('address_forbidden')
    expect(calls).toBe(0)
  })

  test('the address that was judged, and no other that the name means later', async () => {
    const addresses = [
      { address: '203.0.114.7', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ]
    const rebinding = guardedLookup(
      (address) => address !== '127.0.0.1',
      (_, __, done) => done(null, addresses.splice(0, 1)),
    )
    const look = promisify(rebinding) as unknown as (name: string, options: object) => Promise<unknown>
    expect(await look('evil.example', { all: true })).toEqual([{ address: '203.0.114.7', family: 4 }])
    await expect(look('evil.example', { all: true })).rejects.toMatchObject({ code: 'ADDRESS_FORBIDDEN' })
  })

  test('not a name one of whose addresses is forbidden, nor one with none', async () => {
    const found = [
      { address: '1.1.1.1', family: 4 },
      { address: '10.0.0.1', family: 4 },
    ]
    for (const addresses of [found, []]) {
      const lookup = guardedLookup(
        (address) => address === '1.1.1.1',
        (_, __, done) => done(null, addresses),
      )
      const look = promisify(lookup) as unknown as (name: string, options: object) => Promise<unknown>
      await expect(look('mixed.example', { all: true })).rejects.toMatchObject({ code: 'ADDRESS_FORBIDDEN' })
    }
  })
})

test('Retry-After is seconds or a date; anything else is not said', () => {
  const date = new Date((NOW_SECONDS + 90) * 1000).toUTCString()
  expect([
    retryAfterMs('120', NOW_SECONDS),
    retryAfterMs(date, NOW_SECONDS),
    retryAfterMs('soon', NOW_SECONDS),
  ]).toEqual([120_000, 90_000, null])
  expect([retryAfterMs(undefined, NOW_SECONDS), retryAfterMs('-1', NOW_SECONDS)]).toEqual([null, null])
})
