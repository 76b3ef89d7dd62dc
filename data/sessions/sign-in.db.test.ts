import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { currentTotp, newRecoveryCodes, newTotpSecret } from '#crypto/totp.ts'
import { transact } from '#data/db.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { createUser } from '#data/users/create.ts'
import type { StaffRole } from '#domain/actor.ts'
import { checkPassword } from './check-password.ts'
import { endSession } from './end.ts'
import { enrolSecondFactor } from './enrol-second-factor.ts'
import { findSession } from './find.ts'
import { proveSecondFactor } from './prove-second-factor.ts'
import { demoPeople, signInAsDemoPerson } from './sign-in-as-demo-person.ts'
import { signInByProvider } from './sign-in-by-provider.ts'

const password = 'kuda hitam melompati pagar'
const later = NOW.add({ seconds: 60 })
const network = () => `net-${randomUUID()}`

async function newPerson(role: StaffRole = 'agent', domain = 'toko.example') {
  const home = await newController()
  const email = `${randomUUID()}@${domain}`
  const created = await createUser(home.system, { email, name: 'Rani Anggraini', role, password }, NOW)
  if (!created.ok) throw new Error(created.reason)
  const { userId } = created.value
  const eventTypes = () =>
    transact(home.system, async (tx) => (await tx.event.findMany({ orderBy: { seq: 'asc' } })).map(({ type }) => type))
  return { ...home, email, userId, eventTypes }
}

async function newEnrolled() {
  const person = await newPerson()
  const enrolment = { secret: newTotpSecret(), recoveryCodes: newRecoveryCodes(2) }
  const half = { userId: person.userId, previousToken: null }
  const code = currentTotp(enrolment.secret, NOW.epochMilliseconds)
  const signedIn = await enrolSecondFactor({ ...half, enrolment }, { code }, NOW)
  if (!signedIn.ok) throw new Error(signedIn.reason)
  return { ...person, ...enrolment, half, token: signedIn.value.token }
}

test('a first sign-in: password, enrolment with a code from it, then a session of this person', async () => {
  const person = await newPerson('reviewer')
  const first = await checkPassword({ email: person.email, password, network: network() }, NOW)
  expect(first.ok && first.value.enrolment?.recoveryCodes).toHaveLength(10)
  const enrolment = first.ok ? first.value.enrolment : null
  const half = { userId: person.userId, previousToken: null }
  expect(await enrolSecondFactor({ ...half, enrolment: enrolment! }, { code: '000000' }, NOW)).toMatchObject({
    reason: 'wrong_code',
  })
  const code = currentTotp(enrolment!.secret, NOW.epochMilliseconds)
  const signedIn = await enrolSecondFactor({ ...half, enrolment: enrolment! }, { code }, NOW)
  const found = signedIn.ok ? await findSession(signedIn.value.token, later) : null
  expect(found).toMatchObject({ name: 'Rani Anggraini', actor: { role: 'reviewer', userId: person.userId } })
  expect(await person.eventTypes()).toEqual(['user.sign_in_failed', 'user.signed_in'])
  const again = await checkPassword({ email: person.email, password, network: network() }, later)
  expect(again.ok && again.value.enrolment).toBeNull()
})

test('a factor that is set up cannot be set up anew by whoever knows the password', async () => {
  const person = await newEnrolled()
  const enrolment = { secret: newTotpSecret(), recoveryCodes: [] }
  const code = currentTotp(enrolment.secret, later.epochMilliseconds)
  expect(await enrolSecondFactor({ ...person.half, enrolment }, { code }, later)).toEqual({
    ok: false,
    reason: 'already_enrolled',
  })
})

test('no code is accepted twice, and of eight at once one is', async () => {
  const person = await newEnrolled()
  const used = currentTotp(person.secret, NOW.epochMilliseconds)
  expect(await proveSecondFactor(person.half, { code: used }, NOW)).toEqual({ ok: false, reason: 'wrong_code' })
  const code = currentTotp(person.secret, later.epochMilliseconds)
  const tries = await Promise.all(Array.from({ length: 7 }, () => proveSecondFactor(person.half, { code }, later)))
  expect(tries.filter(({ ok }) => ok)).toHaveLength(1)
})

test('a recovery code works once, typed in any case, and of several at once one counts', async () => {
  const person = await newEnrolled()
  const code = person.recoveryCodes[0]!.toLowerCase().replaceAll('-', ' ')
  const tries = await Promise.all(Array.from({ length: 6 }, () => proveSecondFactor(person.half, { code }, later)))
  expect(tries.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await proveSecondFactor(person.half, { code }, later)).toMatchObject({ ok: false })
})

test('an unknown address and a wrong password are refused in the same words and time', async () => {
  const { email } = await newPerson()
  const timed = async (address: string) => {
    const began = performance.now()
    const result = await checkPassword({ email: address, password: 'salah', network: network() }, NOW)
    return { result, ms: performance.now() - began }
  }
  const [known, unknown] = [await timed(email), await timed(`${randomUUID()}@toko.example`)]
  expect(known.result).toEqual({ ok: false, reason: 'wrong_credentials' })
  expect(unknown.result).toEqual(known.result)
  expect(Math.min(known.ms, unknown.ms)).toBeGreaterThanOrEqual(395)
})

