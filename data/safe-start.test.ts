import { describe, expect, test } from 'vitest'
import { settingsMissing } from './safe-start.ts'

const whole = {
  HAKKU_ENV: 'production',
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://hak.example.id',
  MASTER_KEY: 'a'.repeat(44),
  SMTP_URL: 'smtps://mail.example.id',
} as const

describe('what a production must be told', () => {
  test('nothing more than this', () => {
    expect(settingsMissing(whole)).toEqual([])
    const { SMTP_URL: _, ...rest } = whole
    expect(settingsMissing({ ...rest, RESEND_API_KEY: 'key' })).toEqual([])
  })

  test.each(['PUBLIC_URL', 'MASTER_KEY', 'SMTP_URL'] as const)('%s', (name) => {
    const { [name]: _, ...rest } = whole
    expect(settingsMissing(rest)).toEqual([expect.stringContaining(name)])
  })

  test('an address without encryption is refused', () => {
    expect(settingsMissing({ ...whole, PUBLIC_URL: 'http://hak.example.id' })).toEqual([
      expect.stringContaining('PUBLIC_URL'),
    ])
  })

  test('a development server is refused', () => {
    expect(settingsMissing({ ...whole, NODE_ENV: 'development' })).toEqual([expect.stringContaining('NODE_ENV')])
  })

  test('sources called without TLS are refused', () => {
    const refused = [expect.stringContaining('HTTP_SOURCE_LOOPBACK')]
    expect(settingsMissing({ ...whole, HTTP_SOURCE_LOOPBACK: true })).toEqual(refused)
    expect(settingsMissing({ ...whole, HTTP_SOURCE_LOOPBACK: false })).toEqual([])
  })

  test('a demo needs none of it', () => {
    expect(settingsMissing({ HAKKU_ENV: 'demo', NODE_ENV: 'development' })).toEqual([])
  })
})
