import { expect, test } from 'vitest'
import { stripHeaders } from './strip-headers.ts'

const clientBehind = (trustedProxies: number, forwardedFor: string) =>
  stripHeaders({ 'x-forwarded-for': forwardedFor }, '10.0.0.2', trustedProxies)['x-forwarded-for']

test.each([
  [0, '203.0.113.9', '10.0.0.2'],
  [1, '6.6.6.6, 203.0.113.9', '203.0.113.9'],
  [2, '6.6.6.6, 203.0.113.9, 10.0.0.1', '203.0.113.9'],
  [2, '203.0.113.9', '10.0.0.2'],
  [1, '<script>', '10.0.0.2'],
  [1, '', '10.0.0.2'],
])('%i proxies, "%s" → %s: as many places from the right as there are proxies', (proxies, list, client) => {
  expect(clientBehind(proxies, list)).toBe(client)
})

test('a scheme is believed from a trusted proxy only', () => {
  const scheme = (proxies: number, value: string) =>
    stripHeaders({ 'x-forwarded-proto': value }, '10.0.0.2', proxies)['x-forwarded-proto']
  expect([scheme(0, 'https'), scheme(1, 'https'), scheme(1, 'javascript')]).toEqual([undefined, 'https', undefined])
})
