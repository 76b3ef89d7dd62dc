import { SourceFault } from '#connectors/contract.ts'
import { askOf, type Caller, type Question } from '#connectors/http/ask.ts'
import { type ApprovedCorrection, findApproved } from '#data/corrections/finish.ts'
import { answerChange } from '#data/inquiries/answer-change.ts'
import type { OpenInquiry } from '#data/inquiries/open.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { Actor } from '#domain/actor.ts'
import { ChangeStatement, holdsTyped, keyFieldsOf, madeOf } from '#domain/change-statement.ts'
import type { Collection } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import type { JobContext } from './define.ts'

type Asked = { actor: Actor; task: ClaimedTask; inquiry: OpenInquiry; caller: Caller; now: JobContext['now'] }
type Change = NonNullable<Question['changes']>[number] & { to: string | null }

/**
 * Asks a system to correct single fields of single rows, and then what those hold now that it says it changed, if it
 * offers to say.
 * @throws SourceFault 'conflict' when it said that it changed them and holds something else
 */
export async function askChange(
  { actor, task, inquiry, caller, now }: Asked,
  question: Omit<Question, 'action'>,
): Promise<void> {
  const approved = await findApproved(actor, { requestId: task.request.id, sourceId: task.source.id })
  if (!approved) return
  const read = readDataset(task.yaml)
  const collections = read.ok ? read.value.flatMap((dataset) => dataset.collections) : []
  const changes = approved.flatMap((one) => changeOf(one, collections))
  // Answered later, it was kept until the system could be asked once more.
  const { statement, verify } = inquiry.statement
    ? { statement: ChangeStatement.parse(inquiry.statement), verify: true }
    : await askOf(caller, { ...question, action: 'change', changes })
  const made = madeOf(changes, statement)
  const confirmed = verify && made.length > 0
  if (confirmed) await confirm(caller, question, made)
  const answered = await answerChange(actor, { inquiryId: inquiry.id, statement, confirmed }, now())
  if (!answered.ok && answered.reason !== 'not_open') throw new SourceFault('answer_invalid')
}

function changeOf({ collection, correction: { key, write } }: ApprovedCorrection, described: Collection[]): Change[] {
  const fields = keyFieldsOf(described.find(({ name }) => name === collection) ?? { fields: [] })
  const named = Object.fromEntries(fields.map((field, at) => [field, key[at] ?? '']))
  return write ? [{ collection, key: named, ...write }] : []
}

async function confirm(caller: Caller, question: Omit<Question, 'action'>, changes: readonly Change[]): Promise<void> {
  const places = changes.map(({ collection, key, field }) => ({ collection, key, field }))
  const { values } = await askOf(caller, { ...question, action: 'read', changes: places, callback: null })
  if (values.length !== changes.length) throw new SourceFault('answer_invalid')
  if (!changes.every(({ to }, at) => holdsTyped(values[at], to))) throw new SourceFault('conflict')
}
