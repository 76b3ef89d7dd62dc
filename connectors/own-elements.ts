import type { CollectionId } from '#domain/dataset/graph.ts'
import { elementsAt, objectsIn, type Way } from '#domain/dataset/nested.ts'
import { type Claims, isMine, type Question } from './claims.ts'
import type { SourceRow } from './contract.ts'

/**
 * Of a list that was a way in, the elements that led here: the others are other people's, unless
 * `return_all_elements`. `others`: it holds entries that are not the person's, so that it is not theirs alone.
 * @param asked the questions that found the row
 * @returns null when the row is handed over as it is
 */
export function ownElements(
  claims: Claims,
  id: CollectionId,
  row: SourceRow,
  asked: readonly Question[],
): { row: SourceRow; others: boolean } | null {
  if (row.flat) return null
  const identified = (claims.entries.get(id) ?? []).flatMap(({ field, label, thirdParty, returnAll }): Way[] =>
    thirdParty || returnAll || row.exact[field] !== undefined
      ? []
      : [{ steps: stepsTo(row, field), keep: (value) => isMine(claims, { label, value }) }],
  )
  const led = asked.flatMap(({ fields: [field = ''], led: keep }): Way[] =>
    keep && row.exact[field] === undefined ? [{ steps: stepsTo(row, field), keep }] : [],
  )
  if (identified.length + led.length === 0) return null
  const own = elementsAt(row.values, [...identified, ...led])
  if (own === row.values) return null
  const values = own as SourceRow['values']
  const { key, matched, exact } = row
  return { row: { key, matched, exact, values }, others: led.length > 0 && objectsIn(own) < objectsIn(row.values) }
}

const stepsTo = (row: SourceRow, field: string): string[] =>
  Object.hasOwn(row.values, field) ? [field] : field.split('.')
