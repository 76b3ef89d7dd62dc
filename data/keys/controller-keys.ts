import { newKey, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'

/** `wrapping` wraps the keys of requests and seals what belongs to no request; `index` keys the blind indexes. */
export type ControllerKeys = { wrapping: Uint8Array; index: Uint8Array }

const context = (controllerId: string, purpose: 'wrapping' | 'index') => ({
  controllerId,
  class: `controller-${purpose}`,
})
const known = new Map<string, ControllerKeys>()
/** The first read of a transaction locks out a rotation until its end, so the keys stay the same within it. */
const readIn = new WeakMap<Tx, Map<string, Promise<ControllerKeys>>>()

export async function createControllerKeys(tx: Tx, controllerId: string): Promise<void> {
  const master = masterKey()
  await tx.controllerKey.create({
    data: {
      controllerId,
      wrapped: await wrapKey(master.key, newKey(), context(controllerId, 'wrapping')),
      wrappedIndex: await wrapKey(master.key, newKey(), context(controllerId, 'index')),
      masterKeyId: master.id,
    },
  })
}

/** @throws Error when the controller is outside the actor's scope; SealError when the master key is another one */
export function openControllerKeys(tx: Tx, controllerId: string): Promise<ControllerKeys> {
  const read = readIn.get(tx) ?? new Map<string, Promise<ControllerKeys>>()
  readIn.set(tx, read)
  const keys = read.get(controllerId) ?? readControllerKeys(tx, controllerId)
  read.set(controllerId, keys)
  return keys
}

async function readControllerKeys(tx: Tx, controllerId: string): Promise<ControllerKeys> {
  const row = await tx.controllerKey.findUniqueOrThrow({ where: { controllerId } })
  const cacheKey = `${controllerId}.${Buffer.from(row.wrapped).toString('base64')}`
  const cached = known.get(cacheKey)
  if (cached) return cached
  const { key } = masterKey()
  const keys = {
    wrapping: await unwrapKey(key, row.wrapped, context(controllerId, 'wrapping')),
    index: await unwrapKey(key, row.wrappedIndex, context(controllerId, 'index')),
  }
  if (known.size > 1_000) known.clear()
  known.set(cacheKey, keys)
  return keys
}

/**
 * Wraps this controller's keys with another master key; nothing sealed changes.
 * @throws SealError when `from` is not the key in use
 */
export async function rewrapControllerKeys(
  tx: Tx,
  controllerId: string,
  from: { key: Uint8Array },
  to: { id: string; key: Uint8Array },
): Promise<void> {
  const row = await tx.controllerKey.findUniqueOrThrow({ where: { controllerId } })
  const rewrap = async (wrapped: Uint8Array, purpose: 'wrapping' | 'index') =>
    wrapKey(to.key, await unwrapKey(from.key, wrapped, context(controllerId, purpose)), context(controllerId, purpose))
  await tx.controllerKey.update({
    where: { controllerId },
    data: {
      wrapped: await rewrap(row.wrapped, 'wrapping'),
      wrappedIndex: await rewrap(row.wrappedIndex, 'index'),
      masterKeyId: to.id,
    },
  })
}
