import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { isOpened } from '#data/findings/is-opened.ts'
import { collectionIn } from '#data/findings/labels.ts'
import { Line } from '#data/findings/read.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readRowsFrom } from '#data/vault/row-file.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { asTyped, isReplaceable, mayCorrect } from '#domain/rectification.ts'
import type { Right, Status } from '#domain/request.ts'
import type { CorrectionPlace } from './propose.ts'

/** One field of one found row, with what its form has to say about it. */
export type OpenedPlace = {
  version: number
  source: string
  collection: Label
  field: Label
  /** as the source calls it */
  type: string | null
  value: string | null
  isReplaceable: boolean
  /** the row is another person's too, or about somebody else */
  isOthers: boolean
  /** a note is written into the row itself */
  noteInRow: boolean
}

/** @returns null for what this person may not correct; 'closed' while they gave no reason to see the row */
export const findCorrectionPlace = (
  actor: StaffActor,
  { reference, findingId, row, field }: CorrectionPlace,
  now: Temporal.Instant,
): Promise<OpenedPlace | 'closed' | null> =>
  transact(actor, async (tx) => {
    const finding = await tx.finding.findFirst({
      where: { id: findingId, request: { reference } },
      include: { request: true, file: true, task: { include: { dataset: true, source: true } } },
    })
    if (!finding) return null
    const { request, task } = finding
    const { controllerId } = request
    if (!mayCorrect(actor, { controllerId, right: request.right as Right, status: request.status as Status }).ok)
      return null
    if (!(await isOpened(tx, actor, request.id, findingId, now))) return 'closed'
    const key = await openRequestKey(tx, request)
    const collection = collectionIn(task.dataset, finding.collection)
    const column = collection?.fields.find(({ name }) => name === field)
    const [line] = key ? await readRowsFrom(key, finding.file, row - 1, 1) : []
    if (!collection || !column || !line) return null
    const found = Line.parse(JSON.parse(line))
    return {
      version: request.version,
      source: task.source.name,
      collection: collection.label,
      field: column.label,
      type: z.record(z.string(), z.string()).parse(finding.types)[field] ?? null,
      value: asTyped(found.values[field] ?? null),
      isReplaceable: isReplaceable(column, found.key),
      isOthers: found.shared || found.thirdParty,
      noteInRow: collection.note !== null && found.key.length > 0,
    }
  })
