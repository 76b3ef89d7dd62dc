import { atTheDoor } from '#data/db.ts'
import { may, type Permission, type StaffRole } from '#domain/actor.ts'
import type { Locale } from '#domain/filing.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { type StaffActor, toStaffActor } from './find-colleague.ts'

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
  const team = await findTeam(controllerId, 'work_request')
  const hasOwner = team.some(({ userId }) => userId === assigneeId)
  return team.filter(({ userId, role }) => !hasOwner || userId === assigneeId || (isEscalated && role === 'lead'))
}

/**
 * Whom a controller's sources concern: its leads, else whoever else may look after them, else the same people of the
 * operator. A change of a source must reach somebody.
 */
export async function findSourceKeepers(controllerId: string): Promise<Watcher[]> {
  const own = await findTeam(controllerId, 'manage_sources')
  const keepers = own.length > 0 ? own : await findOperators()
  const leads = keepers.filter(({ role }) => role === 'lead')
  return leads.length > 0 ? leads : keepers
}

type Member = Watcher & { role: StaffRole }

const findTeam = (controllerId: string, permission: Permission): Promise<Member[]> =>
  findMembers({ OR: [{ controllerId }, { memberships: { some: { controllerId } } }] }, (actor) =>
    may(actor, permission, controllerId),
  )

const findOperators = (): Promise<Member[]> =>
  findMembers({ controller: { kind: 'operator' } }, (actor) => may(actor, 'manage_sources', actor.controllerId))

const findMembers = (where: Prisma.UserWhereInput, isOne: (actor: StaffActor) => boolean): Promise<Member[]> =>
  atTheDoor(async (tx) => {
    const users = await tx.user.findMany({
      where: { status: 'active', ...where },
      include: { memberships: true },
      orderBy: { id: 'asc' },
      take: MOST,
    })
    return users.flatMap((user) => {
      const actor = toStaffActor(user)
      return actor && isOne(actor)
        ? [{ userId: actor.userId, role: actor.role, email: user.email, locale: user.locale as Locale }]
        : []
    })
  })
