import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password.ts'

test('a password is kept as argon2id and found again', async () => {
  const stored = await hashPassword('rahasia besar')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await verifyPassword(stored, 'rahasia besar')).toBe(true)
  expect(await verifyPassword(stored, 'rahasia Besar')).toBe(false)
  expect(await hashPassword('rahasia besar')).not.toBe(stored)
})

test('one letter typed as one or as two characters is one password', async () => {
  expect(await verifyPassword(await hashPassword('caf\u00e9'), 'cafe\u0301')).toBe(true)
})

test('nobody is refused, and takes as long as somebody', async () => {
  const stored = await hashPassword('rahasia besar')
  const elapsed = async (hash: string | null) => {
    const start = performance.now()
    for (let round = 0; round < 5; round++) expect(await verifyPassword(hash, 'salah')).toBe(false)
    return performance.now() - start
  }
  const ratio = (await elapsed(null)) / (await elapsed(stored))
  expect(ratio).toBeGreaterThan(0.3)
  expect(ratio).toBeLessThan(3)
})
