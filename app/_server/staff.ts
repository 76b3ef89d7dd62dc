import { redirect } from 'next/navigation'
import { cache } from 'react'
import { Temporal } from 'temporal-polyfill'
import { findSession, type SignedInStaff } from '#data/sessions/find.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { sessionToken } from './staff-cookies.ts'

export const SIGN_IN = '/desk/sign-in'

/** Who is signed in, asked of the session row once a request. */
export const signedInStaff = cache(async (): Promise<SignedInStaff | null> => {
  const token = await sessionToken()
  return token ? findSession(token, Temporal.Now.instant()) : null
})

export const staffActor = async (): Promise<StaffActor | null> => (await signedInStaff())?.actor ?? null

/** For pages: the signed-in person, or on to the sign-in page. */
export const requireStaff = async (): Promise<SignedInStaff> => (await signedInStaff()) ?? redirect(SIGN_IN)
