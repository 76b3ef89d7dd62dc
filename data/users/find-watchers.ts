import { atTheDoor } from '#data/db.ts'
import { may } from '#domain/actor.ts'
import type { Locale } from '#domain/filing.ts'
import { toStaffActor } from './find-colleague.ts'

export type Watcher = { userId: string; email: string; locale: Locale }

const MOST = 200

/**
 * Whom a deadline concerns: its owner, or everybody who may take it while it has none; the leads too once it is
 * escalated. Read at the sign-in door, because an operator's people who work for a customer belong to the operator.
 */
export async function findWatchers(
  controllerId: string,
  { assigneeId, isEscalated }: { assigneeId: string | null; isEscalated: boolean },
): Promise<Watcher[]> {
  const team = await findTeam(controllerId)
  const hasOwner = team.some(({ userId }) => userId === assigneeId)
  return team.filter(({ userId, role }) => !hasOwner || userId === assigneeId || (isEscalated && role === 'lead'))
}

/** The leads of a controller: whom its sources concern. */
export const findLeads = async (controllerId: string): Promise<Watcher[]> =>
  (await findTeam(controllerId)).filter(({ role }) => role === 'lead')

const findTeam = (controllerId: string) =>
  atTheDoor(async (tx) => {
    const users = await tx.user.findMany({
      where: { status: 'active', OR: [{ controllerId }, { memberships: { some: { controllerId } } }] },
      include: { memberships: true },
      orderBy: { id: 'asc' },
      take: MOST,
    })
    return users.flatMap((user) => {
      const actor = toStaffActor(user)
      return actor && may(actor, 'work_request', controllerId)
        ? [{ userId: actor.userId, role: actor.role, email: user.email, locale: user.locale as Locale }]
        : []
    })
  })
