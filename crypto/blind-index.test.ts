import { expect, test } from 'vitest'
import { blindIndex } from './blind-index.ts'

const key = new Uint8Array(32).fill(1)

test('the same value is found again', () => {
  expect(blindIndex(key, 'email', 'siti@example.id')).toBe(blindIndex(key, 'email', 'siti@example.id'))
  expect(blindIndex(key, 'email', 'siti@example.id')).toMatch(/^[0-9a-f]{64}$/)
})

test('another controller, field or value has another index', () => {
  const indexes = [
    blindIndex(key, 'email', 'siti@example.id'),
    blindIndex(new Uint8Array(32).fill(2), 'email', 'siti@example.id'),
    blindIndex(key, 'phone', 'siti@example.id'),
    blindIndex(key, 'email', 'budi@example.id'),
  ]
  expect(new Set(indexes).size).toBe(4)
})
