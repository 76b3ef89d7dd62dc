import { describe, expect, test } from 'vitest'
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

describe('a form with a file', () => {
  const upload = (form: FormData, takesFile = true) =>
    readBody(new Request('http://hakku.test/', { method: 'POST', body: form }), { takesFile })
  const form = (file: File, fields: [string, string][] = [['version', '3']]) => {
    const made = new FormData()
    for (const [name, value] of fields) made.append(name, value)
    made.append('file', file)
    return made
  }
  test('gives its fields and the file', async () => {
    const read = await upload(form(new File(['%PDF-'], 'a.pdf')))
    expect(read).toMatchObject({ ok: true, value: { version: '3', file: expect.any(File) } })
  })
  test('only where one is expected', async () => {
    expect(await upload(form(new File(['x'], 'a')), false)).toEqual({ ok: false, reason: 'unsupported_type' })
  })
  test('is refused when it is too large, broken, or says a thing twice', async () => {
    expect(await upload(form(new File([new Uint8Array(6 * 1024 * 1024)], 'a')))).toMatchObject({ reason: 'too_large' })
    const twice: [string, string][] = [
      ['a', '1'],
      ['a', '2'],
    ]
    expect(await upload(form(new File(['x'], 'a'), twice))).toMatchObject({ reason: 'repeated_field' })
    const broken = new Request('http://hakku.test/', {
      method: 'POST',
      body: '--x\r\nnonsense',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
    })
    expect(await readBody(broken, { takesFile: true })).toEqual({ ok: false, reason: 'unreadable' })
  })
})
