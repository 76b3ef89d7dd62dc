import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { findIdentifiers } from '#data/identifiers/find.ts'
import { toDate, toIso } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { matchRedactions } from '#data/redactions/match.ts'
import { storeStopped } from '#data/stops/finish.ts'
import { withdrawnAt } from '#data/stops/withdrawn.ts'
import { type CollectedInput, storeCollected } from '#data/tasks/finish-collecting.ts'
import { storeErased } from '#data/tasks/finish-erasing.ts'
import { removeUnrecorded } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { RequestDetails } from '#domain/filing.ts'
import { type AnsweredBatch, passedOver, type Statement, statedErasure } from '#domain/inquiry.ts'
import { CollectionOutcome, CollectOutcome } from '#domain/outcome.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { statedStop } from '#domain/stop-outcome.ts'
import type { Inquiry } from '#prisma/generated/client.ts'
import { lockTask, takeBack } from './open.ts'
import { type RowRefusal, type StoredRows, storeRows } from './store-rows.ts'

export type NotOpen = 'not_found' | 'not_open'

/**
 * What a source that answers for itself holds about the person, taken in as it comes: rows a collection, or no batch
 * at all where it holds nothing. The task ends as if it had been read, and its request goes to review after the last.
 * @param batches may throw: then nothing was answered
 */
export async function answerCollect(
  actor: Actor,
  { inquiryId, batches }: { inquiryId: string; batches: AsyncIterable<AnsweredBatch> | Iterable<AnsweredBatch> },
  now: () => Temporal.Instant,
): Promise<Result<null, NotOpen | RowRefusal>> {
  const asked = await transact(actor, (tx) => loadAsked(tx, inquiryId))
  if (!asked.ok) return asked
  const { key, owner, dataset, task, isManual, contact, isAskedByMore } = asked.value
  const stored = await storeRows(key, owner, { dataset, isManual, contact }, batches)
  if (!stored.ok) return stored
  // Asked by the proved contact alone, whoever it found by that, it holds.
  const contactOnFile = isAskedByMore ? stored.value.holdsContact : stored.value.rows > 0
  const input = collected(task.id, stored.value, contactOnFile, task.request.right === 'erasure' ? dataset : null)
  const kept = await matchRedactions(actor, input)
  const ended = await transact(actor, async (tx): Promise<Result<null, NotOpen>> => {
    const taken = await take(tx, actor, inquiryId, stored.value.rows > 0 ? 'rows' : 'nothing', now())
    return taken.ok
      ? storeCollected(tx, actor, { ...input, kept }, now()).then((done) => (done.ok ? done : refuse('not_open')))
      : taken
  })
  if (!ended.ok) await removeUnrecorded(owner.controllerId, input)
  return ended
}

/** The question, what it is about, and the key under which its answer is sealed. */
async function loadAsked(tx: Tx, inquiryId: string) {
  const inquiry = await tx.inquiry.findUnique({
    where: { id: inquiryId },
    include: { task: { include: { request: true, dataset: true } } },
  })
  if (!inquiry) return refuse('not_found')
  const owner = { controllerId: inquiry.controllerId, id: inquiry.requestId }
  const { sealed } = inquiry.task.request
  const key = inquiry.state === 'asked' && inquiry.action === 'collect' && (await openRequestKey(tx, owner))
  if (!key || !sealed) return refuse('not_open')
  const { email: contact } = RequestDetails.parse(await openJsonFor(key, owner, 'details', sealed))
  const isAskedByMore = (await findIdentifiers(tx, key, owner)).length > 0
  const read = readDataset(inquiry.task.dataset.yaml)
  const isManual = inquiry.kind === 'manual'
  const dataset = read.ok ? (read.value[0] ?? null) : null
  return ok({ key, owner, task: inquiry.task, dataset, isManual, contact, isAskedByMore })
}

const collected = (
  taskId: string,
  stored: StoredRows,
  contactOnFile: boolean,
  erasing: Dataset | null,
): CollectedInput => ({
  taskId,
  collections: stored.collections,
  plan: null,
  outcome: {
    rows: stored.rows,
    shared: 0,
    thirdParty: stored.thirdParty,
    contactOnFile,
    planFileId: null,
    preview: erasing ? stored.collections.map(({ collection, rows }) => previewOf(erasing, collection, rows)) : [],
    obstacles: [],
  },
})

