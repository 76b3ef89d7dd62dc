import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import type { Actor } from '#domain/actor.ts'
import type { ManualConnection } from '#domain/connection.ts'
import { openInquiry } from './open.ts'

type AskInput = { taskId: string; requestId: string; connection: ManualConnection }

/** Gives the named person the task; a worker that died and asks again finds it given. The mail follows from the event. */
export async function askPerson(
  actor: Actor,
  { taskId, requestId, connection: { person, answerHours } }: AskInput,
  now: Temporal.Instant,
): Promise<void> {
  const owner = { controllerId: actor.controllerId, id: requestId }
  const sealedContact =
    'outsider' in person
      ? await transact(actor, async (tx) => {
          const key = await openRequestKey(tx, owner)
          return key && sealJsonFor(key, owner, 'respondent', person)
        })
      : null
  const assigneeId = 'userId' in person ? person.userId : null
  const dueAt = now.add({ hours: answerHours })
  await openInquiry(actor, { taskId, kind: 'manual', dueAt, person: { assigneeId, sealedContact } }, now)
}
