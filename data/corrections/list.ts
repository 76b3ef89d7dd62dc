import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { areCorrectionsOpened } from '#data/findings/is-opened.ts'
import { collectionIn, labelIn } from '#data/findings/labels.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import type { RectificationStatement } from '#domain/certificate/rectification.ts'
import { outcomeOfField } from '#domain/certificate/rectification-wording.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { Proof } from '#domain/outcome.ts'
import type { CorrectionState, NoteReason, SealedCorrection, Way } from '#domain/rectification.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { openCorrection } from './load.ts'

/** @property opened old and new value and the words; null until this person gave a reason */
export type DeskCorrection = {
  id: string
  source: string
  collection: Label
  field: Label
  way: Way
  noteReason: NoteReason | null
  inSource: boolean
  hasEvidence: boolean
  state: CorrectionState
  problem: string | null
  opened: SealedCorrection | null
  /** of what is done: what became of it, and whose word that is */
  outcome: Label | null
}
export type DeskCorrections = { isOpened: boolean; all: DeskCorrection[] }

/** What was proposed for a request, in the order of proposing. Nothing for whom its values are closed altogether. */
export const listCorrections = (
  actor: StaffActor,
  reference: string,
  now: Temporal.Instant,
): Promise<DeskCorrections | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference } })
    if (!request || !may(actor, 'see_queue', request.controllerId)) return null
    const rows = await findRows(tx, request.id)
    const mayOpen = may(actor, 'open_personal_data', request.controllerId)
    const key =
      mayOpen && (await areCorrectionsOpened(tx, actor, request.id, now)) ? await openRequestKey(tx, request) : null
    const all: DeskCorrection[] = []
    for (const row of rows) all.push({ ...shown(row), opened: key && (await openCorrection(key, request, row)) })
    return { isOpened: key !== null, all }
  })

export type CorrectionRow = Prisma.CorrectionGetPayload<{
  include: { task: { include: { source: true; dataset: true } } }
}>

export const findRows = (tx: Tx, requestId: string): Promise<CorrectionRow[]> =>
  tx.correction.findMany({
    where: { requestId },
    include: { task: { include: { source: true, dataset: true } } },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
  })

export function fieldLabel({ task, collection, field }: CorrectionRow): Label {
  const found = collectionIn(task.dataset, collection)?.fields.find(({ name }) => name === field)
  return found?.label ?? { id: field, en: field }
}

export const resultOf = (row: CorrectionRow): RectificationStatement['results'][number] => ({
  source: row.task.source.name,
  collection: labelIn(row.task.dataset, row.collection),
  field: fieldLabel(row),
  outcome: row.way === 'replace' ? 'corrected' : row.inSource ? 'noted' : 'stated',
  reason: row.noteReason,
  proof: Proof.parse(row.proof ?? 'read_again'),
})

const shown = (row: CorrectionRow): Omit<DeskCorrection, 'opened'> => ({
  id: row.id,
  source: row.task.source.name,
  collection: labelIn(row.task.dataset, row.collection),
  field: fieldLabel(row),
  way: row.way as Way,
  noteReason: row.noteReason as NoteReason | null,
  inSource: row.inSource,
  hasEvidence: row.evidenceFileId !== null,
  state: row.state as CorrectionState,
  problem: row.problem,
  outcome: row.state === 'done' ? outcomeOfField(resultOf(row)) : null,
})
