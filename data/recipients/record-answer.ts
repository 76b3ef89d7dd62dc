import { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import { type AnswerOfRecipient, answerInstant } from '#domain/recipient.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

type RecordRefusal = 'not_found' | 'not_allowed' | 'answer_day_impossible' | 'already_recorded'

/** Writes down what a recipient answered to its instruction. A later answer takes the place of an earlier one. */
export const recordRecipientAnswer = (
  actor: Actor,
  { reference, recipientId, answer, answeredOn }: AnswerOfRecipient,
  now: Temporal.Instant,
): Promise<Result<null, RecordRefusal>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference }, include: { controller: true } })
    if (!request || !may(actor, 'see_queue', request.controllerId)) return refuse('not_found')
    if (actor.kind !== 'staff' || !may(actor, 'work_request', request.controllerId)) return refuse('not_allowed')
    const { id: requestId, controllerId, controller } = request
    const key = { requestId_recipientId: { requestId, recipientId } }
    const instruction = await tx.instruction.findUnique({ where: key })
    if (!instruction) return refuse('not_found')
    const day = Temporal.PlainDate.from(answeredOn)
    const answeredAt = answerInstant(day, toInstant(instruction.instructedAt), controller.zone, now)
    if (!answeredAt) return refuse('answer_day_impossible')
    const { count } = await tx.instruction.updateMany({
      where: {
        requestId,
        recipientId,
        OR: [{ answer: null }, { answer: { not: answer } }, { answeredAt: { not: toDate(answeredAt) } }],
      },
      data: { answer, answeredAt: toDate(answeredAt), recordedBy: actor.userId },
    })
    if (count === 0) return refuse('already_recorded')
    await record(tx, actor, { controllerId, requestId }, { type: 'recipient.answered', recipientId, answer }, now)
    return ok(null)
  })
