import { expect, test } from 'vitest'
import { openBlock, sealBlock } from './blocks.ts'
import { newKey, SealError } from './sealing.ts'

const key = newKey()
const clear = Buffer.from('{"name":"Siti"}')

test.each([0, 1, 2 ** 32, 'index'] as const)('block %s opens in its place only, whole and under its key', (place) => {
  const sealed = Buffer.concat(sealBlock(key, place, clear))
  expect(sealed.includes('Siti')).toBe(false)
  expect(openBlock(key, place, sealed)).toEqual(clear)
  for (const other of [0, 1, 2, 2 ** 32, 'index'] as const)
    if (other !== place) expect(() => openBlock(key, other, sealed)).toThrow(SealError)
  expect(() => openBlock(newKey(), place, sealed)).toThrow(SealError)
  for (let at = 0; at < sealed.length; at += 1) {
    expect(() => openBlock(key, place, sealed.subarray(0, at))).toThrow(SealError)
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => openBlock(key, place, changed)).toThrow(SealError)
  }
})

test('two blocks of the same text are not the same bytes', () => {
  expect(sealBlock(key, 0, clear)[0]).not.toEqual(sealBlock(key, 1, clear)[0])
})
