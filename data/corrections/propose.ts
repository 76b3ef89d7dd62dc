import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { isOpened } from '#data/findings/is-opened.ts'
import { collectionIn } from '#data/findings/labels.ts'
import { Line } from '#data/findings/read.ts'
import { toDate, toIso } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { readRowsFrom } from '#data/vault/row-file.ts'
import type { Actor } from '#domain/actor.ts'
import {
  type CorrectionRefusal,
  type CorrectionWords,
  decideCorrection,
  MOST_CORRECTIONS,
  mayCorrect,
  type SealedCorrection,
} from '#domain/rectification.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { openCorrection, touchProposals } from './load.ts'

/** @property row counts from 1 */
export type CorrectionPlace = { reference: string; findingId: string; row: number; field: string }
type ProposeInput = CorrectionPlace & CorrectionWords & { version: number }
export type ProposeRefusal =
  | CorrectionRefusal
  | 'not_found'
  | 'not_allowed'
  | 'not_in_review'
  | 'not_opened'
  | 'proposed_already'
  | 'too_many_corrections'
  | 'changed_meanwhile'

/**
 * Proposes what one field is to hold, or which note it gets. Only for rows that this person opened a moment ago; the
 * source is asked by a job whether it takes the value.
 */
export const proposeCorrection = (
  actor: Actor,
  { reference, findingId, row, field, version, ...words }: ProposeInput,
  now: Temporal.Instant,
): Promise<Result<{ correctionId: string }, ProposeRefusal>> =>
  transact(actor, async (tx) => {
    const finding = await findPlace(tx, { reference, findingId })
    if (!finding || actor.kind !== 'staff') return refuse('not_found')
    const { request, task } = finding
    const allowed = mayCorrect(actor, {
      controllerId: request.controllerId,
      right: request.right as Right,
      status: request.status as Status,
    })
    if (!allowed.ok) return allowed
    if (!(await isOpened(tx, actor, request.id, findingId, now))) return refuse('not_opened')
    const key = await openRequestKey(tx, request)
    const collection = collectionIn(task.dataset, finding.collection)
    const column = collection?.fields.find(({ name }) => name === field)
    const [line] = key ? await readRowsFrom(key, finding.file, row - 1, 1) : []
    if (!key || !collection || !column || !line) return refuse('not_found')
    // Whoever reads the row later sees whose word it is.
    const stamp = `${request.controller.name}, ${reference}, ${toIso(now).slice(0, 10)}`
    const decision = decideCorrection(collection, column, Line.parse(JSON.parse(line)), words, stamp)
    if (!decision.ok) return decision
    const before = await tx.correction.findMany({ where: { requestId: request.id } })
    if (before.length >= MOST_CORRECTIONS) return refuse('too_many_corrections')
    for (const one of before)
      if (one.taskId === task.id && one.collection === collection.name && one.state !== 'done')
        if (overlaps(await openCorrection(key, request, one), one.field, decision.value, field))
          return refuse('proposed_already')
    if (!(await touchProposals(tx, request, version))) return refuse('changed_meanwhile')
    const about = { controllerId: request.controllerId, requestId: request.id }
    const id = randomUUID()
    const inSource = decision.value.write !== null
    await tx.correction.create({
      data: {
        id,
        ...about,
        taskId: task.id,
        collection: collection.name,
        field,
        way: words.way,
        noteReason: words.way === 'note' ? (words.noteReason ?? null) : null,
        inSource,
        sealed: await sealJsonFor(key, request, 'correction', decision.value),
        state: inSource ? 'proposed' : 'fits',
        proposedBy: actor.userId,
        proposedAt: toDate(now),
      },
    })
    const proposed = { type: 'correction.proposed', correctionId: id, sourceId: task.sourceId, way: words.way } as const
    await record(tx, actor, about, proposed, now)
    return ok({ correctionId: id })
  })

type Place = Prisma.FindingGetPayload<{
  include: { request: { include: { controller: true } }; file: true; task: { include: { dataset: true } } }
}>

const findPlace = (tx: Tx, place: { reference: string; findingId: string }): Promise<Place | null> =>
  tx.finding.findFirst({
    where: { id: place.findingId, request: { reference: place.reference } },
    include: { request: { include: { controller: true } }, file: true, task: { include: { dataset: true } } },
  })

/** Two proposals for one field of one row, or two notes into one note field, would each undo the other. */
const overlaps = (one: SealedCorrection, itsField: string, other: SealedCorrection, field: string): boolean =>
  JSON.stringify(one.key) === JSON.stringify(other.key) &&
  (itsField === field || (one.write !== null && one.write.field === other.write?.field))
