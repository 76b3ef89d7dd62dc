import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Actor } from '#domain/actor.ts'
import { RequestDetails } from '#domain/filing.ts'
import { move, type Right, type Status } from '#domain/request.ts'
import { ALL_PURPOSES, stopsAtOnce, withdrawnOf } from '#domain/stop.ts'
import type { Request } from '#prisma/generated/client.ts'
import { newestMaps } from './find-purposes.ts'

/**
 * Plans one stopping task for each source that lists a withdrawn purpose, once a request. The request is locked by the
 * caller. @returns how many sources have to stop
 */
async function planStops(tx: Tx, actor: Actor, request: Request, chosen: readonly string[], now: Temporal.Instant) {
  const about = { controllerId: request.controllerId, requestId: request.id }
  if ((await tx.task.count({ where: { requestId: request.id, purpose: 'stop' } })) > 0) return 0
  const concerned = (await newestMaps(tx, request.controllerId)).filter(({ dataset }) =>
    knownDatasets(dataset).some(({ purposes }) => withdrawnOf(chosen, purposes).length > 0),
  )
  if (concerned.length === 0) return 0
  await record(tx, actor, about, { type: 'stops.planned', sources: concerned.length }, now)
  for (const { source, dataset } of concerned) {
    const task = await tx.task.create({
      data: { ...about, sourceId: source.id, datasetId: dataset.id, purpose: 'stop' },
    })
    await record(tx, actor, about, { type: 'stop.planned', taskId: task.id, sourceId: source.id }, now)
  }
  return concerned.length
}

async function chosenIn(tx: Tx, request: Request): Promise<readonly string[]> {
  const key = await openRequestKey(tx, request)
  if (!key || !request.sealed) return []
  return RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed)).purposes ?? []
}

/**
 * Identity was just proved: where the withdrawn purposes are named, stopping begins before anything else and waits for
 * nobody's review. The request is locked by the caller. @returns whether it began
 */
export async function stopAtOnce(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<boolean> {
  const isAppeal = request.previousId !== null
  const right = request.right as Right
  const to = move(request.status as Status, 'start_stopping')
  if (!to.ok || !stopsAtOnce({ right, requesterKind: request.requesterKind, isAppeal })) return false
  if ((await planStops(tx, actor, request, await chosenIn(tx, request), now)) === 0) return false
  await tx.request.update({ where: { id: request.id }, data: { status: to.value, version: { increment: 1 } } })
  return true
}

/** A person approved the withdrawal: its named purposes stop now, if they did not before. */
export async function stopApproved(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  if (request.right === 'consent_withdrawal') await planStops(tx, actor, request, await chosenIn(tx, request), now)
}

/**
 * Erased because consent was withdrawn: what rests on it stops first. Nothing named means everything; what follows a
 * withdrawal stopped there.
 */
export async function stopBeforeErasure(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  if (request.followsId) return
  const chosen = await chosenIn(tx, request)
  await planStops(tx, actor, request, chosen.length > 0 ? chosen : [ALL_PURPOSES], now)
}
