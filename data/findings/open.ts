import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { OpeningReason } from '#domain/opening.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Notes who opens which finding, and why. Its rows are shown to that user for a short time. */
export const openFinding = (
  actor: Actor,
  { reference, findingId, reason }: { reference: string; findingId: string; reason: OpeningReason },
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed'>> =>
  transact(actor, async (tx) => {
    const finding = await tx.finding.findFirst({ where: { id: findingId, request: { reference } } })
    if (!finding) return refuse('not_found')
    const { controllerId, requestId } = finding
    if (!may(actor, 'open_personal_data', controllerId)) return refuse('not_allowed')
    await record(tx, actor, { controllerId, requestId }, { type: 'finding.opened', findingId, reason }, now)
    return ok(null)
  })
