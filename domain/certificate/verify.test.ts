import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Certificate } from './certificate.ts'
import { thumbprint } from './keys.ts'
import { type Jwks, largestCertificateBytes, verifyCertificate } from './verify.ts'
import { reasonWords } from './wording.ts'

const hash = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')

async function newKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const x = publicKey.export({ format: 'jwk' }).x ?? ''
  const kid = await thumbprint(x)
  return { privateKey, raw: Buffer.from(x, 'base64url'), jwk: { kty: 'OKP', crv: 'Ed25519', x, kid }, kid }
}
type Key = Awaited<ReturnType<typeof newKey>>

/** Eight leaves, ours is the sixth. */
const leaves = Array.from({ length: 8 }, (_, index) => hash(Uint8Array.of(0), Buffer.from(`leaf ${index}`)))
const pair = (a: Buffer, b: Buffer) => hash(Uint8Array.of(1), a, b)
const at = (index: number) => leaves[index] as Buffer
const [left, right] = [pair(pair(at(0), at(1)), pair(at(2), at(3))), pair(pair(at(4), at(5)), pair(at(6), at(7)))]
const proof = [at(4), pair(at(6), at(7)), left].map((sibling) => sibling.toString('base64'))

type Note = { origin?: string; size?: number; root?: Buffer; name?: string }
function checkpoint(
  key: Key,
  { origin = 'hakku.example/log', size = 8, root = pair(left, right), name = origin }: Note = {},
) {
  const body = `${origin}\n${size}\n${root.toString('base64')}\n`
  const id = hash(Buffer.from(`${name}\n`), Uint8Array.of(1), key.raw).subarray(0, 4)
  const signature = sign(null, Buffer.from(body), key.privateKey)
  return `${body}\n— ${name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

const certificate = (key: Key): Certificate => ({
  schema: 'hakku.certificate.v1',
  id: '0d9a3c52-6f0e-4d6b-9d0b-1f2a3b4c5d6e',
  kind: 'erasure',
  issuer: { name: 'Nusantara Cloud', contact: 'privasi@nusantara.example' },
  controller: { name: 'Toko Sejahtera', contact: 'privasi@toko.example', dpo: 'Petugas PDP' },
  reference: 'HK-7K4Q-2MPX',
  right: 'erasure',
  law: 'UU 27/2022',
  article: 'Pasal 43 (1)',
  subjectCommitment: 'c'.repeat(43),
  times: {
    zone: 'Asia/Jakarta',
    receivedAt: '2026-11-20T15:04:00+07:00',
    approvedAt: '2026-11-21T09:00:00+07:00',
    executedAt: '2026-11-21T10:00:00+07:00',
    verifiedAt: '2026-11-21T10:01:00+07:00',
    issuedAt: '2026-11-21T10:02:00+07:00',
  },
  sources: [
    {
      key: 'shop',
      name: 'Basis data toko',
      kind: 'postgres',
      region: 'ID',
      backupsUntil: '2026-12-21',
      startedAt: '2026-11-21T10:00:00+07:00',
      endedAt: '2026-11-21T10:00:02+07:00',
      collections: [
        {
          name: 'customers',
          found: 1,
          erased: 1,
          changed: 0,
          kept: 0,
          held: 0,
          verifiedGone: true,
          method: 'delete',
          outcome: 'erased',
        },
      ],
    },
  ],
  retained: [],
  held: [],
  recipients: [{ name: 'Kurir Cepat', instructedAt: '2026-11-21T09:30:00+07:00', answeredAt: null, answer: null }],
  log: {
    origin: 'hakku.example/log',
    leafIndex: 5,
    treeSize: 8,
    leafHash: at(5).toString('base64'),
    proof,
    checkpoint: checkpoint(key),
  },
  limits: [{ id: 'Cadangan sampai 21 Desember 2026.', en: 'Backups until 21 December 2026.' }],
  supersedes: null,
})

function seal(payload: object, privateKey: KeyObject, header: object) {
  const signed = `${base64url(header)}.${base64url(payload)}`
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}`
}

let key: Key
let other: Key
let jwks: Jwks
beforeAll(async () => {
  key = await newKey()
  other = await newKey()
  jwks = { keys: [{ kty: 'RSA', n: 'AQAB' }, key.jwk] }
})
const header = (changes: object = {}) => ({ alg: 'Ed25519', typ: 'hakku.certificate.v1', kid: key.kid, ...changes })
const signed = (changes: Partial<Certificate> = {}, head: object = {}) =>
  seal({ ...certificate(key), ...changes }, key.privateKey, header(head))
const withLog = (changes: Partial<Certificate['log']>) => signed({ log: { ...certificate(key).log, ...changes } })

