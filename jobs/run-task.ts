import { SourceFault } from '#connectors/contract.ts'
import { findApproved, finishChanging } from '#data/corrections/finish.ts'
import { askPerson } from '#data/inquiries/ask-person.ts'
import { finishStopping } from '#data/stops/finish.ts'
import { type ClaimedTask, claimTask } from '#data/tasks/claim.ts'
import { failTask } from '#data/tasks/fail.ts'
import { finishCollecting } from '#data/tasks/finish-collecting.ts'
import { isWanted } from '#data/tasks/is-wanted.ts'
import type { TaskPurpose } from '#data/tasks/plan.ts'
import { removeUnrecorded } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'
import { log } from '#log'
import { askSource } from './ask-source.ts'
import { changeSource } from './change-source.ts'
import { collectSource } from './collect-source.ts'
import { defineJob, type EventJob, type JobContext } from './define.ts'
import { eraseSource } from './erase-source.ts'
import { keptParts } from './journal/kept-parts.ts'
import { stopSource } from './stop-source.ts'

const ATTEMPTS = 6

type Act = (actor: Actor, task: ClaimedTask, context: JobContext) => Promise<void>

/** What is done in a source, by the purpose of its task. */
const ACTS: Readonly<Record<TaskPurpose, Act>> = {
  async collect(actor, task, { now, signal }) {
    const collected = await collectSource(task, now(), signal, await keptParts(actor, task, now))
    const stored = await finishCollecting(actor, collected, now())
    if (!stored.ok) await removeUnrecorded(task.request.controllerId, collected)
  },

  async change(actor, task, { now, signal }) {
    const approved = await findApproved(actor, { requestId: task.request.id, sourceId: task.source.id })
    if (approved) await finishChanging(actor, await changeSource(task, approved, signal), now())
  },

  erase: eraseSource,

  async stop(actor, task, { now, signal }) {
    await finishStopping(actor, await stopSource(task, now, signal), now())
  },
}

/** Records that only a person can reach: the task waits for that person. */
const askAPerson: Act = async (actor, { id: taskId, request, connection }, { now }) => {
  if (!('person' in connection)) throw new SourceFault('schema_mismatch')
  await askPerson(actor, { taskId, requestId: request.id, connection }, now())
}

/** A source that answers for itself is asked, whatever the purpose. */
const ASKED: Readonly<Partial<Record<string, Act>>> = { http: askSource, manual: askAPerson }

/** How soon a run notices that its request was withdrawn or refused. */
const LOOK_MS = 2_000

/** Acts until it is done, or until nobody wants it any more: then the source is asked nothing further. */
async function whileWanted(act: Act, actor: Actor, task: ClaimedTask, context: JobContext): Promise<void> {
  const unwanted = new AbortController()
  const look = () =>
    isWanted(actor, task.id).then(
      (wanted) => wanted || unwanted.abort(),
      () => {}, // the next look may tell
    )
  const timer = setInterval(() => void look(), LOOK_MS)
  try {
    await act(actor, task, { ...context, signal: AbortSignal.any([context.signal, unwanted.signal]) })
  } catch (error) {
    if (!unwanted.signal.aborted) throw error
  } finally {
    clearInterval(timer)
  }
}

/** Does one task in one source. A fault is tried again with growing pauses, then waits for a person. */
const taskJob = (job: Pick<EventJob, 'name' | 'on' | 'lane'>): EventJob =>
  defineJob({
    ...job,
    retry: { attempts: ATTEMPTS, delayMs: 2_000 },
    async run({ eventId, controllerId }, context) {
      const actor = { kind: 'system', controllerId, job: job.name } as const
      const task = await claimTask(actor, eventId, context.now())
      if (!task) return
      try {
        const act = ASKED[task.source.kind] ?? ACTS[task.purpose]
        await whileWanted(act, actor, task, context)
      } catch (error) {
        const reason = error instanceof SourceFault ? error.kind : 'unknown'
        log.warn({ taskId: task.id, reason, attempt: context.attempt }, 'task not done')
        if (context.signal.aborted || context.attempt < ATTEMPTS) throw error
        await failTask(actor, { taskId: task.id, reason }, context.now())
      }
    },
  })

export const runTask = taskJob({ name: 'run-task', on: ['task.planned', 'task.retried'], lane: 'slow' })

/** A lane of its own: the law gives 72 hours, and no export may stand in the way. */
export const runStop = taskJob({ name: 'run-stop', on: ['stop.planned', 'stop.retried'], lane: 'stop' })
