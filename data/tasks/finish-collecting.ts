import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { dropParts } from '#data/parts/drop.ts'
import { record } from '#data/record.ts'
import { carryOver } from '#data/redactions/carry-over.ts'
import { type KeptRedaction, matchRedactions } from '#data/redactions/match.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { move, type Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type CollectedCollection = {
  collection: string
  rows: number
  shared: number
  thirdParty: number
  types: Record<string, string>
  file: WrittenFile
}
export type CollectedInput = {
  taskId: string
  collections: readonly CollectedCollection[]
  plan: WrittenFile | null
  outcome: CollectOutcome
}

/** Stores what a source answered; when every source has, the request goes to review. */
export async function finishCollecting(
  actor: Actor,
  input: CollectedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const kept = await matchRedactions(actor, input)
  return transact(actor, (tx) => storeCollected(tx, actor, { ...input, kept }, now))
}

export async function storeCollected(
  tx: Tx,
  actor: Actor,
  { taskId, collections, plan, outcome, kept }: CollectedInput & { kept: readonly KeptRedaction[] },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const task = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  const { controllerId, requestId, sourceId } = task
  // Every task of a request ends one after the other, so that exactly one of them sees that it was the last.
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  // Withdrawn or refused meanwhile: what was read is nobody's business any more.
  if ((await tx.request.findUniqueOrThrow({ where: { id: requestId } })).status !== 'collecting')
    return refuse('not_running')
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running' },
    data: { state: 'done', reason: null, finishedAt: toDate(now), outcome: CollectOutcome.parse(outcome) },
  })
  if (count === 0) return refuse('not_running')
  const owner = { controllerId, id: requestId }
  await dropParts(tx, { taskId }, now)
  await tx.finding.deleteMany({ where: { taskId } })
  await carryOver(tx, actor, task, kept, now)
  if (plan) await recordFile(tx, owner, plan, now)
  for (const { collection, file, ...counts } of collections) {
    await recordFile(tx, owner, file, now)
    await tx.finding.create({
      data: { controllerId, requestId, taskId, collection, ...counts, fileId: file.id },
    })
  }
  const about = { controllerId, requestId }
  const { rows, shared } = outcome
  await record(tx, actor, about, { type: 'task.finished', taskId, sourceId, purpose: 'collect', rows, shared }, now)
  await endCollecting(tx, actor, owner, now)
  return ok(null)
}

/** Moves a request to review once no source is left to answer. */
export async function endCollecting(
  tx: Tx,
  actor: Actor,
  owner: { controllerId: string; id: string },
  now: Temporal.Instant,
): Promise<void> {
  const tasks = await tx.task.findMany({ where: { requestId: owner.id, purpose: 'collect' } })
  if (tasks.some((task) => task.state !== 'done')) return
  const request = await tx.request.findUniqueOrThrow({ where: { id: owner.id } })
  const to = move(request.status as Status, 'finish_collecting')
  if (!to.ok) return
  const outcomes = tasks.map((task) => CollectOutcome.parse(task.outcome))
  const contactOnFile = outcomes.some((outcome) => outcome.contactOnFile)
  const { count } = await tx.request.updateMany({
    where: { id: owner.id, version: request.version },
    data: { status: to.value, contactOnFile, version: { increment: 1 } },
  })
  if (count === 0) throw new Error('a locked request changed')
  const rows = outcomes.reduce((total, outcome) => total + outcome.rows, 0)
  const about = { controllerId: owner.controllerId, requestId: owner.id }
  await record(tx, actor, about, { type: 'collecting.finished', contactOnFile, rows }, now)
}
