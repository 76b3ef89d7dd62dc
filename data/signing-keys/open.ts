import { openJson } from '#crypto/sealing.ts'
import type { PrivateJwk, SigningKey } from '#crypto/signing.ts'
import type { Tx } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'
import { signingKeyContext } from './ensure.ts'

/** The key in use. @throws Error when none was made yet */
export async function openSigningKey(tx: Tx): Promise<SigningKey> {
  const row = await tx.signingKey.findFirstOrThrow({ where: { retiredAt: null }, orderBy: { createdAt: 'desc' } })
  const privateJwk = await openJson(masterKey().key, row.sealedPrivate, signingKeyContext(row.kid))
  return { kid: row.kid, privateJwk: privateJwk as PrivateJwk }
}
