import { Temporal } from 'temporal-polyfill'
import { type Connector, SourceFault } from '#connectors/contract.ts'
import { toIso } from '#data/instant.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import { type ErasureMaterial, findErasureMaterial } from '#data/tasks/find-plan.ts'
import { type ErasedRow, finishErasing } from '#data/tasks/finish-erasing.ts'
import { hasBegunElsewhere, recordReread } from '#data/tasks/record-reread.ts'
import type { Actor } from '#domain/actor.ts'
import { releaseHolds } from '#domain/erasure/holds.ts'
import { keyName } from '#domain/erasure/plan.ts'
import type { RereadPlan } from '#domain/erasure/reconcile.ts'
import { writePlan } from './collect-source.ts'
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
  const plan = known ?? (await rereadPlan(task, opened, material, now(), signal))
  const reread = known ? null : { file: await writePlan(task, plan), since: sumOf(plan.since) }
  const ready = await recordReread(actor, { taskId: task.id, reread, linkedSourceIds }, now())
  if (!ready.ok) return
  const done = await carryOut(opened.connector, plan, now, signal)
  const outcome = erasedOutcome(plan, done, material.preview, opened)
  await finishErasing(actor, { taskId: task.id, outcome, erased: erasedRows(plan), plan: null }, now())
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
  const { released, after } = releaseHolds(plan, holds)
  const done = await carryOut(opened.connector, released, now, signal)
  const outcome = mergedOutcome(reread?.outcome ?? null, erasedOutcome(after, done, preview, opened))
  const file = await writePlan(task, after)
  await finishErasing(actor, { taskId: task.id, outcome, erased: erasedRows(released), plan: file }, now())
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

const erasedRows = ({ steps }: RereadPlan): ErasedRow[] =>
  steps.flatMap(({ collection, delete: deleted, change, owners = {} }) => {
    const row = (changes: ErasedRow['changes']) => (key: readonly string[]) => ({
      collection,
      key,
      changes,
      owner: owners[keyName(key)] ?? null,
    })
    return [...deleted.map(row(null)), ...change.flatMap(({ fields, keys }) => keys.map(row(fields)))]
  })
