import { cookies } from 'next/headers'
import { toForm } from '#app/_server/handle.ts'
import { localeCookie, toLocale, toLocalPath } from '#app/_server/locale-names.ts'
import { staffActor } from '#app/_server/staff.ts'
import { chooseLanguage } from '#data/users/choose-language.ts'
import { env } from '#env'

const oneYearSeconds = 365 * 24 * 60 * 60

/** The form is on every page. */
export const GET = toForm(() => '/')

/**
 * Remembers the reader's language and goes back to the page they were on; staff also get their mails in it. The gate has
 * checked Origin and size.
 */
export async function POST(request: Request): Promise<Response> {
  const form = new URLSearchParams(await request.text())
  const jar = await cookies()
  const locale = toLocale(form.get('locale'))
  const staff = await staffActor()
  if (staff) await chooseLanguage(staff, { locale })
  jar.set(localeCookie, locale, {
    httpOnly: true,
    sameSite: 'lax',
    secure: env.HAKKU_ENV === 'production',
    path: '/',
    maxAge: oneYearSeconds,
  })
  return new Response(null, { status: 303, headers: { location: toLocalPath(form.get('back')) } })
}
