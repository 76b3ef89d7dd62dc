import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type Decision, kindOf, type RedactRefusal } from '#domain/redaction.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { countChange, loadUndecided } from './load.ts'

/** Takes one decision back. What was decided inside a row that is held back again goes with it; one without its row alone. */
export const undoRedaction = (
  actor: Actor,
  input: { reference: string; findingId: string; redactionId: string },
  now: Temporal.Instant,
): Promise<Result<null, RedactRefusal | 'not_found'>> =>
  transact(actor, async (tx) => {
    const loaded = await loadUndecided(tx, actor, input)
    if (!loaded.ok) return loaded
    const { id: findingId, controllerId, requestId, taskId, collection } = loaded.value.finding
    const redaction = await tx.redaction.findFirst({ where: { id: input.redactionId, taskId, collection } })
    if (!redaction) return refuse('not_found')
    const { row, lostAt } = redaction
    const decision = redaction.decision as Decision
    await tx.redaction.deleteMany({
      where:
        decision === 'hand_over' && lostAt === null ? { taskId, collection, row, lostAt: null } : { id: redaction.id },
    })
    await countChange(tx, requestId)
    const kind = kindOf(redaction)
    await record(tx, actor, { controllerId, requestId }, { type: 'redaction.undone', findingId, decision, kind }, now)
    return ok(null)
  })
