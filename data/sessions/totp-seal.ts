import { openJson, sealJson } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { openControllerKeys, withEither } from '#data/keys/controller-keys.ts'

type Owner = { controllerId: string; userId: string }
export const totpContext = ({ controllerId, userId }: Owner) => ({ controllerId, userId, class: 'totp' })

export async function sealTotp(tx: Tx, owner: Owner, secret: string): Promise<Uint8Array<ArrayBuffer>> {
  const { wrapping } = await openControllerKeys(tx, owner.controllerId)
  return sealJson(wrapping, secret, totpContext(owner))
}

export async function openTotp(tx: Tx, owner: Owner, sealed: Uint8Array): Promise<string> {
  const keys = await openControllerKeys(tx, owner.controllerId)
  return String(await withEither(keys, (key) => openJson(key, sealed, totpContext(owner))))
}
