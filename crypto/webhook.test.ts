import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { describe, expect, test } from 'vitest'
import { isSignedWebhook, newWebhookSecret, signWebhook } from './webhook.ts'

/** Published vectors: the libraries' own test of `sign` (the same in JavaScript, Go, Ruby and Python), and their Rust one. */
const vectors = [
  {
    secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    at: 1_614_265_330,
    body: '{"test": 2432232314}',
    signature: 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  },
  {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    id: 'msg_27UH4WbU6Z5A5EzD8u03UvzRbpk',
    at: 1_649_367_553,
    body: '{"email":"test@example.com","username":"test_user"}',
    signature: 'v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=',
  },
] as const

test.each(vectors)('the published signature $signature', ({ secret, id, at, body, signature }) => {
  const headers = signWebhook(secret, id, at, body)
  expect(headers).toEqual({ 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': signature })
  expect(isSignedWebhook(secret, headers, body, at)).toBe(true)
})

describe('a message', () => {
  const [{ secret, id, at, body, signature }] = vectors
  const signed = signWebhook(secret, id, at, body)
  const wrong = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc='
  const check = (change: Partial<Record<keyof typeof signed, string | undefined>>, now: number = at) =>
    isSignedWebhook(secret, { ...signed, ...change }, body, now)

  test('is good with one right signature among several', () => {
    expect(check({ 'webhook-signature': `${wrong} v2,${signature.slice(3)} ${signature}` })).toBe(true)
  })
  test.each([
    ['a wrong signature', { 'webhook-signature': wrong }],
    ['a part of one', { 'webhook-signature': 'v1,g0hM9' }],
    ['an empty one', { 'webhook-signature': 'v1,' }],
    ['one of another version only', { 'webhook-signature': signature.replace('v1', 'v2') }],
    ['a time that is no number', { 'webhook-timestamp': 'soon' }],
    ['another time', { 'webhook-timestamp': String(at + 1) }],
    ['another id', { 'webhook-id': 'msg_x' }],
    ['no id', { 'webhook-id': undefined }],
    ['no time', { 'webhook-timestamp': undefined }],
    ['no signature', { 'webhook-signature': undefined }],
  ])('is not good with %s', (_, change) => expect(check(change)).toBe(false))
  test.each([-301, 301])('is stale %d seconds away', (seconds) => expect(check({}, at + seconds)).toBe(false))
  test.each([-300, 300])('is good %d seconds away', (seconds) => expect(check({}, at + seconds)).toBe(true))

  test('with any byte of its body changed is not good', () => {
    fc.assert(
      fc.property(fc.nat(body.length - 1), fc.integer({ min: 1, max: 127 }), (place, flip) => {
        const other = body.slice(0, place) + String.fromCharCode(body.charCodeAt(place) ^ flip) + body.slice(place + 1)
        expect(isSignedWebhook(secret, signed, other, at)).toBe(false)
      }),
    )
  })
})

test('a new secret is one that the library of the other side takes', () => {
  const secret = newWebhookSecret()
  const at = Math.floor(Date.now() / 1000)
  expect(new Webhook(secret).verify('{"a":1}', signWebhook(secret, 'msg', at, '{"a":1}'))).toEqual({ a: 1 })
  expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32)
})
