import { describe, expect, test } from 'vitest'
import { isForbiddenHost, readAddress } from './address.ts'

describe('addresses of databases', () => {
  test.each([
    ['postgres', 'postgres://db.internal:5432/shop'],
    ['postgres', 'postgresql://10.0.0.7/shop?sslmode=require'],
    ['postgres', 'postgres://127.0.0.1:5432/shop'],
    ['postgres', 'postgres://[fd00::7]:5432/shop'],
    ['mysql', 'mysql://db/shop'],
    ['mongodb', 'mongodb://db:27017/shop?authSource=admin'],
  ] as const)('%s %s', (kind, address) => expect(readAddress(kind, address)).toMatchObject({ ok: true }))

  test.each([
    ['postgres', 'mysql://db/shop', 'not_an_address'],
    ['postgres', 'file:///etc/passwd', 'not_an_address'],
    ['postgres', 'postgres://%2Fvar%2Frun/shop', 'not_an_address'],
    ['postgres', 'postgres:///shop', 'not_an_address'],
    ['manual', 'https://example.com', 'not_an_address'],
    ['postgres', 'postgres://shop:secret@db/shop', 'holds_credentials'],
    ['postgres', 'postgres://db/shop?host=/var/run', 'forbidden_option'],
    ['postgres', 'postgres://db/shop?sslrootcert=/etc/passwd', 'forbidden_option'],
    ['postgres', 'postgres://169.254.169.254/shop', 'forbidden_address'],
    ['postgres', 'postgres://metadata.google.internal/shop', 'forbidden_address'],
    ['mongodb', 'mongodb://[fe80::1]/shop', 'forbidden_address'],
  ] as const)('%s %s → %s', (kind, address, reason) =>
    expect(readAddress(kind, address)).toEqual({ ok: false, reason }),
  )
})

test.each([
  '169.254.0.1',
  '0.0.0.0',
  '224.0.0.1',
  '100.100.100.200',
  '192.0.0.192',
  '0xa9fea9fe',
  '2852039166',
  '169.16689662',
  '::ffff:169.254.169.254',
  '[::ffff:a9fe:a9fe]',
  'fe80::1',
  'febf::1',
  'ff02::1',
  '::',
  'fd00:ec2::254',
  'metadata.google.internal.',
  'METADATA',
])('%s is never a source', (host) => expect(isForbiddenHost(host)).toBe(true))

test.each(['127.0.0.1', '::1', '10.1.2.3', '169.253.1.1', 'db', 'fec0.example', 'fe.example', 'a1.example'])(
  '%s may be one',
  (host) => expect(isForbiddenHost(host)).toBe(false),
)
