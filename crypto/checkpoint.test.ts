import { expect, test } from 'vitest'
import { parseCheckpoint, signCheckpoint, verifyCheckpoint } from './checkpoint.ts'
import { leafHash } from './merkle.ts'
import { newSigningKey, type PrivateJwk } from './signing.ts'

const origin = 'hak.example.id/log/c1'
const root = leafHash('x')
const { publicJwk, privateJwk } = await newSigningKey()
const note = signCheckpoint({ origin, size: 7, root }, privateJwk)

test('the example of C2SP tlog-checkpoint is read', () => {
  const example = [
    'example.com/behind-the-sofa',
    '20852163',
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=',
    '',
    '— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=',
    '',
  ].join('\n')
  const parsed = parseCheckpoint(example)
  expect(parsed).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163, extensions: [] })
  expect(parsed?.signatures[0]?.keyId.toString('hex')).toBe('033de0ae')
  expect(verifyCheckpoint(example, publicJwk, 'example.com/behind-the-sofa')).toBeNull()
})

test("the key of Go's signed-note example goes by the same id and name", () => {
  const seed = Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1)
  const point = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1)
  const key: PrivateJwk = { kty: 'OKP', crv: 'Ed25519', x: point.toString('base64url'), d: seed.toString('base64url') }
  const signed = parseCheckpoint(signCheckpoint({ origin: 'PeterNeumann', size: 0, root }, key))
  expect(signed?.signatures[0]?.keyId.toString('hex')).toBe('c74f20a3')
})

test('a checkpoint is three lines, a blank one and a signature, and verifies', () => {
  expect(note.split('\n')).toEqual([
    origin,
    '7',
    Buffer.from(root).toString('base64'),
    '',
    expect.stringMatching(/^— \S+ \S+$/),
    '',
  ])
  expect(verifyCheckpoint(note, publicJwk, origin)).toMatchObject({ origin, size: 7, root: Uint8Array.from(root) })
})

test('another key, another log, or any changed character does not', async () => {
  const other = await newSigningKey()
  expect(verifyCheckpoint(note, other.publicJwk, origin)).toBeNull()
  expect(verifyCheckpoint(note, publicJwk, 'hak.example.id/log/c2')).toBeNull()
  for (let index = 0; index < note.length; index++) {
    const changed = `${note.slice(0, index)}${note[index] === 'A' ? 'B' : 'A'}${note.slice(index + 1)}`
    expect(verifyCheckpoint(changed, publicJwk, origin), `character ${index}`).toBeNull()
    expect(verifyCheckpoint(note.slice(0, index), publicJwk, origin), `cut to ${index}`).toBeNull()
  }
})

test('a second spelling of the same signature does not', () => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const respelled = `${note.slice(0, -3)}${letters[letters.indexOf(note.at(-3) ?? '') + 1]}=\n`
  expect(respelled).toHaveLength(note.length)
  expect(verifyCheckpoint(respelled, publicJwk, origin)).toBeNull()
})

test('our key under our name on the state of another log does not', () => {
  const other = signCheckpoint({ origin: 'other.example', size: 7, root }, privateJwk)
  const keyId = Buffer.from(note.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(0, 4)
  const signature = Buffer.from(other.trimEnd().split(' ').at(-1) ?? '', 'base64').subarray(4)
  const text = other.slice(0, other.indexOf('\n\n') + 2)
  const renamed = `${text}— ${origin} ${Buffer.concat([keyId, signature]).toString('base64')}\n`
  expect(parseCheckpoint(renamed)).not.toBeNull()
  expect(verifyCheckpoint(renamed, publicJwk, origin)).toBeNull()
})

test('a cosignature beside ours is passed over, an extension line is signed', () => {
  const cosigned = `${note}— witness.example.org ${Buffer.alloc(68, 1).toString('base64')}\n`
  expect(verifyCheckpoint(cosigned, publicJwk, origin)?.signatures).toHaveLength(2)
  expect(verifyCheckpoint(note.replace('\n\n', '\nextra\n\n'), publicJwk, origin)).toBeNull()
  expect(parseCheckpoint(note.replace('\n\n', '\nextra\n\n'))?.extensions).toEqual(['extra'])
})

test.each([
  '',
  '\n',
  'a\n1\n',
  note.replace('\n7\n', '\n07\n'),
  note.replace('\n7\n', '\n-7\n'),
  note.replace('\n7\n', '\n9007199254740993\n'),
  note.replaceAll('\n', '\r\n'),
  `${note}\n`,
  `${note}x`,
  'x'.repeat(70_000),
])('%j is not a checkpoint', (text) => {
  expect(parseCheckpoint(text)).toBeNull()
})

test('an origin that could forge lines is not signed', () => {
  for (const bad of ['', 'a b', 'a\nb', 'a+b', '\ud800'])
    expect(() => signCheckpoint({ origin: bad, size: 1, root }, privateJwk)).toThrow(RangeError)
  expect(() => signCheckpoint({ origin, size: -1, root }, privateJwk)).toThrow(RangeError)
  expect(() => signCheckpoint({ origin, size: 1, root: root.subarray(1) }, privateJwk)).toThrow(RangeError)
})
