import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import type { TaskPurpose } from '#data/tasks/plan.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { ChangeOutcome, CollectOutcome, EraseOutcome } from '#domain/outcome.ts'
import { givenFields, type Handover } from '#domain/package/handover.ts'
import { type Tally, tally } from '#domain/redaction.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import type { Inquiry } from '#prisma/generated/client.ts'
import { collectionOf, labelIn } from './labels.ts'

export type DeskFinding = {
  id: string
  collection: string
  label: Label
  rows: number
  shared: number
  thirdParty: number
  /** what a person holds back of it */
  tally: Tally
  /** decisions whose row was not found again */
  lost: number
  fields: { all: number; access: number; portability: number }
}

/** The last question put to a source that answers for itself. */
export type DeskInquiry = {
  id: string
  askedAt: Temporal.Instant
  dueAt: Temporal.Instant
  answeredAt: Temporal.Instant | null
  /** it promised an answer */
  acceptedAt: Temporal.Instant | null
  askAgainAt: Temporal.Instant | null
  attempts: number
  /** classified failure of the last try */
  fault: string | null
}

/** One source's task as the desk sees it: counts and reasons, no data. */
export type DeskSource = {
  taskId: string
  sourceId: string
  purpose: TaskPurpose
  state: 'waiting' | 'running' | 'asked' | 'done' | 'failed'
  /** classified failure */
  reason: string | null
  attempts: number
  name: string
  kind: string
  region: string
  finishedAt: Temporal.Instant | null
  inquiry: DeskInquiry | null
  collected: CollectOutcome | null
  erased: EraseOutcome | null
  stopped: StopOutcome | null
  changed: ChangeOutcome | null
  findings: DeskFinding[]
  /** of a long reading that goes on: rows of its kept answers, those of other sources that lead to it included */
  readSoFar: number
}

export async function listSources(tx: Tx, requestId: string): Promise<DeskSource[]> {
  const tasks = await tx.task.findMany({
    where: { requestId },
    include: {
      source: true,
      dataset: { select: { id: true, yaml: true } },
      redactions: { select: { collection: true, row: true, field: true, decision: true, lostAt: true } },
      findings: { orderBy: { collection: 'asc' } },
      inquiries: { orderBy: { askedAt: 'desc' }, take: 1 },
      parts: { select: { rows: true } },
    },
    orderBy: [{ purpose: 'asc' }, { source: { key: 'asc' } }],
  })
  return tasks.map(({ outcome, ...task }) => {
    const purpose = task.purpose as TaskPurpose
    const outcomeOf = <T>(of: TaskPurpose, { parse }: { parse: (value: unknown) => T }): T | null =>
      purpose === of && outcome ? parse(outcome) : null
    return {
      taskId: task.id,
      sourceId: task.sourceId,
      purpose,
      state: task.state as DeskSource['state'],
      reason: task.reason,
      attempts: task.attempts,
      name: task.source.name,
      kind: task.source.kind,
      region: task.source.region,
      finishedAt: task.finishedAt && toInstant(task.finishedAt),
      inquiry: deskInquiry(task.inquiries),
      collected: outcomeOf('collect', CollectOutcome),
      erased: outcomeOf('erase', EraseOutcome),
      stopped: outcomeOf('stop', StopOutcome),
      changed: outcomeOf('change', ChangeOutcome),
      findings: task.findings.map((finding) => deskFinding(finding, task)),
      readSoFar: task.parts.reduce((sum, { rows }) => sum + rows, 0),
    }
  })
}

const moment = (date: Date | null) => date && toInstant(date)

const deskInquiry = ([inquiry]: readonly Inquiry[]): DeskInquiry | null =>
  inquiry
    ? {
        id: inquiry.id,
        askedAt: toInstant(inquiry.askedAt),
        dueAt: toInstant(inquiry.dueAt),
        answeredAt: moment(inquiry.answeredAt),
        acceptedAt: moment(inquiry.acceptedAt),
        askAgainAt: moment(inquiry.askAgainAt),
        attempts: inquiry.attempts,
        fault: inquiry.fault,
      }
    : null

type Found = { id: string; collection: string; rows: number; shared: number; thirdParty: number; types: unknown }
type Asked = {
  dataset: { id: string; yaml: string }
  redactions: { collection: string; row: number | null; field: string | null; decision: string; lostAt: Date | null }[]
}

function deskFinding({ id, collection, rows, shared, thirdParty, types }: Found, task: Asked): DeskFinding {
  const known = collectionOf({ collection, types, task })
  const decided = task.redactions.filter((each) => each.collection === collection)
  const given = (right: Handover) => (known ? givenFields(known, right).length : 0)
  return {
    ...{ id, collection, label: labelIn(task.dataset, collection), rows, shared, thirdParty },
    tally: tally(decided.filter(({ lostAt }) => lostAt === null)),
    lost: decided.filter(({ lostAt }) => lostAt !== null).length,
    fields: { all: known?.fields.length ?? 0, access: given('access'), portability: given('portability') },
  }
}
