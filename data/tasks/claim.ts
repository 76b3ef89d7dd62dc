import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { findActiveHolds } from '#data/holds/active.ts'
import { findIdentifiers, type Identifier } from '#data/identifiers/find.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { erasureSalt } from '#data/ledger/hash.ts'
import { openConnection } from '#data/sources/connect.ts'
import { newestMaps } from '#data/stops/find-purposes.ts'
import type { Actor } from '#domain/actor.ts'
import type { Connection } from '#domain/connection.ts'
import type { ActiveHold } from '#domain/erasure/holds.ts'
import { RequestDetails } from '#domain/filing.ts'
import type { Right, Status } from '#domain/request.ts'
import { isQueried } from '#domain/source/kind.ts'
import { ALL_PURPOSES } from '#domain/stop.ts'
import type { TaskPurpose } from './plan.ts'

/** Everything a worker needs for one source of one request; personal, so it stays in memory. */
export type ClaimedTask = {
  id: string
  purpose: TaskPurpose
  request: { id: string; controllerId: string; right: Right; zone: string; receivedAt: Temporal.Instant }
  source: { id: string; key: string; kind: string; backupDays: number }
  yaml: string
  connection: Connection
  /** The request's other sources: rows may be reached through them. */
  others: readonly { sourceId: string; yaml: string; connection: Connection }[]
  /** Of an erasure: what its hashes are made with, and the holds that stand in this source. */
  salt: string
  holds: readonly ActiveHold[]
  details: RequestDetails
  /** of the subject: the proved contact, and what the team confirmed. Nothing else finds data: it could be anybody's. */
  identities: readonly Identifier[]
  /** of a stopping task: the keys of the purposes whose consent was withdrawn, or everything */
  withdrawn: readonly string[]
  key: Uint8Array
}

/** In which statuses of its request a task runs. What stops runs as soon as it is known, whatever else is going on. */
const RUNS_IN: Record<TaskPurpose, readonly Status[]> = {
  collect: ['collecting'],
  change: ['executing'],
  erase: ['executing'],
  stop: ['collecting', 'reviewing', 'approved', 'executing'],
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
  const purpose = task.purpose as TaskPurpose
  const key = await openRequestKey(tx, request)
  if (!isTimeFor(task, request.status as Status) || !key || !request.sealed) return null
  const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
  return {
    id: task.id,
    purpose,
    request: {
      id: request.id,
      controllerId: request.controllerId,
      right: request.right as Right,
      zone: request.controller.zone,
      receivedAt: toInstant(request.receivedAt),
    },
    source: { id: source.id, key: source.key, kind: source.kind, backupDays: source.backupDays },
    yaml: dataset.yaml,
    connection: await openConnection(tx, source),
    others: await OTHERS[purpose](tx, task),
    salt: erasureSalt((await openControllerKeys(tx, request.controllerId)).index, request.id, source.id),
    holds: await findActiveHolds(tx, request, source.id),
    details,
    identities: [{ label: 'email', value: details.email }, ...(await findIdentifiers(tx, key, request))],
    withdrawn: details.purposes?.length ? details.purposes : [ALL_PURPOSES],
    key,
  }
}

/** An erasure that was carried out goes on when a hold was lifted, long after its request was answered. */
export const isTimeFor = (
  { purpose, planFileId }: { purpose: string; planFileId: string | null },
  status: Status,
): boolean =>
  RUNS_IN[purpose as TaskPurpose].includes(status) ||
  (planFileId !== null && (status === 'fulfilled' || status === 'partly_fulfilled'))

type Asking = { requestId: string; controllerId: string; sourceId: string }

/** Where rows may also be reached from, in the versions with which the request started. */
const OTHERS: Record<TaskPurpose, (tx: Tx, task: Asking) => Promise<ClaimedTask['others']>> = {
  collect: siblings,
  erase: siblings,
  change: async () => [],
  stop: async (tx, { controllerId, sourceId }) =>
    withConnections(
      tx,
      (await newestMaps(tx, controllerId)).filter(({ source }) => source.id !== sourceId),
    ),
}

async function siblings(tx: Tx, { requestId, sourceId }: Asking): Promise<ClaimedTask['others']> {
  const tasks = await tx.task.findMany({
    where: { requestId, purpose: 'collect', NOT: { sourceId } },
    include: { source: true, dataset: true },
    orderBy: { id: 'asc' },
  })
  return withConnections(tx, tasks)
}

async function withConnections(
  tx: Tx,
  maps: readonly { source: Parameters<typeof openConnection>[1] & { kind: string }; dataset: { yaml: string } }[],
): Promise<ClaimedTask['others']> {
  const others = []
  for (const { source, dataset } of maps.filter((one) => isQueried(one.source.kind)))
    others.push({ sourceId: source.id, yaml: dataset.yaml, connection: await openConnection(tx, source) })
  return others
}