/** What the source will be asked to erase: all it says it holds. What it keeps, and why, is its own answer. */
function previewOf(dataset: Dataset, collection: string, rows: number): CollectionOutcome {
  const described = dataset.collections.find(({ name }) => name === collection)
  const categories = (described?.fields ?? []).flatMap((field) => field.categories)
  return CollectionOutcome.parse({
    collection,
    label: described?.label ?? { id: collection, en: collection },
    categories: [...new Set(categories)].sort(),
    found: rows,
    delete: rows,
    change: 0,
    methods: ['delete'],
    keptRows: 0,
    kept: [],
    held: [],
  })
}

/** Exactly one answer counts. The request is locked by this, as by everything that ends a task. */
export async function take(
  tx: Tx,
  actor: Actor,
  inquiryId: string,
  outcome: string,
  now: Temporal.Instant,
): Promise<Result<Inquiry, NotOpen>> {
  const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId } })
  if (!inquiry) return refuse('not_found')
  const { taskId, controllerId, requestId } = inquiry
  const { sourceId, purpose } = await lockTask(tx, taskId)
  const { count } = await tx.inquiry.updateMany({
    where: { id: inquiryId, state: 'asked' },
    data: { state: 'answered', answeredAt: toDate(now), askAgainAt: null, fault: null },
  })
  if (count === 0) return refuse('not_open')
  await takeBack(tx, taskId)
  const answered = { type: 'source.answered', inquiryId, taskId, sourceId, purpose, outcome } as const
  await record(tx, actor, { controllerId, requestId }, answered, now)
  return ok(inquiry)
}

export type StatementInput = {
  inquiryId: string
  statement: Statement
  /** asked again, the source held nothing of what it said was gone */
  confirmed?: boolean
}

/**
 * What such a source says that it did. It is its word: the outcome, the certificate and the review say so, unless it
 * confirmed it when it was asked once more.
 */
export const answerStatement = (
  actor: Actor,
  { inquiryId, statement, confirmed = false }: StatementInput,
  now: Temporal.Instant,
): Promise<Result<null, NotOpen | 'wrong_action' | 'collection_missing'>> =>
  transact(actor, async (tx) => {
    const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId } })
    if (!inquiry) return refuse('not_found')
    const finish = FINISH[inquiry.action]
    if (!finish) return refuse('wrong_action')
    const previewed = inquiry.action === 'erase' ? await previewedBy(tx, inquiry) : []
    if (passedOver(previewed, statement).length > 0) return refuse('collection_missing')
    const taken = await take(tx, actor, inquiryId, statement.outcome, now)
    if (!taken.ok) return taken
    const done = await finish(tx, actor, { inquiry: taken.value, statement, confirmed, previewed }, now)
    return done.ok ? done : refuse('not_open')
  })

type Stated = { inquiry: Inquiry; statement: Statement; confirmed: boolean; previewed: readonly CollectionOutcome[] }
type Finish = (tx: Tx, actor: Actor, stated: Stated, now: Temporal.Instant) => Promise<Result<null, 'not_running'>>

/** How a statement ends a task of each purpose. */
const FINISH: Readonly<Record<string, Finish>> = {
  erase: (tx, actor, { inquiry, statement, confirmed, previewed }, now) => {
    const times = { startedAt: inquiry.askedAt.toISOString(), endedAt: toIso(now) }
    const outcome = statedErasure(previewed, statement, confirmed, times)
    return storeErased(tx, actor, { taskId: inquiry.taskId, outcome }, now)
  },
  stop: async (tx, actor, { inquiry, statement }, now) => {
    const { taskId } = inquiry
    const { purposes, hasWords } = await withdrawnAt(tx, inquiry)
    const times = { startedAt: inquiry.askedAt.toISOString(), endedAt: toIso(now) }
    const outcome = statedStop(purposes, statement.outcome === 'done', times)
    return storeStopped(tx, actor, { taskId, outcome, hasWords }, now)
  },
}

/** What the same source said that it holds, when it was asked for the preview. */
export async function previewedBy(
  tx: Tx,
  { taskId, requestId }: Pick<Inquiry, 'taskId' | 'requestId'>,
): Promise<readonly CollectionOutcome[]> {
  const { sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { sourceId: true } })
  const collecting = await tx.task.findUnique({
    where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'collect' } },
  })
  return collecting?.outcome ? CollectOutcome.parse(collecting.outcome).preview : []
}
