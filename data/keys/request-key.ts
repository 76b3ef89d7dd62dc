import { newKey, openJson, sealJson, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { openControllerKeys, withEither } from './controller-keys.ts'

/** Which request a sealed value belongs to; bound into every seal, so that a blob moved elsewhere does not open. */
export type Owner = { controllerId: string; id: string }

/** What kind of value a seal holds; also bound. */
export type SealClass =
  | 'details'
  | 'code'
  | 'refusal'
  | 'answer'
  | 'receipt'
  | 'question'
  | 'reply'
  | 'extension'
  | 'finding'
  | 'part'
  | 'plan'
  | 'package'
  | 'certificate'
  | 'correction'
  | 'evidence'
  | 'redaction'
  | 'hold'
  | 'respondent'
  | 'identifier'
  | 'evidence-note'
  | 'document-name'

export const keyContext = (owner: Owner) => ({
  controllerId: owner.controllerId,
  requestId: owner.id,
  class: 'request-key',
})
export const sealContext = (owner: Owner, of: SealClass) => ({
  controllerId: owner.controllerId,
  requestId: owner.id,
  class: of,
})

export async function createRequestKey(tx: Tx, owner: Owner, at: Date): Promise<Uint8Array> {
  const { wrapping } = await openControllerKeys(tx, owner.controllerId)
  const key = newKey()
  const wrapped = await wrapKey(wrapping, key, keyContext(owner))
  await tx.requestKey.create({
    data: { requestId: owner.id, controllerId: owner.controllerId, wrapped, createdAt: at },
  })
  return key
}

/** @returns null once the request was shredded: what was sealed about it can never be read again */
export async function openRequestKey(tx: Tx, owner: Owner): Promise<Uint8Array | null> {
  const row = await tx.requestKey.findUnique({ where: { requestId: owner.id } })
  if (!row || row.controllerId !== owner.controllerId) return null
  const keys = await openControllerKeys(tx, owner.controllerId)
  return withEither(keys, (key) => unwrapKey(key, row.wrapped, keyContext(owner)))
}

export const sealJsonFor = (key: Uint8Array, owner: Owner, of: SealClass, value: unknown) =>
  sealJson(key, value, sealContext(owner, of))
export const openJsonFor = (key: Uint8Array, owner: Owner, of: SealClass, sealed: Uint8Array) =>
  openJson(key, sealed, sealContext(owner, of))
