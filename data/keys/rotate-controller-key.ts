import { setTimeout as wait } from 'node:timers/promises'
import type { Temporal } from 'temporal-polyfill'
import { keyId } from '#crypto/master-key.ts'
import { newKey } from '#crypto/sealing.ts'
import { LONGEST_TRANSACTION_MS, type Tx, transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { openControllerKeys, wrapControllerKey } from './controller-keys.ts'
import { HOLDERS, type Holder } from './holders.ts'

const PAGE = 200
const LOCK_WITHIN_MS = 2_000
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000'

/**
 * Gives a controller a new key and seals anew what the old one sealed: the requests' keys, and what belongs to no
 * request. What is sealed under a request's key stays as it is, and the blind index keeps its own key.
 *
 * From the first step on the new key seals and both open, so normal work goes on beside it, batch by batch; stopped
 * anywhere, running it again goes on. When nothing is left under the old key it is forgotten, after the time that a
 * transaction may last: one may have read a row before it was sealed anew.
 * @returns how much was sealed anew by this run
 */
export async function rotateControllerKey(
  actor: Actor,
  now: Temporal.Instant,
  graceMs: number = LONGEST_TRANSACTION_MS,
): Promise<Result<{ resealed: number }, 'not_found'>> {
  const begun = await transact(actor, (tx) => begin(tx, actor, now))
  if (!begun.ok) return begun
  let resealed = 0
  for (const holder of HOLDERS) resealed += await resealAll(actor, holder)
  await wait(graceMs)
  await transact(actor, (tx) => retire(tx, actor, begun.value.wrapped, now))
  return ok({ resealed })
}

/** The lock waits for whoever still holds the old key and might seal with it; it is held for one update. */
async function begin(
  tx: Tx,
  actor: Actor,
  now: Temporal.Instant,
): Promise<Result<{ wrapped: Uint8Array<ArrayBuffer> }, 'not_found'>> {
  const { controllerId } = actor
  await tx.$queryRaw`select set_config('lock_timeout', ${String(LOCK_WITHIN_MS)}, true)`
  await tx.$executeRaw`lock table keys.controller_key in access exclusive mode`
  const row = await tx.controllerKey.findUnique({ where: { controllerId } })
  if (!row) return refuse('not_found')
  if (row.retiring) return ok({ wrapped: row.wrapped })
  const { wrapping } = await openControllerKeys(tx, controllerId)
  const key = newKey()
  const wrapped = await wrapControllerKey(controllerId, key)
  await tx.controllerKey.update({ where: { controllerId }, data: { wrapped, retiring: row.wrapped } })
  const rotated = { type: 'key.rotated', key: 'controller', from: keyId(wrapping), to: keyId(key) } as const
  await record(tx, actor, { controllerId }, rotated, now)
  return ok({ wrapped })
}

async function resealAll(actor: Actor, holder: Holder): Promise<number> {
  let resealed = 0
  for (let after = BEFORE_ALL, more = true; more; ) {
    const page = await transact(actor, (tx) => resealPage(tx, actor.controllerId, holder, after))
    resealed += page.resealed
    after = page.last
    more = page.size === PAGE
  }
  return resealed
}

async function resealPage(tx: Tx, controllerId: string, holder: Holder, after: string) {
  const keys = await openControllerKeys(tx, controllerId)
  const page = keys.retiring ? await holder.page(tx, controllerId, { after, take: PAGE }) : []
  let resealed = 0
  for (const { id, sealed } of page) {
    const anew = await holder.reseal(keys, { controllerId, id }, sealed)
    // Guarded by what was read: somebody who changed or destroyed it meanwhile did so with the new key.
    if (anew) resealed += await holder.put(tx, id, sealed, anew)
  }
  return { size: page.length, last: page.at(-1)?.id ?? after, resealed }
}

async function retire(tx: Tx, actor: Actor, wrapped: Uint8Array<ArrayBuffer>, now: Temporal.Instant): Promise<void> {
  const { controllerId } = actor
  const { retiring } = await openControllerKeys(tx, controllerId)
  const { count } = await tx.controllerKey.updateMany({
    where: { controllerId, wrapped, retiring: { not: null } },
    data: { retiring: null },
  })
  if (count === 0 || !retiring) return
  await record(tx, actor, { controllerId }, { type: 'key.retired', key: 'controller', id: keyId(retiring) }, now)
}
