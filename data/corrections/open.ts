import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { OpeningReason } from '#domain/opening.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Notes who opens the old and new values of a rectification, and why. They are shown to that user for a short time. */
export const openCorrections = (
  actor: Actor,
  { reference, reason }: { reference: string; reason: OpeningReason },
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference } })
    if (!request) return refuse('not_found')
    const { controllerId, id: requestId } = request
    if (!may(actor, 'open_personal_data', controllerId)) return refuse('not_allowed')
    await record(tx, actor, { controllerId, requestId }, { type: 'corrections.opened', reason }, now)
    return ok(null)
  })
