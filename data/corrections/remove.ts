import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { removeFile } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'
import { mayCorrect } from '#domain/rectification.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { touchProposals } from './load.ts'

export type RemoveRefusal = 'not_found' | 'not_allowed' | 'not_in_review' | 'changed_meanwhile'
export type OneCorrection = { reference: string; correctionId: string; version: number }

/** Takes a proposal back. What was applied already stays on the list. */
export const removeCorrection = (
  actor: Actor,
  { reference, correctionId, version }: OneCorrection,
  now: Temporal.Instant,
): Promise<Result<null, RemoveRefusal>> =>
  transact(actor, async (tx) => {
    const correction = await tx.correction.findFirst({
      where: { id: correctionId, request: { reference }, state: { not: 'done' } },
      include: { request: true },
    })
    if (!correction) return refuse('not_found')
    const { request, controllerId, requestId, evidenceFileId } = correction
    const allowed = mayCorrect(actor, {
      controllerId,
      right: request.right as Right,
      status: request.status as Status,
    })
    if (!allowed.ok) return allowed
    if (!(await touchProposals(tx, request, version))) return refuse('changed_meanwhile')
    await tx.correction.delete({ where: { id: correctionId } })
    if (evidenceFileId) await removeFile(tx, { controllerId, id: evidenceFileId }, now)
    await record(tx, actor, { controllerId, requestId }, { type: 'correction.removed', correctionId }, now)
    return ok(null)
  })
