import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import {
  newSigningKey,
  type PrivateJwk,
  type PublicJwk,
  SignatureError,
  signCompact,
  signJws,
  thumbprint,
  verifyCompact,
  verifyJws,
} from './signing.ts'

/** RFC 8037 appendix A. */
const rfcPublic: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo' }
const rfcPrivate: PrivateJwk = { ...rfcPublic, d: 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A' }
const rfcJws =
  'eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc.hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg'

const key = await newSigningKey()
const jwks = { keys: [(await newSigningKey()).publicJwk, key.publicJwk] }
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const reasonOf = (jws: string, keys: { keys: PublicJwk[] } = jwks) =>
  verifyJws(jws, keys).then(
    () => 'verified',
    (error) => (error instanceof SignatureError ? error.reason : error),
  )

describe('RFC 8037', () => {
  test('A.3: the thumbprint', async () => {
    expect(await thumbprint(rfcPublic)).toBe('kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k')
  })

  test('A.4: signing gives the same text', async () => {
    expect(await signCompact(Buffer.from('Example of Ed25519 signing'), { alg: 'EdDSA' }, rfcPrivate)).toBe(rfcJws)
  })

  test('A.5: it verifies; without a kid it is nobody’s', async () => {
    expect(Buffer.from(await verifyCompact(rfcJws, rfcPublic)).toString()).toBe('Example of Ed25519 signing')
    expect(await reasonOf(rfcJws, { keys: [rfcPublic] })).toBe('unknown_key')
  })
})

test('a new key goes by its thumbprint and keeps its private half apart', async () => {
  expect(key.kid).toBe(await thumbprint(key.publicJwk))
  expect(key.publicJwk).toEqual({ kty: 'OKP', crv: 'Ed25519', x: key.privateJwk.x, kid: key.kid, use: 'sig' })
})

test('an object comes back as JSON, bytes as bytes, under a header that names the key', async () => {
  const jws = await signJws({ hasil: 'terhapus' }, key, 'hakku-certificate+jws')
  const { payload, header } = await verifyJws(jws, jwks)
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual({ hasil: 'terhapus' })
  expect(header).toEqual({ alg: 'EdDSA', kid: key.kid, typ: 'hakku-certificate+jws' })
  const bytes = await verifyJws(await signJws(Uint8Array.of(0, 255, 1), key, 'x'), jwks)
  expect([...bytes.payload]).toEqual([0, 255, 1])
})

test('Node, which shares no code with the signer, agrees', async () => {
  const [header, payload, signature = ''] = (await signJws({ a: 1 }, key, 'x')).split('.')
  const nodeKey = createPublicKey({ key: key.publicJwk, format: 'jwk' })
  expect(verify(null, Buffer.from(`${header}.${payload}`), nodeKey, Buffer.from(signature, 'base64url'))).toBe(true)
})

test('the newer name of the algorithm is accepted', async () => {
  expect(await reasonOf(await signCompact(Buffer.from('x'), { alg: 'Ed25519', kid: key.kid }, key.privateJwk))).toBe(
    'verified',
  )
})

test('any changed character is found', async () => {
  const jws = await signJws({ a: 1 }, key, 'x')
  for (let index = 0; index < jws.length; index++)
    for (const other of ['A', 'B', 'g', '=', '.', '-'].filter((character) => character !== jws[index])) {
      const changed = `${jws.slice(0, index)}${other}${jws.slice(index + 1)}`
      expect(await reasonOf(changed), `${other} at ${index}`).not.toBe('verified')
    }
})

test('a second spelling of the same signature is refused', async () => {
  const jws = await signJws({ a: 1 }, key, 'x')
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
  const respelled = jws.slice(0, -1) + letters[letters.indexOf(jws.at(-1) ?? '') + 1]
  expect(Buffer.from(respelled.split('.')[2] ?? '', 'base64url')).toEqual(
    Buffer.from(jws.split('.')[2] ?? '', 'base64url'),
  )
  expect(await reasonOf(respelled)).toBe('malformed')
})

describe('refusals', () => {
  const kid = key.kid
  const body = encoded({ a: 1 })

  test.each([
    ['alg none', { alg: 'none', kid }, 'algorithm_not_allowed'],
    ['an HMAC with the public key', { alg: 'HS256', kid }, 'algorithm_not_allowed'],
    ['no alg', { kid }, 'algorithm_not_allowed'],
    ['an unknown crit', { alg: 'EdDSA', kid, crit: ['exp'], exp: 1 }, 'unknown_critical'],
    ['an unencoded payload', { alg: 'EdDSA', kid, crit: ['b64'], b64: false }, 'unknown_critical'],
    ['no kid', { alg: 'EdDSA' }, 'unknown_key'],
    ['a foreign kid', { alg: 'EdDSA', kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' }, 'unknown_key'],
    ['its own key', { alg: 'EdDSA', kid: 'x', jwk: rfcPublic }, 'unknown_key'],
  ])('%s', async (_, header, reason) => {
    expect(await reasonOf(`${encoded(header)}.${body}.${Buffer.alloc(64).toString('base64url')}`)).toBe(reason)
  })

  test('a signature by another key under this kid', async () => {
    const other = await newSigningKey()
    expect(await reasonOf(await signJws({ a: 1 }, { kid, privateJwk: other.privateJwk }, 'x'))).toBe('bad_signature')
  })

  test.each(['', '.', '..', 'a.b', 'a.b.c', 'a.b.c.d', '\u0000', '{}', `${encoded([])}.${body}.AA`])(
    '%j',
    async (text) => {
      expect(['malformed', 'algorithm_not_allowed']).toContain(await reasonOf(text))
    },
  )

  test('a key of another kind under this kid', async () => {
    const wrongKind = { keys: [{ kty: 'oct', k: 'AAAA', kid }] }
    await expect(verifyJws(await signJws({ a: 1 }, key, 'x'), wrongKind)).rejects.toMatchObject({
      reason: 'unknown_key',
    })
  })
})
