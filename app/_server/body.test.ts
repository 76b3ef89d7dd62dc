import { expect, test } from 'vitest'
import { readBody } from './body.ts'

const FORM = 'application/x-www-form-urlencoded'
const read = (body: BodyInit, type: string) =>
  readBody(new Request('http://hakku.test/', { method: 'POST', body, headers: { 'content-type': type } }))

test.each([
  ['a form', 'a=1&b=dua%20tiga', FORM, { a: '1', b: 'dua tiga' }],
  ['a form in utf-8', 'name=%C3%89va+Szab%C3%B3', `${FORM}; charset=UTF-8`, { name: 'Éva Szabó' }],
  ['a NUL, for the schema to refuse', 'a=x%00y', FORM, { a: 'x\0y' }],
  ['a field called like the prototype', '__proto__=x&constructor=y', FORM, null],
  ['json', '{"a":[1]}', 'application/json', { a: [1] }],
  ['nothing', '', 'text/plain', {}],
])('reads %s', async (_, body, type, fields) => {
  const read1 = await read(body, type)
  expect(read1.ok).toBe(true)
  if (read1.ok && fields) expect(read1.value).toEqual(fields)
  if (read1.ok) expect(Object.getPrototypeOf(read1.value)).toBe(Object.prototype)
})

test.each([
  ['one byte too many', `a=${'x'.repeat(64 * 1024 - 1)}`, FORM, 'too_large'],
  ['a megabyte', 'x'.repeat(1024 * 1024), FORM, 'too_large'],
  ['a field twice', 'a=1&a=2', FORM, 'repeated_field'],
  ['bytes that are not utf-8', Buffer.from([0x61, 0x3d, 0xff]), FORM, 'unreadable'],
  ['broken json', '{"a":', 'application/json', 'unreadable'],
  ['json that is no object', '[1]', 'application/json', 'unreadable'],
  ['null', 'null', 'application/json', 'unreadable'],
  ['another kind', '<a/>', 'application/xml', 'unsupported_type'],
])('refuses %s', async (_, body, type, reason) => {
  expect(await read(body, type)).toEqual({ ok: false, reason })
})

test('takes exactly 64 KiB', async () => {
  expect(await read(`a=${'x'.repeat(64 * 1024 - 2)}`, FORM)).toMatchObject({ ok: true })
})
