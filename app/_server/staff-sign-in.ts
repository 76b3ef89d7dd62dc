import type { Temporal } from 'temporal-polyfill'
import { checkPassword, type HalfSignedIn } from '#data/sessions/check-password.ts'
import { enrolSecondFactor } from '#data/sessions/enrol-second-factor.ts'
import type { SignedIn } from '#data/sessions/open.ts'
import { proveSecondFactor } from '#data/sessions/prove-second-factor.ts'
import { signInAsDemoPerson } from '#data/sessions/sign-in-as-demo-person.ts'
import { ok, type Result } from '#domain/result.ts'
import { halfCookies, halfSignedIn, noStaffCookies, sessionToken, staffCookies } from './staff-cookies.ts'
import { callerOf } from './subject.ts'

type Cookies = Awaited<ReturnType<typeof staffCookies>>
export type Entered = { location: string; cookies: Cookies }

const QUEUE = '/desk/requests'

const enter = async <R extends string>(result: Result<SignedIn, R>): Promise<Result<Entered, R>> =>
  result.ok ? ok({ location: QUEUE, cookies: await staffCookies(result.value.token) }) : result

const enterHalf = async ({ userId, enrolment }: HalfSignedIn): Promise<Entered> => ({
  location: enrolment ? '/desk/enrolment' : '/desk/sign-in/code',
  cookies: await halfCookies({
    userId,
    enrolment: enrolment && { ...enrolment, recoveryCodes: [...enrolment.recoveryCodes] },
  }),
})

/** Somebody at the door, with the network address that the gate vouches for. */
export const knockerOf = async () => ({ network: (await callerOf()).address, previousToken: await sessionToken() })
export const halfOf = async () => {
  const half = await halfSignedIn()
  return half && { ...half, previousToken: await sessionToken() }
}
export const enrollingOf = async () => {
  const half = await halfOf()
  return half?.enrolment ? { ...half, enrolment: half.enrolment } : null
}
export const tokenHolder = async () => ({ token: (await sessionToken()) ?? '' })

type Knocker = Awaited<ReturnType<typeof knockerOf>>
type Now = Temporal.Instant

export async function startSignIn({ network }: Knocker, input: { email: string; password: string }, now: Now) {
  const checked = await checkPassword({ ...input, network }, now)
  return checked.ok ? ok(await enterHalf(checked.value)) : checked
}

export const finishSignIn = async (...given: Parameters<typeof proveSecondFactor>) =>
  enter(await proveSecondFactor(...given))

export const finishEnrolment = async (...given: Parameters<typeof enrolSecondFactor>) =>
  enter(await enrolSecondFactor(...given))

export const enterAsDemoPerson = async ({ previousToken }: Knocker, { userId }: { userId: string }, now: Now) =>
  enter(await signInAsDemoPerson({ userId, previousToken }, now))

export const left = (): Entered => ({ location: '/desk/sign-in', cookies: noStaffCookies() })
