import type { Temporal } from 'temporal-polyfill'
import { signCheckpoint } from '#crypto/checkpoint.ts'
import { appendLeaf, type Frontier, frontierRoot } from '#crypto/merkle.ts'
import { type Tx, transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import { eventLeaf, type LoggedEvent, logOrigin } from './leaf.ts'

const BATCH = 500

/** Controllers with events that have no leaf yet. */
export const logsToSeal = (most: number): Promise<string[]> =>
  withoutScope(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`select controller_id as id from hakku.logs_to_seal(${most}::int)`
    return rows.map(({ id }) => id)
  })

/**
 * Gives every waiting event of one controller its leaf, and signs a checkpoint over the tree (RFC 9162, C2SP
 * tlog-checkpoint). One sealer at a time per log: a tree that two hands extend forks.
 * @returns how many events were sealed
 */
export async function sealLog(actor: Actor, now: Temporal.Instant): Promise<number> {
  let sealed = 0
  for (let more = true; more; ) {
    const count = await transact(actor, (tx) => sealBatch(tx, actor.controllerId, now))
    sealed += count
    more = count === BATCH
  }
  return sealed
}

async function sealBatch(tx: Tx, controllerId: string, now: Temporal.Instant): Promise<number> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`log ${controllerId}`}, 0))::text`
  const events = await tx.$queryRaw<LoggedEvent[]>`
    select e.id, e.controller_id as "controllerId", e.request_id as "requestId", e.type, e.actor, e.data, e.at
    from outbox o join event e on e.id = o.event_id
    where o.controller_id = ${controllerId}::uuid and not exists (select from leaf l where l.event_id = o.event_id)
    order by e.seq limit ${BATCH}`
  if (events.length === 0) return 0
  const last = await tx.checkpoint.findFirst({ where: { controllerId }, orderBy: { size: 'desc' } })
  const start = Number(last?.size ?? 0)
  const leaves = events.map((event, offset) => ({
    controllerId,
    index: BigInt(start + offset),
    eventId: event.id,
    hash: eventLeaf(event),
  }))
  const frontier = leaves.reduce<Frontier>((grown, { hash }) => appendLeaf(grown, hash), last?.frontier ?? [])
  const size = start + leaves.length
  const { privateJwk } = await openSigningKey(tx)
  const root = frontierRoot(frontier, size)
  await tx.leaf.createMany({ data: leaves })
  await tx.checkpoint.create({
    data: {
      controllerId,
      size: BigInt(size),
      note: signCheckpoint({ origin: logOrigin(controllerId), size, root }, privateJwk),
      frontier: frontier.map((hash) => Uint8Array.from(hash)),
      at: toDate(now),
    },
  })
  return events.length
}
