import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readRowsFrom } from '#data/vault/row-file.ts'
import { may } from '#domain/actor.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { isOpened } from './is-opened.ts'
import { labelIn } from './labels.ts'

export const FINDING_PAGE = 25

/** One line of a sealed finding. */
const Line = z.object({
  key: z.array(z.string()),
  values: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  thirdParty: z.boolean(),
})
export type FoundRow = z.infer<typeof Line>

export type OpenedFinding = {
  id: string
  collection: string
  label: Label
  source: string
  rows: number
  shared: number
  /** null: a reason has to be given first */
  page: FoundRow[] | null
}

/**
 * A finding, and one page of its rows if this user gave a reason a moment ago.
 * @param page counts from 1
 * @returns null for what this person may not see, whether or not it exists
 */
export const readFinding = (
  actor: StaffActor,
  { reference, findingId, page }: { reference: string; findingId: string; page: number },
  now: Temporal.Instant,
): Promise<OpenedFinding | null> =>
  transact(actor, async (tx) => {
    const finding = await tx.finding.findFirst({
      where: { id: findingId, request: { reference } },
      include: { file: true, task: { include: { source: true, dataset: { select: { id: true, yaml: true } } } } },
    })
    if (!finding || !may(actor, 'open_personal_data', finding.controllerId)) return null
    const { id, collection, rows, shared, requestId } = finding
    const { source, dataset } = finding.task
    const about = { id, collection, label: labelIn(dataset, collection), source: source.name, rows, shared }
    if (!(await isOpened(tx, actor, requestId, findingId, now))) return { ...about, page: null }
    const key = await openRequestKey(tx, { controllerId: finding.controllerId, id: requestId })
    if (!key || finding.file.deletedAt) return null
    const lines = await readRowsFrom(key, finding.file, (page - 1) * FINDING_PAGE, FINDING_PAGE)
    return { ...about, page: lines.map((line) => Line.parse(JSON.parse(line))) }
  })
