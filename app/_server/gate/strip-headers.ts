import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'

const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'upgrade',
]
const prefetch = ['purpose', 'sec-purpose', 'next-router-prefetch', 'next-router-segment-prefetch']
/** Names by which Next and we talk to ourselves: nobody outside may use them. */
const internalPrefixes = ['x-middleware-', 'x-invoke-', 'x-nextjs-', 'x-hakku-', 'x-matched-', 'x-now-', 'x-vercel-']
const forwarded = /^(forwarded|via|x-forwarded-.*|x-real-ip|x-client-ip|x-original-.*|x-rewrite-url|x-request-id)$/

/** The headers the application may see: of the forwarding ones, only a client address and a scheme that we vouch for. */
export function stripHeaders(
  headers: IncomingHttpHeaders,
  address: string,
  trustedProxies: number,
): IncomingHttpHeaders {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !isDropped(name)))
  kept['x-forwarded-for'] = clientAddress(headers['x-forwarded-for'], address, trustedProxies)
  const scheme = headers['x-forwarded-proto']
  if (trustedProxies > 0 && (scheme === 'http' || scheme === 'https')) kept['x-forwarded-proto'] = scheme
  // Pages go out uncompressed: size would tell an onlooker what secret stands beside text they chose (BREACH).
  if (headers.accept?.includes('text/html')) delete kept['accept-encoding']
  return kept
}

const isDropped = (name: string) =>
  hopByHop.includes(name) ||
  prefetch.includes(name) ||
  forwarded.test(name) ||
  internalPrefixes.some((prefix) => name.startsWith(prefix))

/** Each trusted proxy appended the address it saw, so the client stands that many places from the right; further left is hearsay. */
function clientAddress(list: string | string[] | undefined, address: string, trustedProxies: number): string {
  const claimed = String(list ?? '')
    .split(',')
    .map((entry) => entry.trim())
  const candidate = trustedProxies > 0 ? claimed.at(-trustedProxies) : undefined
  return candidate && isIP(candidate) ? candidate : address
}
