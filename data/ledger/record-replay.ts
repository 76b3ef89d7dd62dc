import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { EraseOutcome } from '#domain/outcome.ts'

export type Replayed = { deleted: number; changed: number }

/** Adds what one batch of a replay erased again; the batches of one run count together. */
export const addReplayed = (
  actor: Actor,
  { sourceId, requests, runAt }: { sourceId: string; requests: ReadonlyMap<string, Replayed>; runAt: Temporal.Instant },
): Promise<void> =>
  transact(actor, async (tx) => {
    const at = toIso(runAt)
    for (const requestId of [...requests.keys()].sort()) {
      await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
      const where = { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'erase' } }
      const task = await tx.task.findUniqueOrThrow({ where })
      // Broken off before it could say what it did: it will be carried out again.
      if (task.outcome === null) continue
      const outcome = EraseOutcome.parse(task.outcome)
      const before = outcome.replays.find((replay) => replay.at === at) ?? { at, deleted: 0, changed: 0 }
      const { deleted, changed } = requests.get(requestId) ?? { deleted: 0, changed: 0 }
      const replay = { at, deleted: before.deleted + deleted, changed: before.changed + changed }
      const replays = [...outcome.replays.filter((one) => one.at !== at), replay]
      await tx.task.update({ where: { id: task.id }, data: { outcome: { ...outcome, replays } } })
    }
  })

/** Says of every request what was erased again and not said yet, also by a run that was broken off. */
export const announceReplays = (actor: Actor, sourceId: string, now: Temporal.Instant): Promise<number> =>
  transact(actor, async (tx) => {
    const tasks = await tx.task.findMany({ where: { sourceId, purpose: 'erase', state: 'done' } })
    let announced = 0
    for (const { requestId, controllerId, outcome } of tasks)
      for (const { at, deleted, changed } of EraseOutcome.parse(outcome).replays) {
        const said = await tx.event.count({
          where: { requestId, type: 'ledger.replayed', data: { path: ['runAt'], equals: at } },
        })
        if (said > 0) continue
        const replayed = { type: 'ledger.replayed', sourceId, runAt: at, deleted, changed } as const
        await record(tx, actor, { controllerId, requestId }, replayed, now)
        announced += 1
      }
    return announced
  })
