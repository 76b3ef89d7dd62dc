import type { ManifestRedaction } from '#domain/package/manifest.ts'
import { concealment, REDACTION_REASONS, type Redaction, type RedactionReason } from '#domain/redaction.ts'

/** What stands in a row, and in the JSON, where a value was held back. A value that merely looks like it is another object. */
export type Mark = { redacted: RedactionReason }
const marks = new Map(REDACTION_REASONS.map((reason): [string, Mark] => [reason, { redacted: reason }]))
const known = new Set<unknown>(marks.values())
export const isMark = (value: unknown): value is Mark => known.has(value)

type Row = Readonly<Record<string, unknown>>
type Kind = Pick<ManifestRedaction, 'kind' | 'field' | 'reason' | 'decidedBy' | 'explanation'>

const byPerson = ({ reason, note, field }: Redaction, kind: ManifestRedaction['kind']): Kind => ({
  ...{ kind, field, decidedBy: 'person', explanation: note },
  reason: reason as RedactionReason,
})
export const byRule = (kind: 'row' | 'field', field: string | null, reason: RedactionReason): Kind => ({
  ...{ kind, field, reason, decidedBy: 'rule', explanation: null },
})

/** Applies what was decided about one collection, row by row, and counts what it took out. */
export function holdBack(redactions: readonly Redaction[]) {
  const concealed = concealment(redactions)
  const counts = new Map<string, Kind & { count: number }>()
  const count = (kind: Kind, by = 1) => {
    const name = JSON.stringify(kind)
    counts.set(name, { ...kind, count: (counts.get(name)?.count ?? 0) + by })
  }
  return {
    /** Every row stays out, so that none needs to be read. @returns whether it is so */
    whole(rows: number): boolean {
      if (concealed.collection) count(byPerson(concealed.collection, 'collection'), rows)
      return concealed.collection !== null
    },
    /** @returns the row with marks for what is held back; null: the row stays out */
    row(number: number, thirdParty: boolean, row: Row): Row | null {
      const held = concealed.row(number, thirdParty)
      if (held) count(held === 'third_party' ? byRule('row', null, 'rights_of_others') : byPerson(held, 'row'))
      if (held || redactions.length === 0) return held ? null : row
      return Object.fromEntries(
        Object.entries(row).map(([field, value]) => {
          const redaction = concealed.value(number, field)
          if (!redaction) return [field, value]
          count(byPerson(redaction, redaction.row === null ? 'field' : 'value'))
          return [field, marks.get(redaction.reason) ?? null]
        }),
      )
    },
    counts: () => [...counts.values()],
  }
}
