import { expect, test } from 'vitest'
import { sentence } from './text.ts'

const codes = (text: string) =>
  sentence(20)
    .safeParse(text)
    .error?.issues.map(({ message }) => message) ?? []

test('what must say something tells nothing, too little and too much apart', () => {
  expect(codes('  ')).toEqual(['missing'])
  expect(codes(' hai ')).toEqual(['too_short'])
  expect(codes('Tahun mana?')).toEqual([])
  expect(codes('Tahun mana yang Ibu maksud?')).toEqual(['too_long'])
})
