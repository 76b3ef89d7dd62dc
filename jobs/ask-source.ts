import type { Temporal } from 'temporal-polyfill'
import { type FaultKind, SourceFault } from '#connectors/contract.ts'
import { askForRows, askOf, type Caller, NotNow, type Question } from '#connectors/http/ask.ts'
import { answerCollect, answerStatement } from '#data/inquiries/answer.ts'
import { waitForAnswer } from '#data/inquiries/ask-again.ts'
import { findPreviewed } from '#data/inquiries/find-previewed.ts'
import { type OpenInquiry, openInquiry } from '#data/inquiries/open.ts'
import { toIso } from '#data/instant.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import { failTask } from '#data/tasks/fail.ts'
import { finishErasing } from '#data/tasks/finish-erasing.ts'
import type { TaskPurpose } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'
import { HttpConnection } from '#domain/connection.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import type { HttpAnswer } from '#domain/http-answer.ts'
import { Statement, statedErasure } from '#domain/inquiry.ts'
import { withdrawnOf } from '#domain/stop.ts'
import { askChange } from './ask-change.ts'
import type { JobContext } from './define.ts'
import { pageUrl } from './notify.ts'

type Now = () => Temporal.Instant
type Asked = { actor: Actor; task: ClaimedTask; inquiry: OpenInquiry; caller: Caller; now: Now }

/** How each purpose is put to a system that answers for itself. */
const ASK: Readonly<Partial<Record<TaskPurpose, (asked: Asked) => Promise<void>>>> = {
  async collect({ actor, task, inquiry, caller, now }) {
    const read = readDataset(task.yaml)
    const described = read.ok ? read.value.flatMap((dataset) => dataset.collections) : []
    const collections = described.map(({ name, fields }) => ({
      collection: name,
      fields: fields.map((field) => field.name),
    }))
    const batches = await askForRows(caller, { ...questionOf(task, inquiry), action: 'collect', collections })
    const answered = await answerCollect(actor, { inquiryId: inquiry.id, batches }, now)
    if (!answered.ok && answered.reason !== 'not_open')
      throw new SourceFault(BY_REFUSAL[answered.reason] ?? 'answer_invalid')
  },

  async erase({ actor, task, inquiry, caller, now }) {
    const previewed = await findPreviewed(actor, { taskId: task.id, requestId: task.request.id })
    const collections = previewed.map(({ collection, found }) => ({ collection, found }))
    const question = { ...questionOf(task, inquiry), collections }
    const { statement, verify } = inquiry.statement
      ? { statement: Statement.parse(inquiry.statement), verify: true }
      : await askOf(caller, { ...question, action: 'erase' })
    const confirmed = verify && statement.outcome !== 'refused'
    if (confirmed)
      confirm(question.collections, statement, await askOf(caller, { ...question, action: 'verify', callback: null }))
    const answered = await answerStatement(actor, { inquiryId: inquiry.id, statement, confirmed }, now())
    if (!answered.ok && answered.reason !== 'not_open') throw new SourceFault('answer_invalid')
  },

  change: (asked) => askChange(asked, questionOf(asked.task, asked.inquiry)),

  async stop({ actor, task, inquiry, caller, now }) {
    const read = readDataset(task.yaml)
    const listed = read.ok ? read.value.flatMap(({ purposes }) => withdrawnOf(task.withdrawn, purposes)) : []
    const question = { ...questionOf(task, inquiry), purposes: listed.map(({ key }) => key) }
    const { statement } = await askOf(caller, { ...question, action: 'stop' })
    const answered = await answerStatement(actor, { inquiryId: inquiry.id, statement }, now())
    if (!answered.ok && answered.reason !== 'not_open') throw new SourceFault('answer_invalid')
  },
}

const BY_REFUSAL: Readonly<Record<string, FaultKind>> = {
  too_many_rows: 'too_many_rows',
  too_large: 'answer_too_large',
  row_too_large: 'answer_too_large',
}

/** @throws SourceFault 'conflict' when more is there than it said that it keeps, 'answer_invalid' when it passes over something */
function confirm(
  asked: readonly { collection: string }[],
  statement: Extract<Statement, { collections: unknown }>,
  { held }: HttpAnswer<'verify'>,
): void {
  const counted = new Set(held.map(({ collection }) => collection))
  if (!asked.every(({ collection }) => counted.has(collection))) throw new SourceFault('answer_invalid')
  const kept = new Map(
    statement.collections.map(({ collection, changed, kept: parts }) => [
      collection,
      changed + parts.reduce((sum, { count }) => sum + count, 0),
    ]),
  )
  if (held.some(({ collection, count }) => count > (kept.get(collection) ?? 0))) throw new SourceFault('conflict')
}

const questionOf = (task: ClaimedTask, { id, dueAt }: OpenInquiry): Omit<Question, 'action'> => ({
  job: id,
  right: task.request.right,
  identities: task.identities,
  callback: pageUrl(`/api/sources/callbacks/${id}`),
  due: dueAt.toISOString(),
})

/**
 * Puts a task to a system that answers for itself. It answers now, or its task waits for its answer, or fails: a system
 * that is away is asked again by the clock, not by the queue.
 * @throws SourceFault 'cancelled', and whatever is no fault of the system
 */
export async function askSource(actor: Actor, task: ClaimedTask, { now, signal }: JobContext): Promise<void> {
  const ask = ASK[task.purpose]
  if (!ask) throw new SourceFault('refused')
  if (task.purpose === 'erase' && (await holdsNothing(actor, task, now))) return
  const connection = HttpConnection.parse(task.connection)
  const dueAt = now().add({ hours: connection.answerHours })
  const opened = await openInquiry(actor, { taskId: task.id, kind: 'http', dueAt }, now())
  if (!opened.ok) return
  const inquiry = opened.value
  const caller = { connection, nowSeconds: () => Math.floor(now().epochMilliseconds / 1000), signal }
  try {
    await ask({ actor, task, inquiry, caller, now })
  } catch (error) {
    if (error instanceof NotNow) {
      const { fault, afterMs } = error
      await waitForAnswer(actor, { inquiryId: inquiry.id, afterMs, fault }, now())
    } else if (error instanceof SourceFault && error.kind !== 'cancelled') {
      await failTask(actor, { taskId: task.id, reason: error.kind }, now())
    } else throw error
  }
}

/** It said that it holds nothing: then nobody's identifier has to be sent there once more. */
async function holdsNothing(actor: Actor, task: ClaimedTask, now: Now): Promise<boolean> {
  const previewed = await findPreviewed(actor, { taskId: task.id, requestId: task.request.id })
  if (previewed.some(({ found }) => found > 0)) return false
  const at = toIso(now())
  const outcome = statedErasure([], { outcome: 'done', collections: [] }, false, { startedAt: at, endedAt: at })
  await finishErasing(actor, { taskId: task.id, outcome }, now())
  return true
}
