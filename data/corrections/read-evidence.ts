import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { areCorrectionsOpened } from '#data/findings/is-opened.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readEvidence as readStored, type StoredEvidence } from '#data/vault/read-evidence.ts'
import { may } from '#domain/actor.ts'

/** The file that a correction rests on. @returns null unless this person opened the corrections a moment ago */
export const readEvidence = (
  actor: StaffActor,
  { reference, correctionId }: { reference: string; correctionId: string },
  now: Temporal.Instant,
): Promise<StoredEvidence | null> =>
  transact(actor, async (tx) => {
    const found = await tx.correction.findFirst({
      where: { id: correctionId, request: { reference } },
      include: { evidenceFile: true },
    })
    if (!found?.evidenceFile || !may(actor, 'open_personal_data', found.controllerId)) return null
    if (!(await areCorrectionsOpened(tx, actor, found.requestId, now))) return null
    const key = await openRequestKey(tx, { controllerId: found.controllerId, id: found.requestId })
    return key && !found.evidenceFile.deletedAt ? readStored(key, found.evidenceFile) : null
  })
