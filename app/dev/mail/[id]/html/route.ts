import { type NextRequest, NextResponse } from 'next/server'
import { readDevMail } from '#data/dev-mail.ts'
import { withNonce } from './with-nonce.ts'

export const dynamic = 'force-dynamic'

type Context = { params: Promise<{ id: string }> }

/** A mail as an inbox shows it. Demo only. */
export async function GET(request: NextRequest, { params }: Context) {
  const mail = await readDevMail(decodeURIComponent((await params).id))
  if (!mail) return new NextResponse(null, { status: 404 })
  const nonce = /'nonce-([^']+)'/.exec(request.headers.get('content-security-policy') ?? '')?.[1] ?? ''
  return new NextResponse(withNonce(mail.html, nonce), { headers: { 'content-type': 'text/html; charset=utf-8' } })
}
