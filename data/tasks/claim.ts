import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { openConnection } from '#data/sources/connect.ts'
import type { Actor } from '#domain/actor.ts'
import type { Connection } from '#domain/connection.ts'
import { RequestDetails } from '#domain/filing.ts'
import type { Right } from '#domain/request.ts'
import type { TaskPurpose } from './plan.ts'

/** Everything a worker needs for one source of one request; personal, so it stays in memory. */
export type ClaimedTask = {
  id: string
  purpose: TaskPurpose
  request: { id: string; controllerId: string; right: Right; zone: string }
  source: { id: string; key: string; kind: string; backupDays: number }
  yaml: string
  connection: Connection
  /** The request's other sources while it collects: rows may be reached through them. */
  others: readonly { yaml: string; connection: Connection }[]
  details: RequestDetails
  key: Uint8Array
}

const PlannedTask = z.object({ taskId: z.uuid() })

/**
 * Takes a task on: waiting, or running under a worker that may be dead. Finishing is what is guarded, so two runs at
 * once cost time only.
 * @returns null when there is nothing to do: done, failed until retried, its request ended, or its key destroyed
 */
export const claimTask = (actor: Actor, eventId: string, now: Temporal.Instant): Promise<ClaimedTask | null> =>
  transact(actor, async (tx) => {
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { taskId } = PlannedTask.parse(event.data)
    const { count } = await tx.task.updateMany({
      where: { id: taskId, state: { in: ['waiting', 'running'] } },
      data: { state: 'running', attempts: { increment: 1 }, startedAt: toDate(now) },
    })
    return count === 0 ? null : load(tx, taskId)
  })

async function load(tx: Tx, taskId: string): Promise<ClaimedTask | null> {
  const task = await tx.task.findUniqueOrThrow({
    where: { id: taskId },
    include: { request: { include: { controller: true } }, source: true, dataset: true },
  })
  const { request, source, dataset } = task
  const expected = task.purpose === 'collect' ? 'collecting' : 'executing'
  const key = await openRequestKey(tx, request)
  if (request.status !== expected || !key || !request.sealed) return null
  return {
    id: task.id,
    purpose: task.purpose as TaskPurpose,
    request: {
      id: request.id,
      controllerId: request.controllerId,
      right: request.right as Right,
      zone: request.controller.zone,
    },
    source: { id: source.id, key: source.key, kind: source.kind, backupDays: source.backupDays },
    yaml: dataset.yaml,
    connection: await openConnection(tx, source),
    others: task.purpose === 'collect' ? await othersOf(tx, task) : [],
    details: RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed)),
    key,
  }
}

/** In the versions with which the request started. */
async function othersOf(tx: Tx, { id, requestId }: { id: string; requestId: string }): Promise<ClaimedTask['others']> {
  const siblings = await tx.task.findMany({
    where: { requestId, purpose: 'collect', NOT: { id } },
    include: { source: true, dataset: true },
    orderBy: { id: 'asc' },
  })
  const others = []
  for (const { source, dataset } of siblings)
    others.push({ yaml: dataset.yaml, connection: await openConnection(tx, source) })
  return others
}
