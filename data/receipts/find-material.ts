import type { SigningKey } from '#crypto/signing.ts'
import { logPosition } from '#data/audit/log-position.ts'
import { type Tx, transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Actor } from '#domain/actor.ts'
import type { LogPosition } from '#domain/certificate/certificate.ts'
import { RequestDetails } from '#domain/filing.ts'
import { ALL_PURPOSES, withdrawnOf } from '#domain/stop.ts'
import { leavesWork, StopOutcome, type StoppedPurpose } from '#domain/stop-outcome.ts'
import type { Controller, Prisma, Request, Source } from '#prisma/generated/client.ts'

/** `outcome` null: the source did not stop by itself, a person saw to it. `categories` of data, as its map says. */
export type StoppedSource = {
  source: Source
  outcome: StopOutcome | null
  purposes: readonly StoppedPurpose[]
  categories: readonly string[]
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
  log: LogPosition
  key: Uint8Array
  signingKey: SigningKey
}

const STATUSES: readonly string[] = ['executing', 'fulfilled', 'partly_fulfilled']

/**
 * @returns null when it is not time: something still stops or waits for a person, or there is a receipt. Once a person
 * answered a withdrawal, what they saw to is stated in it as such.
 * @throws Error while the event is not sealed into the log
 */
export const findReceiptMaterial = (
  actor: Actor,
  { requestId, eventId }: { requestId: string; eventId: string },
): Promise<ReceiptMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        receipts: { select: { id: true } },
        tasks: {
          where: { purpose: 'stop' },
          include: { source: true, dataset: true },
          orderBy: { source: { key: 'asc' } },
        },
      },
    })
    const { controller, receipts, tasks, ...own } = request
    const key = await openRequestKey(tx, request)
    if (receipts.length > 0 || !key || !request.sealed || !isTime(request)) return null
    const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
    if (request.right === 'consent_withdrawal' && !request.sealedAnswer && (details.details ?? '') !== '') return null
    const log = await logPosition(tx, request.controllerId, eventId)
    if (!log) throw new Error('the event is not sealed yet')
    return {
      request: own,
      controller,
      operator: await operatorOr(tx, controller),
      stopped: tasks.map((task) => stoppedBy(task, details.purposes ?? [ALL_PURPOSES])),
      hasWords: request.right === 'consent_withdrawal' && ((details.details ?? '') !== '' || tasks.length === 0),
      details,
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
  const fields = datasets
    .flatMap(({ collections }) => collections)
    .filter(({ name }) => touched.has(name))
    .flatMap((collection) => collection.fields)
  return {
    source,
    outcome: known,
    purposes: known?.purposes ?? purposes,
    categories: [...new Set(fields.flatMap(({ categories }) => categories))].sort(),
  }
}

const operatorOr = async (tx: Tx, controller: Controller): Promise<Controller> =>
  (await tx.controller.findFirst({ where: { kind: 'operator' }, orderBy: { createdAt: 'asc' } })) ?? controller
