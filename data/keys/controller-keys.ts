import { newKey, SealError, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'

/**
 * `wrapping` wraps the keys of requests and seals what belongs to no request; `index` keys the blind indexes.
 * While a rotation is on its way, `retiring` is the wrapping key before: it opens, and seals nothing any more.
 */
export type ControllerKeys = { wrapping: Uint8Array; retiring: Uint8Array | null; index: Uint8Array }

const context = (controllerId: string, purpose: 'wrapping' | 'index') => ({
  controllerId,
  class: `controller-${purpose}`,
})
const known = new Map<string, Uint8Array>()
/** The first read of a transaction locks out the change of the key until its end: nothing is sealed under an older one. */
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
  return {
    wrapping: await unwrap(row.wrapped, controllerId, 'wrapping'),
    retiring: row.retiring && (await unwrap(row.retiring, controllerId, 'wrapping')),
    index: await unwrap(row.wrappedIndex, controllerId, 'index'),
  }
}

async function unwrap(wrapped: Uint8Array, controllerId: string, purpose: 'wrapping' | 'index'): Promise<Uint8Array> {
  const cacheKey = `${controllerId}.${Buffer.from(wrapped).toString('base64')}`
  const key = known.get(cacheKey) ?? (await unwrapKey(masterKey().key, wrapped, context(controllerId, purpose)))
  if (known.size > 3_000) known.clear()
  known.set(cacheKey, key)
  return key
}

export const wrapControllerKey = (controllerId: string, key: Uint8Array) =>
  wrapKey(masterKey().key, key, context(controllerId, 'wrapping'))

/** Opens with the key in use or, while a rotation is on its way, with the one before. @throws SealError */
export async function withEither<T>(
  { wrapping, retiring }: ControllerKeys,
  open: (key: Uint8Array) => Promise<T>,
): Promise<T> {
  try {
    return await open(wrapping)
  } catch (fault) {
    if (!retiring || !(fault instanceof SealError)) throw fault
    return open(retiring)
  }
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
      retiring: row.retiring && (await rewrap(row.retiring, 'wrapping')),
      wrappedIndex: await rewrap(row.wrappedIndex, 'index'),
      masterKeyId: to.id,
    },
  })
}
