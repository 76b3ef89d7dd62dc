import { isIPv6 } from 'node:net'

/** What is counted as one network: an IPv4 address, or the /64 that an IPv6 line is given. */
export function networkOf(address: string): string {
  const [bare = ''] = address.split('%')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(bare)
  if (mapped?.[1]) return mapped[1]
  if (!isIPv6(bare)) return bare
  const [head = '', tail] = bare.toLowerCase().split('::')
  const [left, right] = [head, tail ?? ''].map((half) => (half === '' ? [] : half.split(':')))
  const filled = tail === undefined ? [] : Array(Math.max(0, 8 - (left?.length ?? 0) - (right?.length ?? 0))).fill('0')
  const groups = [...(left ?? []), ...filled, ...(right ?? [])].slice(0, 4)
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}
