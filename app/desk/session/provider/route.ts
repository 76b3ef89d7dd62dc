import type { NextRequest } from 'next/server'
import { ownOrigin } from '#app/_server/own-origin.ts'

/** A plain form for next-auth's own, which needs a token and a cookie that only a script could fetch first. */
export async function POST(request: NextRequest): Promise<Response> {
  const cookie = request.headers.get('cookie') ?? ''
  const asked = await fetch(new URL('/api/auth/csrf', ownOrigin()), { headers: { cookie } })
  const { csrfToken } = (await asked.json()) as { csrfToken: string }
  const given = asked.headers.getSetCookie()
  const begun = await fetch(new URL('/api/auth/signin/oidc', ownOrigin()), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: [cookie, ...given.map((each) => each.split(';')[0])].filter(Boolean).join('; ') },
    body: new URLSearchParams({ csrfToken }),
  })
  const headers = new Headers({ location: begun.headers.get('location') ?? '/desk/sign-in' })
  for (const each of [...given, ...begun.headers.getSetCookie()]) headers.append('set-cookie', each)
  return new Response(null, { status: 303, headers })
}
