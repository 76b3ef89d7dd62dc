import { cookies } from 'next/headers'
import { decode, encode } from 'next-auth/jwt'
import { z } from 'zod'
import { cookieSecret } from '#data/sessions/cookie-secret.ts'
import { ABSOLUTE_HOURS } from '#domain/session-rules.ts'

// Secure even on the demo: browsers count loopback as trustworthy and keep such a cookie there without https.
export const STAFF_COOKIE = '__Host-hakku-staff'
const HALF_COOKIE = '__Host-hakku-half'

const STAFF_SECONDS = ABSOLUTE_HOURS * 60 * 60
const HALF_SECONDS = 10 * 60

const StaffToken = z.object({ sessionToken: z.string() })
const HalfToken = z.object({
  userId: z.uuid(),
  enrolment: z.object({ secret: z.string(), uri: z.string(), recoveryCodes: z.array(z.string()) }).nullable(),
})
/** Somebody who gave the right password and still owes a code. The cookie is encrypted: a browser cannot read the secret in it. */
export type Half = z.infer<typeof HalfToken>

type Cookie = { name: string; value: string; maxAgeSeconds: number }

/** In next-auth's own form, so that its sign-out finds it too. It carries a random token; the session row decides. */
export async function staffCookies(sessionToken: string): Promise<Cookie[]> {
  const value = await encode({ token: { sessionToken }, secret: cookieSecret(), maxAge: STAFF_SECONDS })
  return [{ name: STAFF_COOKIE, value, maxAgeSeconds: STAFF_SECONDS }, ended(HALF_COOKIE)]
}

export async function halfCookies(half: Half): Promise<Cookie[]> {
  const value = await encode({ token: half, secret: cookieSecret(), maxAge: HALF_SECONDS, salt: HALF_COOKIE })
  return [{ name: HALF_COOKIE, value, maxAgeSeconds: HALF_SECONDS }]
}

const ended = (name: string): Cookie => ({ name, value: '', maxAgeSeconds: 0 })
export const noStaffCookies = (): Cookie[] => [ended(STAFF_COOKIE), ended(HALF_COOKIE)]

export const sessionToken = async (): Promise<string | null> =>
  (await readCookie(STAFF_COOKIE, '', StaffToken))?.sessionToken ?? null

export const halfSignedIn = (): Promise<Half | null> => readCookie(HALF_COOKIE, HALF_COOKIE, HalfToken)

async function readCookie<T>(name: string, salt: string, shape: z.ZodType<T>): Promise<T | null> {
  const value = (await cookies()).get(name)?.value
  // Whatever was not encrypted by us, or is too old, is no cookie.
  const token = value ? await decode({ token: value, secret: cookieSecret(), salt }).catch(() => null) : null
  return shape.safeParse(token).data ?? null
}
