import { atTheDoor } from '#data/db.ts'
import { may } from '#domain/actor.ts'
import { toStaffActor } from './find-colleague.ts'

export type Watcher = { userId: string; email: string }

const MOST = 200

/**
 * Whom a deadline concerns: its owner, or everybody who may take it while it has none; the leads too once it is
 * escalated. Read at the sign-in door, because an operator's people who work for a customer belong to the operator.
 */
export const findWatchers = (
  controllerId: string,
  { assigneeId, isEscalated }: { assigneeId: string | null; isEscalated: boolean },
): Promise<Watcher[]> =>
  atTheDoor(async (tx) => {
    const users = await tx.user.findMany({
      where: { status: 'active', OR: [{ controllerId }, { memberships: { some: { controllerId } } }] },
      include: { memberships: true },
      orderBy: { id: 'asc' },
      take: MOST,
    })
    const team = users.flatMap((user) => {
      const actor = toStaffActor(user)
      return actor && may(actor, 'work_request', controllerId) ? [{ actor, email: user.email }] : []
    })
    const hasOwner = team.some(({ actor }) => actor.userId === assigneeId)
    return team
      .filter(({ actor }) => !hasOwner || actor.userId === assigneeId || (isEscalated && actor.role === 'lead'))
      .map(({ actor, email }) => ({ userId: actor.userId, email }))
  })
