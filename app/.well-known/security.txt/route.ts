import { Temporal } from 'temporal-polyfill'
import { findPublicControllers } from '#data/controllers/find-public.ts'
import { env } from '#env'

export const dynamic = 'force-dynamic'

const VALID_DAYS = 90

/** RFC 9116. The operator answers for the installation; Expires moves along, so that it is never out of date. */
export async function GET(): Promise<Response> {
  const controllers = await findPublicControllers()
  const operator = controllers.find(({ kind }) => kind === 'operator') ?? controllers[0]
  const expires = Temporal.Now.instant()
    .round({ smallestUnit: 'hour', roundingMode: 'floor' })
    .add({ hours: 24 * VALID_DAYS })
  const lines = [
    ...(operator ? [`Contact: ${asUri(operator.contact)}`] : []),
    `Expires: ${expires}`,
    'Preferred-Languages: id, en',
    ...(env.PUBLIC_URL ? [`Canonical: ${new URL('/.well-known/security.txt', env.PUBLIC_URL)}`] : []),
  ]
  return new Response(`${lines.join('\n')}\n`, {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
  })
}

/** The field takes a URI only (RFC 9116 §2.5.3). */
function asUri(contact: string): string {
  if (URL.canParse(contact)) return contact
  return contact.includes('@') ? `mailto:${contact}` : `tel:${contact.replace(/[^+0-9]/g, '')}`
}
