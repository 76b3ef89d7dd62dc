import type { Temporal } from 'temporal-polyfill'
import { dropPartsOf } from '#data/parts/drop.ts'
import { findParts } from '#data/parts/find.ts'
import { keepPart } from '#data/parts/keep.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { Actor } from '#domain/actor.ts'
import type { KeptParts } from './journal.ts'

/** What earlier runs of a task were answered, and where this one keeps what it is. */
export async function keptParts(actor: Actor, task: ClaimedTask, now: () => Temporal.Instant): Promise<KeptParts> {
  return {
    key: task.key,
    owner: task.request,
    parts: await findParts(actor, task.id, now()),
    keep: async (part) => (await keepPart(actor, { taskId: task.id, ...part }, now())).ok,
    drop: () => dropPartsOf(actor, task.id, now()),
    nowMs: () => now().epochMilliseconds,
  }
}
