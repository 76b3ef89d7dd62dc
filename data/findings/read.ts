import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { findRedactions } from '#data/redactions/find.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { readRowsFrom } from '#data/vault/row-file.ts'
import { may } from '#domain/actor.ts'
import { isPersonal, type Label } from '#domain/dataset/dataset.ts'
import { isGiven, isSecret } from '#domain/package/handover.ts'
import { isReplaceable, mayCorrect, type Way } from '#domain/rectification.ts'
import { concealment, decideRedaction, kindOf, type Redaction, rowsGiven, tally } from '#domain/redaction.ts'
import { isOpened } from './is-opened.ts'
import { collectionOf } from './labels.ts'
import { loadForReview } from './review-facts.ts'

export const FINDING_PAGE = 25

/** One line of a sealed finding. */
export const Line = z.object({
  /** empty: the source answers for itself, and nobody can address the row */
  key: z.array(z.string()).default([]),
  values: z.record(z.string(), z.unknown()),
  shared: z.boolean(),
  thirdParty: z.boolean(),
})

/** A value as it will go out: as it is, held back by a person, or left out because of what it is. */
export type FoundValue = {
  field: string
  value: unknown
  redaction: Redaction | null
  leftOut: 'secret' | 'not_portable' | 'unknown' | null
  /** how it can be corrected here and now, if it can */
  correction: Way | null
}

export type FoundRow = {
  /** counted from 1 */
  number: number
  shared: boolean
  thirdParty: boolean
  /** what holds the whole row back */
  heldBack: Redaction | 'third_party' | null
  /** a row about somebody else that goes out all the same */
  handedOver: Redaction | null
  values: FoundValue[]
}

export type OpenedFinding = {
  id: string
  collection: string
  label: Label
  source: string
  rows: number
  shared: number
  thirdParty: number
  /** how many rows go out as things stand; null: the right is not one that hands data over */
  given: number | null
  /** the fields that go out unless a person holds them back */
  fields: string[]
  /** what was decided about the whole collection and about whole fields */
  wide: Redaction[]
  /** decisions whose row was not found when the source was asked again; they hold nothing back */
  lost: Redaction[]
  mayDecide: boolean
  /** null: a reason has to be given first */
  page: FoundRow[] | null
}

/**
 * A finding, what of it goes out, and one page of its rows if this user gave a reason a moment ago.
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
    const loaded = finding && (await loadForReview(tx, reference))
    if (!loaded || !may(actor, 'open_personal_data', finding.controllerId)) return null
    const { id, collection, rows, shared, thirdParty, requestId, controllerId } = finding
    const key = await openRequestKey(tx, { controllerId, id: requestId })
    if (!key || finding.file.deletedAt) return null
    const known = collectionOf(finding)
    const redactions = await findRedactions(tx, key, finding)
    const { right } = loaded.facts
    const handsOver = right === 'access' || right === 'portability'
    const leftOut = (name: string): FoundValue['leftOut'] => {
      const field = known?.fields.find((each) => each.name === name)
      if (!handsOver) return null
      if (!field) return 'unknown'
      return isGiven(field, right) ? null : isSecret(field) ? 'secret' : 'not_portable'
    }
    const corrects = mayCorrect(actor, loaded.facts).ok
    const correctionOf = (name: string, key: readonly string[]): Way | null => {
      const field = known?.fields.find((each) => each.name === name)
      if (!corrects || !field || isSecret(field)) return null
      return isReplaceable(field, key) ? 'replace' : isPersonal(field.categories) ? 'note' : null
    }
    const about = {
      ...{
        id,
        collection,
        label: known?.label ?? { id: collection, en: collection },
        source: finding.task.source.name,
      },
      ...{ rows, shared, thirdParty },
      given: handsOver ? rowsGiven(finding, tally(redactions)) : null,
      fields: (known?.fields ?? []).flatMap(({ name }) => (leftOut(name) ? [] : [name])),
      wide: redactions.filter((each) => ['collection', 'field'].includes(kindOf(each))),
      lost: await findRedactions(tx, key, finding, { lost: true }),
      mayDecide: decideRedaction(actor, loaded.facts).ok,
    }
    if (!(await isOpened(tx, actor, requestId, findingId, now))) return { ...about, page: null }
    const first = (page - 1) * FINDING_PAGE
    const lines = await readRowsFrom(key, finding.file, first, FINDING_PAGE)
    return { ...about, page: lines.map((line, at) => rowOf(line, first + at + 1, redactions, leftOut, correctionOf)) }
  })

function rowOf(
  line: string,
  number: number,
  redactions: readonly Redaction[],
  leftOut: (field: string) => FoundValue['leftOut'],
  correctionOf: (field: string, key: readonly string[]) => Way | null,
): FoundRow {
  const { key, values, shared, thirdParty } = Line.parse(JSON.parse(line))
  const concealed = concealment(redactions)
  return {
    ...{ number, shared, thirdParty },
    heldBack: concealed.collection ?? concealed.row(number, thirdParty),
    handedOver: redactions.find(({ decision, row }) => decision === 'hand_over' && row === number) ?? null,
    values: Object.entries(values).map(([field, value]) => ({
      ...{
        field,
        value,
        redaction: concealed.value(number, field),
        leftOut: leftOut(field),
        correction: correctionOf(field, key),
      },
    })),
  }
}
