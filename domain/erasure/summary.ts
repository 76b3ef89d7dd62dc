import type { CollectionOutcome } from '#domain/outcome.ts'
import { type ErasureStep, keyName, type RowKey } from './plan.ts'

/** What people read of a collection, whatever is done in it. */
export type AboutCollection = Pick<CollectionOutcome, 'collection' | 'label' | 'categories' | 'found'>

const NOTHING: ErasureStep = { collection: '', key: [], delete: [], change: [], kept: [], held: [] }
const namesOf = (entries: readonly { keys: readonly RowKey[] }[]): Set<string> =>
  new Set(entries.flatMap(({ keys }) => keys.map(keyName)))
const countOf = (entries: readonly { keys: readonly RowKey[] }[]): number =>
  entries.reduce((sum, { keys }) => sum + keys.length, 0)

/** One collection of a plan in counts and reasons, without its keys. */
export function summarise(
  about: AboutCollection,
  { key, delete: deleted, change, kept, held, onHold = [] }: ErasureStep = NOTHING,
): CollectionOutcome {
  const changed = namesOf(change)
  const waiting = namesOf(onHold).difference(changed)
  const { collection, label, categories, found } = about
  return {
    collection,
    label,
    categories,
    found,
    key: [...key],
    delete: deleted.length,
    change: countOf(change),
    methods: [...new Set([...(deleted.length ? ['delete'] : []), ...fieldsOf(change).map(({ method }) => method)])],
    fields: fieldsOf(change),
    keptRows: namesOf(kept).difference(changed).difference(waiting).size,
    kept: kept.map(({ fields, basis, until, keys }) => ({ count: keys.length, fields: [...fields], basis, until })),
    held: held.map(({ keys, why }) => ({ count: keys.length, why })),
    onHoldRows: waiting.size,
    onHold: onHold.map(({ holdId, basis, until, erase, keys }) => ({
      holdId,
      basis,
      until,
      count: keys.length,
      fields: Object.keys(erase ?? {}),
    })),
  }
}

function fieldsOf(change: ErasureStep['change']): CollectionOutcome['fields'] {
  const fields = new Map<string, CollectionOutcome['fields'][number]>()
  for (const { fields: changes, keys } of change)
    for (const [field, { method }] of Object.entries(changes)) {
      const line = fields.get(`${field} ${method}`) ?? { field, method, planned: 0 }
      fields.set(`${field} ${method}`, { ...line, planned: line.planned + keys.length })
    }
  return [...fields.values()]
}
