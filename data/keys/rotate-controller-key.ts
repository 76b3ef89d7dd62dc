import { newKey, open, seal, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import { type Tx, transact } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { openControllerKeys } from './controller-keys.ts'

const PAGE = 500

type Keys = { controllerId: string; from: Uint8Array; to: Uint8Array }
type Rewrapped = Map<string, Uint8Array>

const requestContext = (controllerId: string, requestId: string) => ({ controllerId, requestId, class: 'request-key' })

/**
 * Gives a controller a new key and wraps its requests' keys with it; nothing sealed about a request changes, and the
 * blind index keeps its own key. The slow part runs beside normal work, page by page, and changes nothing. Then one
 * transaction locks the table of controllers' keys, which waits for whoever still holds the old key and keeps others
 * waiting, and swaps everything at once: a crash leaves the old key, and running it again is safe.
 */
export async function rotateControllerKey(
  actor: Actor,
): Promise<Result<{ requestKeys: number }, 'not_found' | 'changed_meanwhile'>> {
  const { controllerId } = actor
  const before = await transact(actor, (tx) => tx.controllerKey.findUnique({ where: { controllerId } }))
  if (!before) return refuse('not_found')
  const { wrapping } = await transact(actor, (tx) => openControllerKeys(tx, controllerId))
  const keys = { controllerId, from: wrapping, to: newKey() }
  const rewrapped = await rewrapAhead(actor, keys)

  return transact(actor, async (tx) => {
    await tx.$executeRaw`lock table keys.controller_key in access exclusive mode`
    const now = await tx.controllerKey.findUnique({ where: { controllerId } })
    if (!now || Buffer.compare(now.wrapped, before.wrapped) !== 0) return refuse('changed_meanwhile')
    const requestKeys = await swapRequestKeys(tx, keys, rewrapped)
    await resealOwn(tx, keys)
    const master = masterKey()
    const wrapped = await wrapKey(master.key, keys.to, { controllerId, class: 'controller-wrapping' })
    await tx.controllerKey.update({ where: { controllerId }, data: { wrapped } })
    return ok({ requestKeys })
  })
}

async function rewrapAhead(actor: Actor, keys: Keys): Promise<Rewrapped> {
  const rewrapped: Rewrapped = new Map()
  for (let after = '', more = true; more; ) {
    const page = await transact(actor, (tx) => readPage(tx, keys.controllerId, after))
    for (const { requestId, wrapped } of page) rewrapped.set(requestId, await rewrap(keys, requestId, wrapped))
    after = page.at(-1)?.requestId ?? after
    more = page.length === PAGE
  }
  return rewrapped
}

/** @returns how many there are; those filed since the first pass are wrapped here */
async function swapRequestKeys(tx: Tx, keys: Keys, rewrapped: Rewrapped): Promise<number> {
  let count = 0
  for (let after = '', more = true; more; ) {
    const page = await readPage(tx, keys.controllerId, after)
    const ids = page.map(({ requestId }) => requestId)
    const wrapped = await Promise.all(
      page.map(async (row) =>
        Buffer.from(rewrapped.get(row.requestId) ?? (await rewrap(keys, row.requestId, row.wrapped))).toString('hex'),
      ),
    )
    await tx.$executeRaw`
      update keys.request_key k set wrapped = decode(n.wrapped, 'hex')
      from unnest(${ids}::uuid[], ${wrapped}::text[]) as n(id, wrapped)
      where k.request_id = n.id and k.controller_id = ${keys.controllerId}::uuid`
    count += page.length
    after = ids.at(-1) ?? after
    more = page.length === PAGE
  }
  return count
}

const readPage = (tx: Tx, controllerId: string, after: string) =>
  tx.requestKey.findMany({
    where: { controllerId, ...(after ? { requestId: { gt: after } } : {}) },
    orderBy: { requestId: 'asc' },
    take: PAGE,
    select: { requestId: true, wrapped: true },
  })

async function rewrap({ controllerId, from, to }: Keys, requestId: string, wrapped: Uint8Array): Promise<Uint8Array> {
  const context = requestContext(controllerId, requestId)
  return wrapKey(to, await unwrapKey(from, wrapped, context), context)
}

/** What belongs to no request is sealed under the controller's key itself: connections, second factors, open drafts. */
async function resealOwn(tx: Tx, { controllerId, from, to }: Keys): Promise<void> {
  const reseal = async (sealed: Uint8Array, context: Record<string, string>) =>
    seal(to, await open(from, sealed, { controllerId, ...context }), { controllerId, ...context })
  for (const { id, sealedConnection } of await tx.source.findMany({ where: { controllerId } })) {
    const data = { sealedConnection: await reseal(sealedConnection, { sourceId: id, class: 'connection' }) }
    await tx.source.update({ where: { id }, data })
  }
  for (const { id, sealedTotp } of await tx.user.findMany({ where: { controllerId, sealedTotp: { not: null } } })) {
    if (sealedTotp === null) continue
    await tx.user.update({
      where: { id },
      data: { sealedTotp: await reseal(sealedTotp, { userId: id, class: 'totp' }) },
    })
  }
  for (const { id, sealed } of await tx.draft.findMany({ where: { controllerId } }))
    await tx.draft.update({ where: { id }, data: { sealed: await reseal(sealed, { draftId: id, class: 'draft' }) } })
}
