import type { NextRequest } from 'next/server'
import { toForm } from '#app/_server/handle.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { ownOrigin } from '#app/_server/own-origin.ts'
import { SIGN_IN } from '#app/_server/staff.ts'

const escaped = (text: string) => text.replace(/[&<>"']/g, (each) => `&#${each.charCodeAt(0)};`)

/** A page that leads on at once: our `form-action` forbids a form to end at another site, a link may. */
async function leadTo(address: string): Promise<string> {
  const [t, locale, to] = [await translator('auth'), await currentLocale(), escaped(address)]
  return `<!doctype html><html lang="${locale}"><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${to}"><title>${escaped(t('provider'))}</title><p><a href="${to}">${escaped(t('provider'))}</a></p></html>`
}

export const GET = toForm(() => SIGN_IN)

/** A plain form for next-auth's own, which needs a token and a cookie that only a script could fetch first. */
export async function POST(request: NextRequest): Promise<Response> {
  const cookie = request.headers.get('cookie') ?? ''
  const asked = await fetch(new URL('/api/auth/csrf', ownOrigin()), { headers: { cookie } })
  if (!asked.ok) return new Response(null, { status: 303, headers: { location: SIGN_IN } })
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const given = asked.headers.getSetCookie()
  const begun = await fetch(new URL('/api/auth/signin/oidc', ownOrigin()), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: [cookie, ...given.map((each) => each.split(';')[0])].filter(Boolean).join('; ') },
    body: new URLSearchParams({ csrfToken }),
  })
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store, private' })
  for (const each of [...given, ...begun.headers.getSetCookie()]) headers.append('set-cookie', each)
  return new Response(await leadTo(begun.headers.get('location') ?? SIGN_IN), { headers })
}
