import { openJson, sealJson } from '#crypto/sealing.ts'
import { hashToken } from '#crypto/token.ts'
import type { Tx } from '#data/db.ts'
import { openControllerKeys, withEither } from '#data/keys/controller-keys.ts'
import { DraftContent } from '#domain/draft.ts'

export type StoredDraft = { id: string; content: DraftContent }

export const draftContext = (controllerId: string, draftId: string) => ({ controllerId, draftId, class: 'draft' })

export async function sealDraft(tx: Tx, controllerId: string, draftId: string, content: DraftContent) {
  const { wrapping } = await openControllerKeys(tx, controllerId)
  return sealJson(wrapping, content, draftContext(controllerId, draftId))
}

/** The living draft of a token, locked until the transaction ends. @returns null when it is unknown, foreign or over */
export async function lockDraft(tx: Tx, controllerId: string, token: string, now: Date): Promise<StoredDraft | null> {
  const [row] = await tx.$queryRaw<{ id: string; sealed: Uint8Array }[]>`
    select id, sealed from draft
    where controller_id = ${controllerId}::uuid and token_hash = ${hashToken(token)} and expires_at > ${now}::timestamptz
    for update`
  if (!row) return null
  const keys = await openControllerKeys(tx, controllerId)
  const content = await withEither(keys, (key) => openJson(key, row.sealed, draftContext(controllerId, row.id)))
  return { id: row.id, content: DraftContent.parse(content) }
}
