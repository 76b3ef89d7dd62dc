import { type NextRequest, NextResponse } from 'next/server'
import { localeCookie, localeHeader, pathHeader, toLocale } from '#app/_server/locale-names.ts'
import { noStore, pagePolicy, securityHeaders } from '#app/_server/security-headers.ts'
import { env } from '#env'

/**
 * Headers, nonce and locale. It never authorises: every page and route asks for itself.
 * Static files and public schemas need none of it; upload bodies would be cut at 10 MB by passing through here.
 */
export const config = { runtime: 'nodejs', matcher: ['/((?!_next/static/|api/uploads/|schemas/).*)'] }

const nonceBytes = 18

export function middleware(request: NextRequest): NextResponse {
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(nonceBytes))).toString('base64')
  const contentSecurityPolicy = pagePolicy(nonce, env.NODE_ENV === 'development')

  const inward = new Headers(request.headers)
  inward.set('content-security-policy', contentSecurityPolicy) // Next reads the nonce for its own tags from here
  inward.set(localeHeader, toLocale(request.cookies.get(localeCookie)?.value))
  inward.set(pathHeader, request.nextUrl.pathname + request.nextUrl.search)

  const response = NextResponse.next({ request: { headers: inward } })
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  response.headers.set('content-security-policy', contentSecurityPolicy)
  response.headers.set('cache-control', noStore)
  return response
}
