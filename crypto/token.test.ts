import { expect, test } from 'vitest'
import { hashCode, hashToken, newCode, newSalt, newToken, sameSecret } from './token.ts'

test('a token is 32 random bytes, stored as its SHA-256', () => {
  expect(Buffer.from(newToken(), 'base64url')).toHaveLength(32)
  expect(newToken()).not.toBe(newToken())
  expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('codes are six digits, spread evenly over the whole million', () => {
  const draws = 200_000
  const codes = Array.from({ length: draws }, newCode)
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true)
  for (const position of [0, 5])
    for (const digit of '0123456789') {
      const share = codes.filter((code) => code[position] === digit).length / draws
      expect(share, `${digit} at ${position}`).toBeGreaterThan(0.094)
      expect(share, `${digit} at ${position}`).toBeLessThan(0.106)
    }
})

test('the first and the last of the million are drawn too', () => {
  const awaited = new Set(['000000', '999999'])
  for (let draw = 0; draw < 30_000_000 && awaited.size > 0; draw++) awaited.delete(newCode())
  expect([...awaited]).toEqual([])
}, 60_000)

test('a stored code needs its salt', async () => {
  const salt = newSalt()
  expect(await hashCode('012345', salt)).toBe(await hashCode('012345', salt))
  expect(await hashCode('012345', salt)).toMatch(/^[0-9a-f]{64}$/)
  expect(await hashCode('012345', newSalt())).not.toBe(await hashCode('012345', salt))
  expect(await hashCode('12345', salt)).not.toBe(await hashCode('012345', salt))
})

test('secrets compare whatever their lengths', () => {
  expect(sameSecret('a', 'a')).toBe(true)
  expect(sameSecret('', '')).toBe(true)
  expect(sameSecret('a', 'b')).toBe(false)
  expect(sameSecret('a', 'ab')).toBe(false)
  expect(sameSecret('a', '')).toBe(false)
})
