import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { ledgerHash } from '#data/ledger/hash.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideHold, type HoldForm, type HoldRefusal } from '#domain/hold.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Request } from '#prisma/generated/client.ts'
import { findActiveHolds } from './active.ts'
import { endOfHold, findPreviewed, storePreview } from './preview.ts'

type PlaceRefusal = HoldRefusal | 'not_found' | 'already_past' | 'no_such_row'

/** Thrown to undo what was written before it was known that nothing is held. */
class NothingHeld extends Error {}

/**
 * Takes rows out of an erasure before it is carried out. `place` is `<source id>/<collection>`. The request's version
 * counts up: whoever was about to approve another preview looks again.
 */
export const placeHold = (
  actor: Actor,
  form: HoldForm,
  now: Temporal.Instant,
): Promise<Result<{ holdId: string; rows: number }, PlaceRefusal>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference: form.reference }, include: { controller: true } })
    if (!request || actor.kind !== 'staff') return refuse('not_found')
    await tx.$queryRaw`select id::text from request where id = ${request.id}::uuid for update`
    const decision = decideHold(actor, {
      controllerId: request.controllerId,
      right: request.right as Right,
      status: request.status as Status,
    })
    if (!decision.ok) return decision
    const { id: requestId, controllerId, controller } = request
    const [sourceId = '', ...name] = form.place.split('/')
    const collection = name.join('/')
    const previewed = UUID.test(sourceId) ? await findPreviewed(tx, requestId, sourceId) : null
    const key = await openRequestKey(tx, request)
    if (!previewed || !key) return refuse('not_found')
    const endsAt = form.until && endOfHold(Temporal.PlainDate.from(form.until), controller.zone)
    if (endsAt && Temporal.Instant.compare(endsAt, now) <= 0) return refuse('already_past')
    const holdId = await store(tx, actor.userId, { request, key, form, sourceId, collection }, now)
    const rows = (await storePreview(tx, previewed, await findActiveHolds(tx, request, sourceId))).get(holdId) ?? 0
    if (rows === 0) throw new NothingHeld()
    await tx.request.update({ where: { id: requestId }, data: { version: { increment: 1 } } })
    const about = { controllerId, requestId }
    if (endsAt) await tx.timer.create({ data: { ...about, kind: 'end_holds', dueAt: toDate(endsAt) } })
    await record(tx, actor, about, { type: 'hold.placed', holdId, sourceId, rows }, now)
    return ok({ holdId, rows })
  }).catch((error): Result<never, 'no_such_row'> => {
    if (error instanceof NothingHeld) return refuse('no_such_row')
    throw error
  })

type Placed = { request: Request; key: Uint8Array; form: HoldForm; sourceId: string; collection: string }

async function store(
  tx: Tx,
  placedBy: string,
  { request, key, form, sourceId, collection }: Placed,
  now: Temporal.Instant,
): Promise<string> {
  const { id: requestId, controllerId, contactIndex } = request
  const { index } = await openControllerKeys(tx, controllerId)
  const { id } = await tx.hold.create({
    data: {
      id: randomUUID(),
      controllerId,
      requestId,
      sourceId,
      collection,
      field: form.field,
      keyHash: form.row === null ? null : ledgerHash(index, sourceId, collection, valuesOf(form.row)),
      contactIndex: form.scope === 'person' ? contactIndex : null,
      basis: form.basis,
      sealedReason: Uint8Array.from(await sealJsonFor(key, request, 'hold', { reason: form.reason })),
      until: form.until,
      placedBy,
      placedAt: toDate(now),
    },
  })
  return id
}

const UUID = /^[0-9a-f-]{36}$/
const valuesOf = (row: string): string[] => row.split(',').map((value) => value.trim())
