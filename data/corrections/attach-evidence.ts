import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { removeFile } from '#data/vault/remove.ts'
import { storeEvidence } from '#data/vault/store-evidence.ts'
import type { Actor } from '#domain/actor.ts'
import type { EvidenceFile } from '#domain/evidence.ts'
import { mayCorrect } from '#domain/rectification.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { touchProposals } from './load.ts'
import type { OneCorrection, RemoveRefusal } from './remove.ts'

/** Puts a file to a proposal, in place of the one before. */
export const attachEvidence = (
  actor: Actor,
  { reference, correctionId, version, file }: OneCorrection & { file: EvidenceFile },
  now: Temporal.Instant,
): Promise<Result<null, RemoveRefusal>> =>
  transact(actor, async (tx) => {
    const correction = await tx.correction.findFirst({
      where: { id: correctionId, request: { reference }, state: { not: 'done' } },
      include: { request: true },
    })
    if (!correction) return refuse('not_found')
    const { request, controllerId, evidenceFileId } = correction
    const allowed = mayCorrect(actor, { controllerId, right: request.right as Right, status: request.status as Status })
    if (!allowed.ok) return allowed
    const key = await openRequestKey(tx, request)
    if (!key) return refuse('not_found')
    if (!(await touchProposals(tx, request, version))) return refuse('changed_meanwhile')
    const id = await storeEvidence(tx, key, request, file, now)
    await tx.correction.update({ where: { id: correctionId }, data: { evidenceFileId: id } })
    if (evidenceFileId) await removeFile(tx, { controllerId, id: evidenceFileId }, now)
    const about = { controllerId, requestId: request.id }
    await record(tx, actor, about, { type: 'correction.evidenced', correctionId }, now)
    return ok(null)
  })
