import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { ok, refuse } from '#domain/result.ts'
import { line } from '#domain/text.ts'
import { FORM_STATE_COOKIE, type FormState } from './form-state.ts'
import { handle } from './handle.ts'
import { setOwnOrigin } from './own-origin.ts'

const globals = globalThis as unknown as { hakkuFormStates?: Map<string, FormState> }
let page: Server

/** Stands for the form's own page: it says what it was given to show. */
beforeAll(async () => {
  page = createServer((request, response) => {
    const token = new RegExp(`${FORM_STATE_COOKIE}=([^;]+)`).exec(request.headers.cookie ?? '')?.[1] ?? ''
    response.setHeader('content-security-policy', "script-src 'nonce-inner'")
    if (request.url === '/broken') response.statusCode = 500
    if (request.url === '/unknown') response.statusCode = 404
    if (request.url === '/gone') response.writeHead(307, { location: '/start' })
    response.end(`<script nonce="inner"></script>${JSON.stringify(globals.hakkuFormStates?.get(token))}`)
  })
  await new Promise<void>((listening) => page.listen(0, '127.0.0.1', listening))
  setOwnOrigin(`http://127.0.0.1:${(page.address() as AddressInfo).port}`)
})
afterAll(() => page.close())

const answer = (where = '/form', actor: object | null = { kind: 'visitor' }) =>
  handle({
    actor: async () => actor,
    signIn: '/sign-in',
    input: z.strictObject({ id: z.string(), first: line(5).refine((text) => text !== '', 'missing'), second: line(5) }),
    fromPath: ['id'],
    verb: async (_actor, { first }) => {
      if (first === 'no') return refuse('too_late')
      return first === 'never' ? refuse('unknown_first') : ok(first)
    },
    refusals: { too_late: 409, unknown_first: 422 },
    fields: { unknown_first: 'first' },
    page: () => where,
    done: (value, { id }) => ({
      location: `/done/${id}/${value}`,
      cookies: [{ name: '__Host-x', value: 'y', maxAgeSeconds: 60 }],
    }),
  })

const post = (body: BodyInit, headers: Record<string, string> = {}, handler = answer()) =>
  handler.POST(
    new NextRequest('http://hakku.test/form/answer', {
      method: 'POST',
      body,
      headers: {
        accept: 'text/html',
        'content-type': 'application/x-www-form-urlencoded',
        'content-security-policy': "script-src 'nonce-outer'",
        ...headers,
      },
    }),
    { params: Promise.resolve({ id: '7' }) },
  )
const JSON_HEADERS = { accept: 'application/json', 'content-type': 'application/json' }

test('leads on after a form, with a cookie that no script and no other site can use', async () => {
  const response = await post('first=ya&second=')
  expect([response.status, response.headers.get('location')]).toEqual([303, '/done/7/ya'])
  expect(response.headers.get('set-cookie')).toMatch(/^__Host-x=y; Path=\/;.*Secure; HttpOnly; SameSite=lax/i)
})

test('shows the form again with what is wrong, in its order, and everything that was typed', async () => {
  const response = await post('first=&second=panjang+sekali')
  const html = await response.text()
  expect(response.status).toBe(422)
  expect(JSON.parse(html.split('</script>')[1] ?? '')).toEqual({
    errors: { first: 'missing', second: 'too_long' },
    values: { first: '', second: 'panjang sekali' },
    refusal: null,
  })
  expect(Object.keys(JSON.parse(html.split('</script>')[1] ?? '').errors)).toEqual(['first', 'second'])
  expect(html).toContain('<script nonce="outer">')
})

test('a refusal has its own status and reason', async () => {
  const response = await post('first=no&second=')
  expect(response.status).toBe(409)
  expect(await response.text()).toContain('"refusal":"too_late"')
  const problem = await post('{"first":"no","second":""}', JSON_HEADERS)
  expect(problem.headers.get('content-type')).toBe('application/problem+json')
  expect(await problem.json()).toMatchObject({ status: 409, title: 'too_late' })
})

test('a refusal about one field stands at that field', async () => {
  const html = await (await post('first=never&second=')).text()
  expect(html).toContain('"errors":{"first":"unknown_first"}')
  expect(html).toContain('"refusal":null')
  const problem = await post('{"first":"never","second":""}', JSON_HEADERS)
  expect(await problem.json()).toMatchObject({
    status: 422,
    errors: [{ detail: 'unknown_first', pointer: '#/first' }],
  })
})

test.each([
  ['a field nobody asked for', 'first=a&second=&third=c', 422],
  ['a NUL', 'first=a%00b&second=', 422],
  ['text that runs backwards', 'first=a%E2%80%AEb&second=', 422],
  ['a megabyte', `first=${'x'.repeat(1024 * 1024)}`, 413],
  ['a field twice', 'first=a&first=b', 400],
  ['bytes that are no text', Buffer.from([0x61, 0x3d, 0xff]), 400],
])('%s is a clear 4xx', async (_, body, status) => {
  expect((await post(body)).status).toBe(status)
})

test('the path wins over a field of the same name', async () => {
  expect((await post('id=8&first=a&second=')).headers.get('location')).toBe('/done/7/a')
})

test('without an actor a person is led to sign in, a machine is told', async () => {
  const person = await post('first=a&second=', {}, answer('/form', null))
  expect([person.status, person.headers.get('location')]).toEqual([303, '/sign-in'])
  expect((await post('{}', JSON_HEADERS, answer('/form', null))).status).toBe(401)
})

test('when the page cannot be shown the reason is still told; when it leads elsewhere, so do we', async () => {
  const broken = await post('first=&second=', {}, answer('/broken'))
  expect(broken.status).toBe(422)
  expect(await broken.json()).toMatchObject({ errors: [{ detail: 'missing', pointer: '#/first' }] })
  const gone = await post('first=&second=', {}, answer('/gone'))
  expect([gone.status, gone.headers.get('location')]).toEqual([303, '/start'])
})

test('a form of a page that is not there is not there either: no redirect, whatever was wrong with it', async () => {
  for (const body of ['first=no&second=', 'first=&second=']) {
    const response = await post(body, {}, answer('/unknown'))
    expect([response.status, response.headers.get('location')]).toEqual([404, null])
  }
})
