import { notFound } from 'next/navigation'
import { NextResponse } from 'next/server'
import { readDevMail } from '#data/dev-mail.ts'

export const dynamic = 'force-dynamic'

/** A mail brings its own style and no script: it is shown as a stranger's page, without our cookies or origin. */
const mailPolicy = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  'sandbox allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation',
].join('; ')

export async function GET(_request: Request, { params }: { params: Promise<{ id: string }> }) {
  const mail = await readDevMail((await params).id)
  if (!mail) notFound()
  return new NextResponse(mail.html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': mailPolicy,
      'cache-control': 'no-store, private',
    },
  })
}
