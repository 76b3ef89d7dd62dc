import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideIdentifier, type IdentifierRefusal } from '#domain/identifier.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Takes an identifier back. Where the sources were asked with it already, they have to be asked again without. */
export const removeIdentifier = (
  actor: Actor,
  { reference, identifierId }: { reference: string; identifierId: string },
  now: Temporal.Instant,
): Promise<Result<null, IdentifierRefusal | 'not_found'>> =>
  transact(actor, async (tx) => {
    const locked = await tx.$queryRaw<unknown[]>`select id::text from request where reference = ${reference} for update`
    const loaded = locked.length > 0 ? await loadForReview(tx, reference) : null
    const identifier = await tx.identifier.findFirst({
      where: { id: identifierId, removedAt: null, request: { reference } },
    })
    if (!loaded || !identifier) return refuse('not_found')
    const decision = decideIdentifier(actor, loaded.facts)
    if (!decision.ok) return decision
    const { controllerId, requestId, label, searchedAt } = identifier
    await tx.identifier.update({
      where: { id: identifierId },
      data: { sealed: null, removedAt: toDate(now), searchedAt: searchedAt ? null : toDate(now) },
    })
    await tx.request.update({ where: { id: requestId }, data: { version: { increment: 1 } } })
    await record(tx, actor, { controllerId, requestId }, { type: 'identifier.removed', identifierId, label }, now)
    return ok(null)
  })