describe('a certificate that was not touched', () => {
  test.each(['Ed25519', 'EdDSA'])('is valid (%s), and says what it proves and what not', async (alg) => {
    const verdict = await verifyCertificate(signed({}, { alg }), jwks)
    expect(verdict).toMatchObject({ status: 'valid', kid: key.kid, certificate: { reference: 'HK-7K4Q-2MPX' } })
    const said = verdict.status === 'valid' ? verdict.statements : { proves: [], provesNot: [] }
    expect(said.proves[2]?.en).toContain('entry 6 of 8')
    expect(said.provesNot[0]?.id).toContain('Kurir Cepat')
  })

  test('may come as text, bytes, JSON, with white space or a byte order mark', async () => {
    const jws = signed()
    const wrapped = JSON.stringify({ jws, salt: 'on the subject’s copy only' })
    for (const file of [` ${jws}\r\n`, `\uFEFF${jws}`, Buffer.from(`${jws}\n`), wrapped, Buffer.from(wrapped)])
      expect((await verifyCertificate(file, jwks)).status).toBe('valid')
  })
})

describe('what cannot be a certificate is unusable', () => {
  test.each([
    ['too_large', 'x'.repeat(largestCertificateBytes + 1)],
    ['is_pdf', Buffer.from('%PDF-1.7 \xff', 'latin1')],
    ['not_text', Uint8Array.of(0xff, 0xfe, 0x00)],
    ['not_a_certificate', ''],
    ['not_a_certificate', 'a.b'],
    ['not_a_certificate', '{ "jws": 7 }'],
    ['not_a_certificate', '{'],
  ])('%s', async (reason, file) => {
    expect(await verifyCertificate(file, jwks)).toEqual({ status: 'unusable', reason })
  })

  test('so is a key set without a usable key, or with a key under a false name', async () => {
    const falseName = { keys: [{ ...other.jwk, kid: key.kid }] }
    for (const keys of [{ keys: [] }, falseName, null as unknown as Jwks])
      expect(await verifyCertificate(signed(), keys)).toEqual({ status: 'unusable', reason: 'keys_unusable' })
  })
})

describe('a changed or foreign certificate is invalid, each for its own reason', () => {
  const cases: [string, () => string][] = [
    ['encoding_malformed', () => `${signed()}!`],
    ['header_malformed', () => signed().replace(/^[^.]+/, Buffer.from('7').toString('base64url'))],
    ['algorithm_not_allowed', () => signed({}, { alg: 'none' })],
    ['algorithm_not_allowed', () => signed({}, { alg: 'HS256' })],
    ['type_wrong', () => signed({}, { typ: 'hakku.package.v1' })],
    ['critical_header_unknown', () => signed({}, { crit: ['exp'], exp: 1 })],
    ['critical_header_unknown', () => signed({}, { b64: false })],
    ['key_unknown', () => seal(certificate(key), other.privateKey, header({ kid: other.kid }))],
    ['key_unknown', () => signed({}, { kid: undefined })],
    ['signature_wrong', () => seal(certificate(key), other.privateKey, header())],
    ['contents_malformed', () => signed({ reference: 'not a reference' })],
    ['contents_malformed', () => seal({ ...certificate(key), name: 'Budi' }, key.privateKey, header())],
    ['inclusion_wrong', () => withLog({ leafIndex: 4 })],
    ['inclusion_wrong', () => withLog({ leafHash: at(4).toString('base64') })],
    ['inclusion_wrong', () => withLog({ proof: proof.slice(1) })],
    ['inclusion_wrong', () => withLog({ proof: [...proof, ...proof] })],
    ['inclusion_wrong', () => withLog({ leafIndex: 8 })],
    ['log_position_malformed', () => withLog({ leafHash: `${at(5).toString('base64').slice(0, 42)}B=` })],
    ['checkpoint_malformed', () => withLog({ checkpoint: 'hakku.example/log\n8\n' })],
    ['checkpoint_malformed', () => withLog({ checkpoint: `${checkpoint(key)}loose end` })],
    ['checkpoint_key_unknown', () => withLog({ checkpoint: checkpoint(other) })],
    ['checkpoint_key_unknown', () => withLog({ checkpoint: checkpoint(key, { name: 'elsewhere' }) })],
    ['checkpoint_signature_wrong', () => withLog({ checkpoint: checkpoint(key).replace('\n8\n', '\n9\n') })],
    ['checkpoint_of_another_log', () => withLog({ checkpoint: checkpoint(key, { size: 9 }) })],
    ['checkpoint_of_another_log', () => withLog({ checkpoint: checkpoint(key, { origin: 'another/log' }) })],
  ]
  test.each(cases)('%s', async (reason, make) => {
    expect(await verifyCertificate(make(), jwks)).toEqual({ status: 'invalid', reason })
    expect(reasonWords).toHaveProperty(reason)
  })

  test('no single changed character passes, wherever it is', async () => {
    const jws = signed()
    await fc.assert(
      fc.asyncProperty(fc.nat(jws.length - 1), fc.integer({ min: 33, max: 126 }), async (position, code) => {
        const character = String.fromCharCode(code)
        fc.pre(character !== jws[position])
        const verdict = await verifyCertificate(jws.slice(0, position) + character + jws.slice(position + 1), jwks)
        expect(verdict.status).not.toBe('valid')
      }),
      { numRuns: 400, examples: [[jws.length - 1, 66]] },
    )
  })

  test('nothing that comes from outside throws', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.uint8Array()), fc.anything(), async (file, keys) => {
        expect((await verifyCertificate(file, keys as Jwks)).status).toBe('unusable')
      }),
    )
  })
})
