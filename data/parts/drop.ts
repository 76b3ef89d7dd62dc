import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { removeFile } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'

/** Answers of yesterday are no answer to what a source holds now. */
const KEPT_HOURS = 24

export const staleBefore = (now: Temporal.Instant): Date => toDate(now.subtract({ hours: KEPT_HOURS }))

type Which = { taskId: string } | { requestId: string } | { createdAt: { lt: Date } }

/** No run goes on from these answers any more: the task ended, was given up or called off, or they do not fit. */
export async function dropParts(tx: Tx, which: Which, now: Temporal.Instant): Promise<void> {
  const parts = await tx.collectedPart.findMany({ where: which })
  await tx.collectedPart.deleteMany({ where: { id: { in: parts.map(({ id }) => id) } } })
  for (const { controllerId, fileId } of parts) await removeFile(tx, { controllerId, id: fileId }, now)
}

export const dropPartsOf = (actor: Actor, taskId: string, now: Temporal.Instant): Promise<void> =>
  transact(actor, (tx) => dropParts(tx, { taskId }, now))

export const dropStaleParts = (actor: Actor, now: Temporal.Instant): Promise<void> =>
  transact(actor, (tx) => dropParts(tx, { createdAt: { lt: staleBefore(now) } }, now))
