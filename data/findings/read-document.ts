import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readEvidence, type StoredEvidence } from '#data/vault/read-evidence.ts'
import { may } from '#domain/actor.ts'
import { isOpened } from './is-opened.ts'

type Which = { reference: string; findingId: string; documentId: string }

/** A document that a row of a finding names. @returns null unless this person opened the finding a moment ago */
export const readDocument = (
  actor: StaffActor,
  { reference, findingId, documentId }: Which,
  now: Temporal.Instant,
): Promise<StoredEvidence | null> =>
  transact(actor, async (tx) => {
    const finding = await tx.finding.findFirst({ where: { id: findingId, request: { reference } } })
    if (!finding || !may(actor, 'open_personal_data', finding.controllerId)) return null
    if (!(await isOpened(tx, actor, finding.requestId, findingId, now))) return null
    const document = await tx.document.findFirst({
      where: { id: documentId, inquiry: { taskId: finding.taskId } },
      include: { file: true },
    })
    const key = await openRequestKey(tx, { controllerId: finding.controllerId, id: finding.requestId })
    return document && key && !document.file.deletedAt ? readEvidence(key, document.file) : null
  })
