import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readEvidence, type StoredEvidence } from '#data/vault/read-evidence.ts'
import { mayAnswer } from '#domain/manual-task.ts'
import { isOpened } from './find-person-task.ts'

type Which = { inquiryId: string; documentId: string }

/** A document that came with a person's answer. @returns null unless this colleague opened the task a moment ago */
export const readTaskDocument = (
  actor: StaffActor,
  { inquiryId, documentId }: Which,
  now: Temporal.Instant,
): Promise<StoredEvidence | null> =>
  transact(actor, async (tx) => {
    const document = await tx.document.findFirst({
      where: { id: documentId, inquiryId },
      include: { file: true, inquiry: true, request: true },
    })
    if (!document || !mayAnswer(actor, document.inquiry)) return null
    if (!(await isOpened(tx, actor, document.inquiry, now))) return null
    const key = await openRequestKey(tx, document.request)
    return key && !document.file.deletedAt ? readEvidence(key, document.file) : null
  })
