import { NextRequest } from 'next/server'
import { expect, test } from 'vitest'
import { middleware } from './middleware.ts'

const page = (headers: Record<string, string> = {}) =>
  middleware(new NextRequest('http://localhost/desk?view=mine', { headers }))
const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? ''
const nonceOf = (response: Response) => /'nonce-([^']+)'/.exec(policyOf(response))?.[1]

test('nothing loads unless the policy names it, and no inline code without the nonce', () => {
  const directives = Object.fromEntries(
    policyOf(page())
      .split('; ')
      .map((line) => [line.split(' ')[0], line]),
  )
  expect(directives).toMatchObject({
    'default-src': "default-src 'none'",
    'base-uri': "base-uri 'none'",
    'frame-ancestors': "frame-ancestors 'none'",
    'object-src': "object-src 'none'",
    'form-action': "form-action 'self'",
    'script-src': expect.stringMatching(/^script-src 'nonce-[\w+/=]{24}' 'strict-dynamic'$/),
  })
  expect(policyOf(page())).not.toContain('unsafe')
})

test('a nonce never comes twice', () => {
  expect(new Set(Array.from({ length: 1000 }, () => nonceOf(page()))).size).toBe(1000)
})

test('a prefetch gets the same headers as anybody', () => {
  const prefetched = page({ purpose: 'prefetch', 'next-router-prefetch': '1' })
  expect(policyOf(prefetched)).toContain("default-src 'none'")
  expect(prefetched.headers.get('cache-control')).toBe('no-store, private')
})

test('the locale comes from the cookie, never from outside headers', () => {
  const inward = (headers: Record<string, string>) => page(headers).headers.get('x-middleware-request-x-hakku-locale')
  expect(inward({ 'x-hakku-locale': 'en' })).toBe('id')
  expect(inward({ cookie: 'hakku-locale=en' })).toBe('en')
  expect(inward({ cookie: 'hakku-locale=<script>' })).toBe('id')
})

test('the page learns its own path', () => {
  expect(page().headers.get('x-middleware-request-x-hakku-path')).toBe('/desk?view=mine')
})
