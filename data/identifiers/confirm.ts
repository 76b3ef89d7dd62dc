import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { comparedAs } from '#domain/dataset/identity.ts'
import { decideIdentifier, type IdentifierForm, type IdentifierRefusal, MOST_IDENTIFIERS } from '#domain/identifier.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { findIdentifiers, findLabels } from './find.ts'

export type ConfirmRefusal =
  | IdentifierRefusal
  | 'not_found'
  | 'unknown_label'
  | 'already_confirmed'
  | 'too_many_identifiers'

/**
 * Notes that an identifier is the subject's, and how that is known. The sources are asked with it once the request is
 * sent back to them; until then its answer cannot be submitted.
 */
export const confirmIdentifier = (
  actor: Actor,
  { reference, label, value, proof }: IdentifierForm,
  now: Temporal.Instant,
): Promise<Result<{ identifierId: string }, ConfirmRefusal>> =>
  transact(actor, async (tx) => {
    const locked = await tx.$queryRaw<unknown[]>`select id::text from request where reference = ${reference} for update`
    const loaded = locked.length > 0 ? await loadForReview(tx, reference) : null
    if (!loaded || actor.kind !== 'staff') return refuse('not_found')
    const decision = decideIdentifier(actor, loaded.facts)
    if (!decision.ok) return decision
    const { id: requestId, controllerId } = loaded.request
    const key = await openRequestKey(tx, loaded.request)
    if (!key) return refuse('not_found')
    if (!(await findLabels(tx, requestId)).includes(label)) return refuse('unknown_label')
    const known = await findIdentifiers(tx, key, loaded.request)
    if (known.length >= MOST_IDENTIFIERS) return refuse('too_many_identifiers')
    const isSame = (one: { label: string; value: string }) =>
      one.label === label && comparedAs(label, one.value) === comparedAs(label, value)
    if (known.some(isSame)) return refuse('already_confirmed')
    const identifierId = randomUUID()
    const about = { controllerId, requestId }
    await tx.identifier.create({
      data: {
        ...{ id: identifierId, ...about, label, proof },
        sealed: await sealJsonFor(key, loaded.request, 'identifier', { value }),
        confirmedBy: actor.userId,
        confirmedAt: toDate(now),
      },
    })
    await tx.request.update({ where: { id: requestId }, data: { version: { increment: 1 } } })
    await record(tx, actor, about, { type: 'identifier.confirmed', identifierId, label, proof }, now)
    return ok({ identifierId })
  })
