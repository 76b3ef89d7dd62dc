import type { SigningKey } from '#crypto/signing.ts'
import { logPosition } from '#data/audit/log-position.ts'
import { type Tx, transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { findAnswers, type InstructedRecipient } from '#data/recipients/answers.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Actor } from '#domain/actor.ts'
import type { LogPosition } from '#domain/certificate/certificate.ts'
import { ConsentReceipt } from '#domain/certificate/receipt.ts'
import { RequestDetails } from '#domain/filing.ts'
import { ALL_PURPOSES, withdrawnOf } from '#domain/stop.ts'
import { leavesWork, StopOutcome, type StoppedPurpose } from '#domain/stop-outcome.ts'
import type { Controller, Prisma, Request, Source } from '#prisma/generated/client.ts'

/**
 * `outcome` null: the source did not stop by itself, a person saw to it. `categories` of data and how long they are kept,
 * as its map says.
 */
export type StoppedSource = {
  source: Source
  outcome: StopOutcome | null
  purposes: readonly StoppedPurpose[]
  categories: readonly string[]
  retentions: readonly string[]
}

/** What a receipt is made of. Holds the subject's contact: it stays in memory. */
export type ReceiptMaterial = {
  request: Request
  controller: Controller
  operator: Controller
  stopped: StoppedSource[]
  /** something besides the listed purposes was withdrawn, in words that the receipt does not repeat */
  hasWords: boolean
  details: RequestDetails
  /** whoever was told to stop as well, or to erase */
  recipients: InstructedRecipient[]
  /** the receipt that counts until now */
  previous: { id: string; contents: ConsentReceipt } | null
  log: LogPosition
  key: Uint8Array
  signingKey: SigningKey
}

const STATUSES: readonly string[] = ['executing', 'fulfilled', 'partly_fulfilled']

/**
 * @returns null when it is not time: something still stops or waits for a person, a recipient was not told, or the
 * request was shredded. Once a person answered a withdrawal, what they saw to is stated in it as such.
 * @throws Error while the stop is not sealed into the log
 */
export const findReceiptMaterial = (actor: Actor, requestId: string): Promise<ReceiptMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        receipts: { orderBy: { issuedAt: 'desc' }, take: 1 },
        tasks: {
          where: { purpose: 'stop' },
          include: { source: true, dataset: true },
          orderBy: { source: { key: 'asc' } },
        },
      },
    })
    const { controller, receipts, tasks, ...own } = request
    const key = await openRequestKey(tx, request)
    if (!key || !request.sealed || !isTime(request)) return null
    const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
    if (request.right === 'consent_withdrawal' && !request.sealedAnswer && (details.details ?? '') !== '') return null
    const events = await tx.event.findMany({
      where: { requestId, type: { in: ['stops.finished', 'answer.given', 'recipients.instructed'] } },
      orderBy: { seq: 'asc' },
    })
    const stop = events.findLast(({ type }) => type !== 'recipients.instructed')
    if (!stop) return null
    // Of a withdrawal the recipients hear before its receipt is issued.
    if (request.right === 'consent_withdrawal' && events.at(-1)?.type !== 'recipients.instructed') return null
    const log = await logPosition(tx, request.controllerId, stop.id)
    if (!log) throw new Error('the stop is not sealed yet')
    const [previous] = receipts
    return {
      request: own,
      controller,
      operator: await operatorOr(tx, controller),
      stopped: tasks.map((task) => stoppedBy(task, details.purposes ?? [ALL_PURPOSES])),
      hasWords: request.right === 'consent_withdrawal' && ((details.details ?? '') !== '' || tasks.length === 0),
      details,
      recipients: await findAnswers(tx, requestId),
      previous: previous ? { id: previous.id, contents: readReceipt(previous.jws) } : null,
      log,
      key,
      signingKey: await openSigningKey(tx),
    }
  })

type Task = Prisma.TaskGetPayload<{ include: { source: true; dataset: true } }>

function isTime({ right, status, sealedAnswer, tasks }: Request & { tasks: readonly Task[] }): boolean {
  if (right === 'consent_withdrawal' && !STATUSES.includes(status)) return false
  if (right === 'consent_withdrawal' && sealedAnswer) return true
  const allStopped = tasks.length > 0 && tasks.every(({ state }) => state === 'done')
  return allStopped && tasks.every(({ outcome }) => !leavesWork(StopOutcome.parse(outcome)))
}

function stoppedBy({ source, dataset, state, outcome }: Task, chosen: readonly string[]): StoppedSource {
  const datasets = knownDatasets(dataset)
  const known = state === 'done' ? StopOutcome.parse(outcome) : null
  const purposes = withdrawnOf(
    chosen,
    datasets.flatMap((each) => each.purposes),
  ).map(({ key, label }): StoppedPurpose => ({ key, label, way: 'by_hand', collections: [] }))
  const touched = new Set(
    (known?.purposes ?? []).flatMap(({ collections }) => collections.map((each) => each.collection)),
  )
  const collections = datasets.flatMap((dataset) => dataset.collections).filter(({ name }) => touched.has(name))
  const fields = collections.flatMap((collection) => collection.fields)
  return {
    source,
    outcome: known,
    purposes: known?.purposes ?? purposes,
    categories: [...new Set(fields.flatMap(({ categories }) => categories))].sort(),
    retentions: [...new Set(collections.flatMap(({ retention }) => retention ?? []))],
  }
}

const operatorOr = async (tx: Tx, controller: Controller): Promise<Controller> =>
  (await tx.controller.findFirst({ where: { kind: 'operator' }, orderBy: { createdAt: 'asc' } })) ?? controller

/** What a receipt of ours says. Our own signature need not be checked again. */
const readReceipt = (jws: string): ConsentReceipt =>
  ConsentReceipt.parse(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')))
