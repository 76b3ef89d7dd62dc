import { text } from 'node:stream/consumers'
import { transact } from '#data/db.ts'
import { openFile } from '#data/vault/read.ts'
import type { Actor } from '#domain/actor.ts'
import { CollectOutcome } from '#domain/outcome.ts'

export type ApprovedPlan = { json: string; outcome: CollectOutcome }

/** The sealed erasure plan that was previewed and approved for this source. @returns null when there is none to read */
export const findPlan = (actor: Actor, requestId: string, sourceId: string): Promise<ApprovedPlan | null> =>
  transact(actor, async (tx) => {
    const task = await tx.task.findUnique({
      where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'collect' } },
    })
    if (task?.state !== 'done') return null
    const outcome = CollectOutcome.parse(task.outcome)
    const file = outcome.planFileId && (await tx.vaultFile.findUnique({ where: { id: outcome.planFileId } }))
    const stream = file && (await openFile(tx, file))
    return stream ? { json: await text(stream), outcome } : null
  })
