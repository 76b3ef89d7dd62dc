import { BlockList, isIP } from 'node:net'

const listOf = (...ranges: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const range of ranges) {
    const [address = '', bits = ''] = range.split('/')
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4')
  }
  return list
}

/** Never, whatever is allowed: metadata services, link-local, multicast, reserved, and IPv6 that hides an IPv4 address. */
const NEVER = listOf(
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4', '100.100.100.200/32', '168.63.129.16/32'],
  ...['::/128', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'],
  ...['fe80::/10', 'fec0::/10', 'ff00::/8', 'fd00:ec2::254/128', '5f00::/16'],
)
/** Somebody's own network: only where the operator says so. */
const PRIVATE = listOf(
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7', '::1/128'],
)
const LOOPBACK = listOf('127.0.0.0/8', '::1/128')
const GLOBAL_IPV6 = listOf('2000::/3')

export type Networks = {
  /** private networks that the operator opens, as `10.1.0.0/16` */
  allowed: readonly string[]
  /** this machine itself, and there also without TLS: for a demo and for tests */
  loopback: boolean
}

/** An IPv4 address written as IPv6 is that IPv4 address. @returns null for what is no address */
function unwrapped(address: string): { address: string; family: 'ipv4' | 'ipv6' } | null {
  const kind = isIP(address)
  if (kind === 4) return { address, family: 'ipv4' }
  if (kind !== 6 || address.includes('%')) return null
  const { hostname } = new URL(`http://[${address}]`)
  const [, high = '', low = ''] = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname) ?? []
  if (!low) return { address, family: 'ipv6' }
  const bytes = [high, low].flatMap((part) => [Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 255])
  return { address: bytes.join('.'), family: 'ipv4' }
}

/** Whether a request may be sent to this address. It is asked of the address that is connected to, not of its name. */
export function isAllowedAddress(given: string, { allowed, loopback }: Networks): boolean {
  const known = unwrapped(given)
  if (!known) return false
  const { address, family } = known
  const isIn = (list: BlockList) => list.check(address, family)
  if (loopback && isIn(LOOPBACK)) return true
  if (isIn(NEVER)) return false
  if (isIn(listOf(...allowed))) return true
  return !isIn(PRIVATE) && (family === 'ipv4' || isIn(GLOBAL_IPV6))
}

export const isLoopbackAddress = (given: string): boolean => {
  const known = unwrapped(given)
  return known !== null && LOOPBACK.check(known.address, known.family)
}

/** 443, or a port that needs no privilege: none of the small ones, behind which mail and shells listen. */
const isAllowedPort = (url: URL): boolean => url.port === '' || url.port === '443' || Number(url.port) >= 1024

/**
 * What can be said of an address before anything is resolved: https, no credentials, a sane port, and no forbidden
 * address in place of a name. Plain http is for this machine itself, and only where that is allowed.
 */
export function mayCall(url: URL, networks: Networks): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (url.username !== '' || url.password !== '' || !isAllowedPort(url)) return false
  if (isIP(host) !== 0 && !isAllowedAddress(host, networks)) return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && networks.loopback && (host === 'localhost' || isLoopbackAddress(host))
}
