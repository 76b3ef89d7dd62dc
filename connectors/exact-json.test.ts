import { expect, test } from 'vitest'
import { exactJson } from './exact-json.ts'

test('numbers that a double would change stay text, others are numbers', () => {
  expect(exactJson('{"a": 9007199254740993, "b": [1.50, 1e3, -0.1], "c": 1e400}')).toEqual({
    a: '9007199254740993',
    b: [1.5, 1000, -0.1],
    c: '1e400',
  })
})

test('a document nested without end is handed on as it stands', () => {
  const deep = `${'['.repeat(200_000)}12345678901234567890${']'.repeat(200_000)}`
  expect(exactJson(deep)).toBe(deep)
  expect(() => exactJson('{')).toThrow(SyntaxError)
})
