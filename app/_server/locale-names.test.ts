import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toLocale, toLocalPath } from './locale-names.ts'

describe('the way back', () => {
  test.each(['/', '/requests/new?step=2', '/desk/requests/HK-7K4Q-2MPX', '/a//b'])('%s is kept', (path) => {
    expect(toLocalPath(path)).toBe(path)
  })

  test.each([
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/a\r\nset-cookie: x',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    'a',
    null,
    ['/'],
    `/${'a'.repeat(3000)}`,
  ])('%j becomes the start page', (path) => {
    expect(toLocalPath(path)).toBe('/')
  })

  test('never leads to another host', () => {
    const site = 'https://hak.example.id'
    const tricky = fc
      .array(fc.constantFrom('/', '\\', '.', ':', '@', 'evil.example', '\t', '\n', '?', '#', '%2f'))
      .map((parts) => parts.join(''))
    fc.assert(fc.property(fc.oneof(tricky, fc.string()), (path) => new URL(toLocalPath(path), site).origin === site))
  })
})

test('Bahasa Indonesia unless English was chosen', () => {
  expect([undefined, 'id', 'en', 'EN', 'xx'].map(toLocale)).toEqual(['id', 'id', 'en', 'id', 'id'])
})
