import { Temporal } from 'temporal-polyfill'
import { type Connector, SourceFault } from '#connectors/contract.ts'
import { toIso } from '#data/instant.ts'
import { enterIntoLedger } from '#data/ledger/enter.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import { type ErasureMaterial, findErasureMaterial } from '#data/tasks/find-plan.ts'
import { finishErasing } from '#data/tasks/finish-erasing.ts'
import { hasBegunElsewhere, recordReread } from '#data/tasks/record-reread.ts'
import { sealedLines } from '#data/vault/plan-file.ts'
import type { Actor } from '#domain/actor.ts'
import { releaseHolds } from '#domain/erasure/holds.ts'
import { countOf, erases } from '#domain/erasure/plan.ts'
import { writePlan } from '#domain/erasure/plan-file.ts'
import type { RereadPlan } from '#domain/erasure/reconcile.ts'
import type { JobContext } from './define.ts'
import { type Done, erasedOutcome, mergedOutcome } from './erased-outcome.ts'
import { type OpenSource, openSource } from './open-source.ts'
import { rereadPlan, sumOf } from './reread-plan.ts'

/** A plan that could not be carried out for so long is read again. */
const FRESH_MINUTES = 15

/**
 * Carries out the approved plan, as it reads now, in one transaction of the source, and reads again. Repeating it after
 * a crash ends in the same state: the plan that was read again is stored before anything is changed, and what is
 * certified is what the second read saw.
 * @throws SourceFault 'constraint' when an obstacle appeared since the preview, 'conflict' when something is still there
 */
export async function eraseSource(actor: Actor, task: ClaimedTask, context: JobContext): Promise<void> {
  const material = await findErasureMaterial(actor, task.id)
  if (!material) throw new SourceFault('conflict')
  const opened = openSource(task)
  try {
    if (material.reread?.outcome) await goOn(actor, task, opened, material.reread.plan, material, context)
    else await eraseFirst(actor, task, opened, material, context)
  } finally {
    await opened.close()
  }
}

async function eraseFirst(
  actor: Actor,
  task: ClaimedTask,
  opened: OpenSource,
  material: ErasureMaterial,
  { now, signal }: JobContext,
): Promise<void> {
  const { linkedSourceIds } = opened
  const known = await usable(actor, task, opened, material, { now, signal })
  const again = known ? null : await rereadPlan(task, opened, material, now(), signal)
  const plan = known ?? again?.plan
  if (!plan) throw new SourceFault('conflict')
  const reread = again && { file: again.file, since: sumOf(again.plan.since) }
  const ready = await recordReread(actor, { taskId: task.id, reread, linkedSourceIds }, now())
  if (!ready.ok) return
  const done = await carryOut(opened.connector, plan, now, signal)
  const outcome = erasedOutcome(plan, done, material.preview, opened)
  await enterIntoLedger(actor, entryOf(task), plan, now())
  await finishErasing(actor, { taskId: task.id, outcome }, now())
}

/** The plan that was read again before, unless it is old, nothing of it was done, and reading again still tells. */
async function usable(
  actor: Actor,
  task: ClaimedTask,
  { connector, linkedSourceIds }: OpenSource,
  { reread }: ErasureMaterial,
  { now, signal }: Pick<JobContext, 'now' | 'signal'>,
): Promise<RereadPlan | null> {
  if (!reread) return null
  const isOld = Temporal.Duration.compare(now().since(reread.at), { minutes: FRESH_MINUTES }) > 0
  if (!isOld || (await hasBegunElsewhere(actor, task.request.id, linkedSourceIds))) return reread.plan
  const seen = Object.values(await connector.verifyGone(reread.plan, signal))
  return seen.some(({ gone }) => gone > 0) ? reread.plan : null
}

/** Some holds were lifted since it was carried out: only what they kept is erased now. */
async function goOn(
  actor: Actor,
  task: ClaimedTask,
  opened: OpenSource,
  plan: RereadPlan,
  { holds, preview, reread }: ErasureMaterial,
  { now, signal }: JobContext,
): Promise<void> {
  const { released, after } = await releaseHolds(plan, holds)
  const done = await carryOut(opened.connector, released, now, signal)
  const outcome = mergedOutcome(reread?.outcome ?? null, erasedOutcome(after, done, preview, opened))
  await enterIntoLedger(actor, entryOf(task), released, now())
  const lines = sealedLines(task.key, task.request)
  await writePlan(after, lines)
  const rows = released.steps.reduce((sum, step) => sum + countOf(step, erases), 0)
  await finishErasing(actor, { taskId: task.id, outcome, rows, plan: lines.file() }, now())
}

async function carryOut(
  connector: Connector,
  plan: RereadPlan,
  now: () => Temporal.Instant,
  signal: AbortSignal,
): Promise<Done> {
  const startedAt = toIso(now())
  const erased = await connector.erase(plan, signal)
  if (!erased.ok) throw new SourceFault('constraint')
  const gone = await connector.verifyGone(plan, signal)
  if (Object.values(gone).some(({ stillThere }) => stillThere > 0)) throw new SourceFault('conflict')
  return { startedAt, endedAt: toIso(now()), reported: erased.value, gone }
}

const entryOf = ({ id: taskId, request, source }: ClaimedTask) => ({
  taskId,
  controllerId: request.controllerId,
  requestId: request.id,
  sourceId: source.id,
})
