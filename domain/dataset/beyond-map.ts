import type { AnsweredRow } from '#domain/inquiry.ts'
import type { Collection } from './dataset.ts'
import { readDataset } from './read-dataset.ts'

/** The field under which stands what a source that answers for itself says of a person beyond what its map lists. */
export const BEYOND_MAP = 'beyond_map'
/** Its type in a finding; no source calls a column of its own so. */
export const BEYOND_MAP_TYPE = 'undescribed'

/** The row with everything that no field describes as one value: what it is called there may itself be personal. */
export function gathered(values: AnsweredRow, described: ReadonlySet<string>): AnsweredRow {
  const [known, beyond]: [Record<string, unknown>, Record<string, unknown>] = [{}, {}]
  for (const [name, value] of Object.entries(values)) (described.has(name) ? known : beyond)[name] = value
  return Object.keys(beyond).length === 0 ? values : { ...known, [BEYOND_MAP]: beyond }
}

const read = readDataset(`dataset: [{fides_key: a, collections: [{name: a, fields: [
  {name: ${BEYOND_MAP}, hakku_meta: {label: {id: Di luar peta, en: Beyond the map}}}]}]}]`)
const unmapped = read.ok ? read.value[0]?.collections[0] : undefined

/** A collection that no map lists, or one of whose rows say more than the map: nothing is known of that but that it is there. */
export function withBeyond(known: Collection | undefined, name: string): Collection | undefined {
  if (!unmapped) return known
  if (!known) return { ...unmapped, name, label: { id: name, en: name } }
  return { ...known, fields: [...known.fields, ...unmapped.fields] }
}
