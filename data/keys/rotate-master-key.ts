import type { Temporal } from 'temporal-polyfill'
import type { MasterKey } from '#crypto/master-key.ts'
import { openJson, SealError, sealJson } from '#crypto/sealing.ts'
import { type Tx, transact, withoutScope } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'
import { record } from '#data/record.ts'
import { signingKeyContext } from '#data/signing-keys/ensure.ts'
import { rewrapControllerKeys } from './controller-keys.ts'

export type MasterRotation = { controllers: number; signingKeys: number }

/**
 * Wraps everything that the master key wraps with another one, row by row: stopped half-way, it goes on where it was.
 * Processes that still run with the old key cannot open what is done already, so web and worker are stopped meanwhile.
 * @returns how many rows were wrapped now; none when it was complete
 * @throws SealError when a row opens with neither key
 */
export async function rotateMasterKey(
  to: Pick<MasterKey, 'id' | 'key'>,
  now: Temporal.Instant,
): Promise<MasterRotation> {
  const ids = await withoutScope((tx) => tx.controller.findMany({ select: { id: true } }))
  let controllers = 0
  for (const { id: controllerId } of ids) {
    const actor = { kind: 'system', controllerId, job: 'rotate-master-key' } as const
    controllers += await transact(actor, async (tx) => {
      const row = await tx.controllerKey.findUnique({ where: { controllerId } })
      if (!row || row.masterKeyId === to.id) return 0
      await rewrapControllerKeys(tx, controllerId, masterKey(), to)
      const rotated = { type: 'key.rotated', key: 'master', from: row.masterKeyId, to: to.id } as const
      await record(tx, actor, { controllerId }, rotated, now)
      return 1
    })
  }
  return { controllers, signingKeys: await withoutScope((tx) => resealSigningKeys(tx, to.key)) }
}

async function resealSigningKeys(tx: Tx, to: Uint8Array): Promise<number> {
  let count = 0
  for (const { kid, sealedPrivate } of await tx.signingKey.findMany()) {
    if (await opens(to, sealedPrivate, kid)) continue
    const privateJwk = await openJson(masterKey().key, sealedPrivate, signingKeyContext(kid))
    const data = { sealedPrivate: await sealJson(to, privateJwk, signingKeyContext(kid)) }
    await tx.signingKey.update({ where: { kid }, data })
    count += 1
  }
  return count
}

async function opens(key: Uint8Array, sealed: Uint8Array, kid: string): Promise<boolean> {
  try {
    await openJson(key, sealed, signingKeyContext(kid))
    return true
  } catch (fault) {
    if (fault instanceof SealError) return false
    throw fault
  }
}
