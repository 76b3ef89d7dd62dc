import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { hashPassword } from '#crypto/password.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { type Actor, may, type StaffRole, scopeOf } from '#domain/actor.ts'
import { EmailAddress } from '#domain/contact.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type CreateUserInput = {
  email: string
  name: string
  role: StaffRole
  /** null: signs in through the OIDC provider, or on the demo by one click */
  password: string | null
  /** the controllers this person works for besides the actor's own */
  controllerIds?: readonly string[]
}

/** Opens an account at the actor's controller. The second factor is set up by its owner at the first sign-in. */
export async function createUser(
  actor: Actor,
  { email, name, role, password, controllerIds = [] }: CreateUserInput,
  now: Temporal.Instant,
): Promise<Result<{ userId: string }, 'not_allowed'>> {
  const { controllerId } = actor
  const isOwn = controllerIds.every((id) => scopeOf(actor).includes(id))
  if (actor.kind !== 'system' && !(may(actor, 'manage_people', controllerId) && isOwn)) return refuse('not_allowed')
  const passwordHash = password === null ? null : await hashPassword(password)
  const userId = randomUUID()
  await transact(actor, (tx) =>
    tx.user.create({
      data: {
        id: userId,
        controllerId,
        email: EmailAddress.parse(email),
        name,
        role,
        passwordHash,
        createdAt: toDate(now),
      },
    }),
  )
  // Each membership belongs to the controller that opens its requests, so it is written in that controller's scope.
  for (const memberOf of controllerIds)
    await transact({ kind: 'system', controllerId: memberOf, job: 'create-user' }, (tx) =>
      tx.membership.create({ data: { userId, controllerId: memberOf } }),
    )
  return ok({ userId })
}
