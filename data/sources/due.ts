import type { Temporal } from 'temporal-polyfill'
import { transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Actor } from '#domain/actor.ts'
import { FRESH_MINUTES } from '#domain/source/schedule.ts'
import { type MappedSource, othersOf } from './claim-check.ts'
import { openConnection } from './connect.ts'
import { currentMap } from './managed.ts'
import { type Looked, recordCheck } from './record-check.ts'

export type DueSource = { id: string; controllerId: string }

export const sourcesDue = (now: Temporal.Instant, most: number): Promise<DueSource[]> =>
  withoutScope(
    (tx) => tx.$queryRaw<DueSource[]>`
      select id, controller_id as "controllerId" from hakku.sources_due(${toDate(now)}::timestamptz, ${most}::int)`,
  )

const TRIED_AGAIN_MINUTES = 15

/**
 * Takes on the look at a source that is due. A worker that dies in the middle leaves it due again a little later.
 * @returns null when another worker has it, or no map is in force
 */
export const claimDueSource = (
  actor: Actor,
  sourceId: string,
  now: Temporal.Instant,
): Promise<(MappedSource & { version: number; others: MappedSource[] }) | null> =>
  transact(actor, async (tx) => {
    const { count } = await tx.source.updateMany({
      where: { id: sourceId, nextCheckAt: { lte: toDate(now) } },
      data: { nextCheckAt: toDate(now.add({ minutes: TRIED_AGAIN_MINUTES })) },
    })
    const map = count > 0 && (await currentMap(tx, sourceId))
    if (!map) return null
    const source = await tx.source.findUniqueOrThrow({ where: { id: sourceId } })
    const connection = await openConnection(tx, source)
    return {
      sourceId,
      kind: source.kind,
      connection,
      yaml: map.yaml,
      version: map.version,
      others: await othersOf(tx, source),
    }
  })

export const recordDueCheck = (
  actor: Actor,
  sourceId: string,
  looked: Looked & { version: number },
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from source where id = ${sourceId}::uuid for update`
    const source = await tx.source.findUniqueOrThrow({ where: { id: sourceId } })
    await recordCheck(tx, actor, source, looked, now)
  })

/** A request begins to ask the sources: those not looked at lately are due at once. */
export const hastenChecks = (actor: Actor, now: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    const stale = toDate(now.subtract({ minutes: FRESH_MINUTES }))
    await tx.source.updateMany({
      where: {
        controllerId: actor.controllerId,
        nextCheckAt: { gt: toDate(now) },
        OR: [{ checkedAt: null }, { checkedAt: { lt: stale } }],
      },
      data: { nextCheckAt: toDate(now) },
    })
  })