test('too many tries close an account for a while, the right password included', async () => {
  const { email } = await newPerson()
  const attempt = (typed: string, at = NOW) => checkPassword({ email, password: typed, network: network() }, at)
  await Promise.all(Array.from({ length: 10 }, () => attempt('salah')))
  expect(await attempt(password)).toEqual({ ok: false, reason: 'too_many_attempts' })
  expect(await attempt(password, NOW.add({ minutes: 16 }))).toMatchObject({ ok: true })
})

test('six-digit codes cannot be guessed on', async () => {
  const person = await newEnrolled()
  for (let tries = 0; tries < 8; tries += 1) await proveSecondFactor(person.half, { code: '000000' }, later)
  const code = currentTotp(person.secret, later.epochMilliseconds)
  expect(await proveSecondFactor(person.half, { code }, later)).toEqual({ ok: false, reason: 'too_many_attempts' })
})

test('a session ends when idle, when old, when signed out, and when its owner signs in again', async () => {
  const { token, half, secret, eventTypes } = await newEnrolled()
  expect(await findSession(token, NOW.add({ minutes: 14 }))).not.toBeNull()
  expect(await findSession(token, NOW.add({ minutes: 28 }))).not.toBeNull()
  expect(await findSession(token, NOW.add({ minutes: 44 }))).toBeNull()
  const code = currentTotp(secret, later.epochMilliseconds)
  const next = await proveSecondFactor({ ...half, previousToken: token }, { code }, later)
  if (!next.ok) throw new Error(next.reason)
  expect(await findSession(token, later)).toBeNull()
  for (let minutes = 1; minutes < 480; minutes += 14)
    expect(await findSession(next.value.token, NOW.add({ minutes }))).not.toBeNull()
  expect(await findSession(next.value.token, later.add({ hours: 8 }))).toBeNull()
  await Promise.all(Array.from({ length: 8 }, () => endSession(next.value.token, later)))
  expect(await findSession(next.value.token, later)).toBeNull()
  expect((await eventTypes()).filter((type) => type === 'user.signed_out')).toHaveLength(1)
  await endSession('made up', later)
})

test('a closed account and a changed role count at the next request', async () => {
  const { token, system, userId } = await newEnrolled()
  await transact(system, (tx) => tx.user.update({ where: { id: userId }, data: { role: 'auditor' } }))
  expect((await findSession(token, later))?.actor.role).toBe('auditor')
  await transact(system, (tx) => tx.user.update({ where: { id: userId }, data: { status: 'closed' } }))
  expect(await findSession(token, later)).toBeNull()
})

test('a provider signs in people who have an account, and nobody else', async () => {
  const { email } = await newPerson()
  expect(await signInByProvider({ email: email.toUpperCase(), previousToken: null }, NOW)).toMatchObject({ ok: true })
  expect(await signInByProvider({ email: 'stranger@toko.example', previousToken: null }, NOW)).toMatchObject({
    ok: false,
  })
  expect(await signInByProvider({ email: '', previousToken: null }, NOW)).toMatchObject({ ok: false })
})

test('one click opens a demo person, never a real one', async () => {
  const real = await newPerson()
  const demo = await newPerson('lead', 'demo.hakku.example')
  const click = (userId: string) => signInAsDemoPerson({ userId, previousToken: null }, NOW)
  expect(await click(real.userId)).toEqual({ ok: false, reason: 'demo_only' })
  expect(await click(demo.userId)).toMatchObject({ ok: true })
  const offered = (await demoPeople()).map(({ userId }) => userId)
  expect(offered).toContain(demo.userId)
  expect(offered).not.toContain(real.userId)
})

test('an admin opens accounts at home only, and nobody else does', async () => {
  const home = await newController()
  const other = await newController()
  const account = { email: `${randomUUID()}@toko.example`, name: 'Intan', role: 'agent' as const, password: null }
  expect(await createUser(home.staff('lead'), account, NOW)).toMatchObject({ reason: 'not_allowed' })
  const reaching = { ...account, controllerIds: [other.controllerId] }
  expect(await createUser(home.staff('admin'), reaching, NOW)).toMatchObject({ reason: 'not_allowed' })
  expect(await createUser(home.staff('admin'), account, NOW)).toMatchObject({ ok: true })
})

test('what is stored of a session and of a factor opens nothing by itself', async () => {
  const { system, token, secret, userId, recoveryCodes } = await newEnrolled()
  await transact(system, async (tx) => {
    const user = await tx.user.findUniqueOrThrow({ where: { id: userId }, include: { sessions: true } })
    const stored = JSON.stringify(user, (_, value) => (typeof value === 'bigint' ? `${value}` : value))
    for (const plain of [token, secret, password, ...recoveryCodes]) expect(stored).not.toContain(plain)
    expect(Buffer.from(user.sealedTotp!).toString('latin1')).not.toContain(secret)
  })
})
