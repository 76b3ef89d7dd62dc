import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { dropParts, staleBefore } from './drop.ts'

export type KeptPart = { lines: number; rows: number; fileId: string }

/** What earlier runs of this task were answered, from its first question on without a gap. */
export const findParts = (actor: Actor, taskId: string, now: Temporal.Instant): Promise<KeptPart[]> =>
  transact(actor, async (tx) => {
    const parts = await tx.collectedPart.findMany({ where: { taskId }, orderBy: { ordinal: 'asc' } })
    if (parts.every(({ createdAt }) => createdAt >= staleBefore(now)))
      return parts.filter(({ ordinal }, at) => ordinal === at)
    await dropParts(tx, { taskId }, now)
    return []
  })
