import type { Tx } from '#data/db.ts'
import { type Actor, STAFF_ROLES, type StaffRole } from '#domain/actor.ts'

export type StaffActor = Extract<Actor, { kind: 'staff' }>

type Person = {
  id: string
  controllerId: string
  role: string
  status: string
  memberships: readonly { controllerId: string }[]
}

/** A user as an actor. @returns null for a closed account and for people of a controller's own portal */
export function toStaffActor({ id, controllerId, role, status, memberships }: Person): StaffActor | null {
  if (status !== 'active' || !isStaffRole(role)) return null
  return { kind: 'staff', controllerId, userId: id, role, controllerIds: memberships.map((each) => each.controllerId) }
}

const isStaffRole = (role: string): role is StaffRole => STAFF_ROLES.some((known) => known === role)

export async function findColleague(tx: Tx, userId: string): Promise<StaffActor | null> {
  const user = await tx.user.findUnique({ where: { id: userId }, include: { memberships: true } })
  return user && toStaffActor(user)
}
