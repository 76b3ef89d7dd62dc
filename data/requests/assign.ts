import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { findColleague } from '#data/users/find-colleague.ts'
import { type Actor, may } from '#domain/actor.ts'
import { isClosed, type Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type AssignRefusal =
  | 'not_found'
  | 'not_allowed'
  | 'already_closed'
  | 'assignee_not_allowed'
  | 'changed_meanwhile'

type AssignInput = {
  reference: string
  /** as the page showed it; absent: as it is now (assigning many at once) */
  version?: number
  /** null: nobody */
  userId: string | null
}

/** Gives a request an owner. */
export const assignRequest = (
  actor: Actor,
  input: AssignInput,
  now: Temporal.Instant,
): Promise<Result<null, AssignRefusal>> => transact(actor, (tx) => assign(tx, actor, input, now))

async function assign(
  tx: Tx,
  actor: Actor,
  { reference, version, userId }: AssignInput,
  now: Temporal.Instant,
): Promise<Result<null, AssignRefusal>> {
  const request = await tx.request.findUnique({ where: { reference } })
  if (!request) return refuse('not_found')
  const { id, controllerId } = request
  if (!may(actor, 'assign', controllerId)) return refuse('not_allowed')
  if (isClosed(request.status as Status)) return refuse('already_closed')
  const assignee = userId && (await findColleague(tx, userId))
  if (userId && !(assignee && may(assignee, 'work_request', controllerId))) return refuse('assignee_not_allowed')
  const { count } = await tx.request.updateMany({
    where: { id, version: version ?? request.version },
    data: { assigneeId: userId, version: { increment: 1 } },
  })
  if (count === 0) return refuse('changed_meanwhile')
  await record(tx, actor, { controllerId, requestId: id }, { type: 'request.assigned', userId }, now)
  return ok(null)
}
