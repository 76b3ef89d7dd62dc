import { describe, expect, test } from 'vitest'
import { isAllowedAddress, mayCall, type Networks } from './address.ts'

const NONE: Networks = { allowed: [], loopback: false }
const reaches = (host: string, networks = NONE) => {
  const url = URL.parse(`https://${host}/`)
  return url !== null && mayCall(url, networks)
}

describe('no spelling of a forbidden address passes', () => {
  test.each([
    ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.0.0.1.', '0', '0.0.0.0', '10.0.0.1'],
    ...['172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '100.100.100.200', '224.0.0.1'],
    ...['255.255.255.255', '192.0.0.1', '198.18.0.1', '168.63.129.16', '0x0a.1', '①②⑦.0.0.1'],
    ...['[::]', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::ffff:10.0.0.1]', '[::ffff:169.254.169.254]'],
    ...['[64:ff9b::7f00:1]', '[64:ff9b::10.0.0.1]', '[64:ff9b:1::a00:1]', '[2002:7f00:1::]', '[2001:0:7f00:1::]'],
    ...[
      '[fe80::1]',
      '[fec0::1]',
      '[fc00::1]',
      '[fd12:3456::1]',
      '[fd00:ec2::254]',
      '[ff02::1]',
      '[::127.0.0.1]',
      '[100::1]',
    ],
    ...['[::ffff:0:127.0.0.1]', '[3fff::1]', '[2001:db8::1]', '[4000::1]'],
  ])('%s', (host) => expect(reaches(host)).toBe(false))

  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '172.15.0.1',
    '172.32.0.1',
    '100.63.0.1',
    '[2606:4700::1111]',
    '[::ffff:8.8.8.8]',
    'crm.example',
  ])('and %s does', (host) => expect(reaches(host)).toBe(true))
})

test('a resolved address is judged like a written one', () => {
  const judged = ['::ffff:192.168.0.1', 'fe80::1%eth0', '1.1.1.1', 'not an address', ''].map((one) =>
    isAllowedAddress(one, NONE),
  )
  expect(judged).toEqual([false, false, true, false, false])
})

test('a private network is reached where the operator opens it, and nothing beside it', () => {
  const opened: Networks = { allowed: ['10.1.0.0/16', 'fd12::/32', '169.254.0.0/16'], loopback: false }
  const hosts = ['10.1.2.3', '[::ffff:10.1.2.3]', '[fd12::1]', '10.2.0.1', '127.0.0.1', '169.254.169.254']
  expect(hosts.map((host) => reaches(host, opened))).toEqual([true, true, true, false, false, false])
})

describe('the address of a source', () => {
  const here: Networks = { allowed: ['10.1.0.0/16'], loopback: true }
  const may = (url: string, networks = NONE) => mayCall(new URL(url), networks)
  test.each(['http://crm.example/', 'ftp://crm.example/', 'https://user@crm.example/', 'https://:pw@crm.example/'])(
    'not %s',
    (url) => expect([may(url), may(url, here)]).toEqual([false, false]),
  )
  test.each(['22', '25', '80', '442', '1023'])('not port %s', (port) =>
    expect(may(`https://crm.example:${port}/`)).toBe(false),
  )
  test.each(['443', '1024', '8443', '65535'])('port %s', (port) =>
    expect(may(`https://crm.example:${port}/`)).toBe(true),
  )
  test('plain http reaches this machine only, and only where that is allowed', () => {
    expect(
      ['http://127.0.0.1:8080/', 'http://localhost:8080/', 'http://[::1]:8080/'].map((url) => may(url, here)),
    ).toEqual([true, true, true])
    expect(['http://10.1.2.3:8080/', 'http://crm.example:8080/'].map((url) => may(url, here))).toEqual([false, false])
    expect(may('http://127.0.0.1:8080/')).toBe(false)
  })
})
