import type { CollectionOutcome } from '#domain/outcome.ts'
import { countOf, deedsOf, type ErasureStep, removedRows } from './plan.ts'

/** What people read of a collection, whatever is done in it. */
export type AboutCollection = Pick<CollectionOutcome, 'collection' | 'label' | 'categories' | 'found'>

/** One collection of a plan in counts and reasons, without its keys. */
export function summarise(about: AboutCollection, step: ErasureStep | undefined): CollectionOutcome {
  const { collection, label, categories, found } = about
  const fates = step ? [...step.fates] : []
  const fields = fieldsOf(step)
  const rows = (isMeant: Parameters<typeof countOf>[1]) => (step ? countOf(step, isMeant) : 0)
  return {
    collection,
    label,
    categories,
    found,
    key: [...(step?.key ?? [])],
    delete: removedRows(step),
    change: rows(({ change }) => change !== null),
    methods: [...new Set([...(removedRows(step) > 0 ? ['delete'] : []), ...fields.map(({ method }) => method)])],
    fields,
    keptRows: rows(({ kept, change, onHold }) => kept.length > 0 && change === null && onHold.length === 0),
    kept: counted(
      fates.flatMap(([{ kept }, count]) => kept.map((one) => ({ ...one, count, fields: [...one.fields] }))),
    ),
    held: counted(fates.flatMap(([{ held }, count]) => (held ? [{ count, why: held }] : []))),
    onHoldRows: rows(({ onHold, change }) => onHold.length > 0 && change === null),
    onHold: counted(
      fates.flatMap(([{ onHold }, count]) =>
        onHold.map(({ holdId, basis, until, erase }) => ({
          holdId,
          basis,
          until,
          count,
          fields: Object.keys(erase ?? {}),
        })),
      ),
    ),
  }
}

/** Lines that say the same are one. */
function counted<T extends { count: number }>(lines: readonly T[]): T[] {
  const groups = Map.groupBy(lines, (line) => JSON.stringify({ ...line, count: 0 }))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first ? [{ ...first, count: group.reduce((sum, { count }) => sum + count, 0) }] : []
  })
}

function fieldsOf(step: ErasureStep | undefined): CollectionOutcome['fields'] {
  const fields = new Map<string, CollectionOutcome['fields'][number]>()
  for (const { fields: changes, rows } of step ? deedsOf(step) : [])
    for (const [field, { method }] of Object.entries(changes ?? {})) {
      const line = fields.get(`${field} ${method}`) ?? { field, method, planned: 0 }
      fields.set(`${field} ${method}`, { ...line, planned: line.planned + rows })
    }
  return [...fields.values()]
}
