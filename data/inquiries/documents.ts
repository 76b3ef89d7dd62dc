import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openJsonFor, openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { removeFile } from '#data/vault/remove.ts'
import { storeEvidence } from '#data/vault/store-evidence.ts'
import type { Actor } from '#domain/actor.ts'
import type { EvidenceFile } from '#domain/evidence.ts'
import { type Held, MOST_DOCUMENTS, mayAnswer } from '#domain/manual-task.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Inquiry } from '#prisma/generated/client.ts'

/** The documents that came with one answer, in the order in which they were added. */
export async function documentsOf(tx: Tx, key: Uint8Array, { id, controllerId, requestId }: Inquiry): Promise<Held[]> {
  const owner = { controllerId, id: requestId }
  const rows = await tx.document.findMany({ where: { inquiryId: id }, orderBy: [{ addedAt: 'asc' }, { id: 'asc' }] })
  return Promise.all(
    rows.map(async ({ id, mediaType, bytes, sealedName }) => ({
      id,
      mediaType,
      bytes,
      name: z.string().parse(await openJsonFor(key, owner, 'document-name', sealedName)),
    })),
  )
}

/** A question that is still open, locked, for somebody who may answer it. */
export async function lockForAnswer(tx: Tx, actor: Actor, inquiryId: string) {
  await tx.$queryRaw`select id::text from inquiry where id = ${inquiryId}::uuid for update`
  const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId } })
  if (inquiry?.kind !== 'manual' || !mayAnswer(actor, inquiry)) return refuse('not_found')
  const owner = { controllerId: inquiry.controllerId, id: inquiry.requestId }
  const key = inquiry.state === 'asked' ? await openRequestKey(tx, owner) : null
  return key ? ok({ inquiry, key, owner }) : refuse('not_open')
}

/** How whoever answers knows: sealed beside the answer. */
export async function keepNote(
  tx: Tx,
  { inquiry, key, owner }: { inquiry: Inquiry; key: Uint8Array; owner: { controllerId: string; id: string } },
  note: string,
): Promise<void> {
  const sealedNote = await sealJsonFor(key, owner, 'evidence-note', note)
  await tx.inquiry.update({ where: { id: inquiry.id }, data: { sealedNote } })
}

type NotOpen = 'not_found' | 'not_open'

/** Keeps a document with the answer that is being written: a record that is handed over, or evidence of what was done. */
export const addDocument = (
  actor: Actor,
  { inquiryId, file }: { inquiryId: string; file: EvidenceFile },
  now: Temporal.Instant,
): Promise<Result<null, NotOpen | 'too_many_files'>> =>
  transact(actor, async (tx) => {
    const open = await lockForAnswer(tx, actor, inquiryId)
    if (!open.ok) return open
    const { key, owner } = open.value
    if ((await tx.document.count({ where: { inquiryId } })) >= MOST_DOCUMENTS) return refuse('too_many_files')
    const fileId = await storeEvidence(tx, key, owner, file, now)
    const documentId = randomUUID()
    await tx.document.create({
      data: {
        id: documentId,
        controllerId: owner.controllerId,
        requestId: owner.id,
        inquiryId,
        fileId,
        mediaType: file.mediaType,
        bytes: file.bytes.length,
        sealedName: await sealJsonFor(key, owner, 'document-name', file.name),
        addedAt: toDate(now),
      },
    })
    const about = { controllerId: owner.controllerId, requestId: owner.id }
    await record(tx, actor, about, { type: 'document.added', inquiryId, documentId }, now)
    return ok(null)
  })

/** Takes a document back while the answer is not given. */
export const removeDocument = (
  actor: Actor,
  { inquiryId, documentId }: { inquiryId: string; documentId: string },
  now: Temporal.Instant,
): Promise<Result<null, NotOpen>> =>
  transact(actor, async (tx) => {
    const open = await lockForAnswer(tx, actor, inquiryId)
    if (!open.ok) return open
    const document = await tx.document.findFirst({ where: { id: documentId, inquiryId } })
    if (!document) return refuse('not_found')
    await tx.document.delete({ where: { id: documentId } })
    const { controllerId, requestId, fileId } = document
    await removeFile(tx, { controllerId, id: fileId }, now)
    const removed = { type: 'document.removed', inquiryId, documentId } as const
    await record(tx, actor, { controllerId, requestId }, removed, now)
    return ok(null)
  })
