import { transact } from '#data/db.ts'
import { may, STAFF_ROLES, type StaffRole } from '#domain/actor.ts'
import { type StaffActor, toStaffActor } from './find-colleague.ts'

export type Colleague = { userId: string; name: string; role: StaffRole }

/** Colleagues who may work on requests of this controller, or of any that the actor sees. */
export const listAssignable = (actor: StaffActor, controllerId: string | null): Promise<Colleague[]> =>
  transact(actor, async (tx) => {
    const users = await tx.user.findMany({
      where: { status: 'active', role: { in: [...STAFF_ROLES] } },
      include: { memberships: true },
      orderBy: { name: 'asc' },
      take: 200,
    })
    return users.flatMap((user) => {
      const colleague = toStaffActor(user)
      const where = controllerId ?? colleague?.controllerId ?? ''
      return colleague && may(colleague, 'work_request', where)
        ? [{ userId: user.id, name: user.name, role: colleague.role }]
        : []
    })
  })
