import { z } from 'zod'
import { HANDOVER_REASONS, type Place, REDACTION_REASONS } from '#domain/redaction.ts'
import { line } from '#domain/text.ts'
import { findingPath } from '../../../on-finding.ts'

const MOST_PLACES = 500
const isHandover = (reason: string) => HANDOVER_REASONS.some((each) => each === reason)

/** `row-7` is a row, `value-7-email` a value in it, `collection` and `field-email` are of every row. */
const ROW = /^row-(\d{1,9})$/
const VALUE = /^value-(\d{1,9})-([^\p{Cc}]{1,128})$/u
const WIDE = /^(collection|field-[^\p{Cc}]{1,128})$/u

function placeOf(tick: string): Place | null {
  const [, row = ROW.exec(tick)?.[1], field = null] = VALUE.exec(tick) ?? []
  return row === undefined ? null : { row: Number(row), field }
}

const wide = (what: string): Place => ({
  row: null,
  field: what === 'collection' ? null : what.slice('field-'.length),
})

/** A tick is a field of its own, because a field may come only once: `value-7-email=on`. */
export const RedactionForm = z
  .object({
    ...findingPath,
    what: z.string().regex(WIDE).nullable().default(null),
    reason: z.enum([...REDACTION_REASONS, ...HANDOVER_REASONS], 'choose_one'),
    note: line(500).default(''),
  })
  .catchall(z.literal('on'))
  .transform(({ reference, findingId, what, reason, note, ...ticks }) => ({
    ...{ reference, findingId, reason, note: note === '' ? null : note },
    decision: isHandover(reason) ? ('hand_over' as const) : ('redact' as const),
    places: what === null ? Object.keys(ticks).map(placeOf) : [wide(what)],
  }))
  .transform((form, context) => {
    const wrong = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const places = form.places.flatMap((place) => place ?? [])
    if (places.length < form.places.length) wrong('places', 'invalid')
    if (places.length === 0) wrong('places', 'choose_places')
    if (places.length > MOST_PLACES) wrong('places', 'too_many')
    if (form.reason === 'other' && form.note === null) wrong('note', 'explain_other')
    return { ...form, places }
  })
