import { transact } from '#data/db.ts'
import { type Actor, may, scopeOf } from '#domain/actor.ts'

export type TroubledSource = { id: string; name: string; state: 'drifted' | 'unreachable'; isManaged: boolean }

/** The sources, of whatever controller this person works for, that differ from their map or cannot be reached. */
export const listTroubled = (actor: Actor, controllerId?: string): Promise<TroubledSource[]> =>
  transact(actor, async (tx) => {
    const own = scopeOf(actor).filter((id) => may(actor, 'see_queue', id) && (!controllerId || id === controllerId))
    const sources = await tx.source.findMany({
      where: { controllerId: { in: own }, state: { in: ['drifted', 'unreachable'] } },
      select: { id: true, name: true, state: true, controllerId: true },
      orderBy: { name: 'asc' },
      take: 50,
    })
    return sources.map(({ controllerId: owner, state, ...source }) => ({
      ...source,
      state: state as TroubledSource['state'],
      isManaged: may(actor, 'manage_sources', owner),
    }))
  })
