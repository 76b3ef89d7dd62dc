import { Temporal } from 'temporal-polyfill'
import {
  type Change,
  type CollectionErase,
  type Field,
  type FieldErase,
  isPersonal,
  type Keep,
} from '#domain/dataset/dataset.ts'
import { effectiveErase } from '#domain/dataset/effective-erase.ts'
import { type CollectionId, collectionId, type Graph, type Node } from '#domain/dataset/graph.ts'
import { parentsFirst } from '#domain/dataset/order.ts'
import { retentionEnd } from '#domain/dataset/retention.ts'
import { type ErasurePlan, type ErasureStep, type Held, keyName } from '#domain/erasure/plan.ts'
import type { Obstacle, RowKey, SourceCheck } from './contract.ts'
import { ownerDigest, ownerFields } from './owner.ts'
import type { FoundRow } from './traverse.ts'

export type { Changes, ErasurePlan, ErasureStep } from '#domain/erasure/plan.ts'

type Fate = {
  row: 'delete' | null
  change: Record<string, Change>
  kept: Map<string, { keep: Keep; until: string; fields: string[] }>
}

/** A step while rows still come in. Rows with the same fate share one entry, however many they are. */
class Draft {
  readonly delete: RowKey[] = []
  readonly change = new Map<string, { fields: Record<string, Change>; keys: RowKey[] }>()
  readonly kept = new Map<string, { fields: string[]; basis: string; until: string; keys: RowKey[] }>()
  readonly held = new Map<Held['why'], RowKey[]>()
  readonly obstacles = new Map<string, Obstacle>()
  readonly owners: Record<string, string> = {}
}

export type ErasurePlanner = {
  add(collection: CollectionId, rows: readonly FoundRow[]): void
  finish(salt: string): ErasurePlan
}

/**
 * Turns a traversal's rows into the plan for one source. Whatever is shared or names a third party is held, never
 * touched. Only keys are kept in memory.
 * @param categories erase only fields of these categories (`user.contact` covers `user.contact.email`); rows then stay
 *   unless a key field itself must go. null: everything.
 * @param today the day against which retention ends are judged, in the controller's time zone
 */
export function planErasure(
  graph: Graph,
  dataset: string,
  check: SourceCheck,
  today: Temporal.PlainDate,
  categories: readonly string[] | null = null,
): ErasurePlanner {
  const drafts = new Map<CollectionId, Draft>()
  return {
    add(id, rows) {
      const node = graph.nodes.get(id)
      const live = node && check.collections[node.collection.name]
      if (!node || !live || node.dataset.key !== dataset) return
      const draft = drafts.get(id) ?? new Draft()
      drafts.set(id, draft)
      const rules = rulesOf(graph, node, live.key, categories)
      const owner = ownerFields(graph, node)
      for (const row of rows)
        if (place(draft, node, rules, row, today)) draft.owners[keyName(row.key)] = ownerDigest(owner, row.values)
    },
    finish(salt) {
      const order = erasureOrder(graph, dataset, check)
      const steps = order.flatMap((id) => {
        const node = graph.nodes.get(id)
        const draft = drafts.get(id)
        const step = node && draft && stepOf(node, draft, check)
        return step && [step.delete, step.change, step.kept, step.held].some(({ length }) => length > 0) ? [step] : []
      })
      return {
        dataset,
        salt,
        steps,
        obstacles: [...drafts.values()].flatMap(({ obstacles }) => [...obstacles.values()]),
      }
    },
  }
}

const stepOf = ({ collection }: Node, draft: Draft, check: SourceCheck): ErasureStep => ({
  collection: collection.name,
  key: check.collections[collection.name]?.key ?? [],
  delete: draft.delete,
  change: [...draft.change.values()],
  kept: [...draft.kept.values()],
  held: [...draft.held].map(([why, keys]) => ({ why, keys })),
  owners: draft.owners,
})

/** Children first, by the foreign keys of the live database, the dataset's references and its `erase_after`. */
export function erasureOrder(graph: Graph, dataset: string, check: SourceCheck): CollectionId[] {
  const living = check.foreignKeys.flatMap(({ child, parent }) =>
    child === null ? [] : [{ child: collectionId(dataset, child), parent: collectionId(dataset, parent) }],
  )
  const told = [...graph.nodes.values()].flatMap(({ id, collection }) =>
    collection.eraseAfter.map((first) => ({ child: collectionId(first.dataset, first.collection), parent: id })),
  )
  return parentsFirst(graph.order, [...living, ...graph.edges, ...told]).reverse()
}

type FieldRule = { field: Field; erase: FieldErase }
/** `elapsed`: what happens once the collection's retention is over. */
type Rules = {
  row: 'delete' | Keep | null
  fields: readonly FieldRule[]
  elapsed: 'delete' | readonly FieldRule[]
  stuck: readonly Obstacle[]
}

function rulesOf(
  graph: Graph,
  { id, collection }: Node,
  key: readonly string[],
  categories: readonly string[] | null,
): Rules {
  const linked = new Set(graph.edges.flatMap((edge) => (edge.parent === id ? edge.parentFields : [])))
  const asked = (field: Field): boolean => !categories || categories.some((wide) => covers(wide, field.categories))
  const wanted = collection.fields.filter(asked)
  const rules = (erase: CollectionErase | null): FieldRule[] =>
    wanted.flatMap((field) => {
      const method = effectiveErase({ ...collection, erase }, field, key.includes(field.name), linked.has(field.name))
      return method ? [{ field, erase: method }] : []
    })
  const fields = rules(collection.erase)
  const row =
    fields.some(({ erase }) => erase.method === 'delete') || (collection.erase?.method === 'delete' && !categories)
      ? 'delete'
      : null
  // What stands inside a column goes with the column or not at all: the dataset must say so on the column.
  const left = collection.fields.filter((field) => !fields.some((rule) => rule.field === field))
  const inside = (collection.erase?.method === 'keep' ? [] : left)
    .filter((field) => field.fields.some((nested) => holdsPersonal(nested, asked)))
    .map(
      ({ name }): Obstacle => ({ collection: collection.name, field: name, kind: 'unsupported_type', blocking: true }),
    )
  return {
    row: row ?? (collection.erase?.method === 'keep' && wanted.length > 0 ? collection.erase : null),
    fields,
    elapsed: categories ? rules(null) : 'delete',
    stuck: row === 'delete' ? [] : [...stuckFields(collection.name, wanted, fields), ...inside],
  }
}

const stuckFields = (collection: string, wanted: readonly Field[], rules: readonly FieldRule[]): Obstacle[] =>
  wanted.flatMap((field): Obstacle[] => {
    const at = { collection, field: field.name, blocking: true }
    if (field.unsupportedStrategy !== null) return [{ ...at, kind: 'unsupported_strategy' }]
    const changes = rules.some((one) => one.field === field && one.erase.method !== 'keep')
    return field.readOnly && changes ? [{ ...at, kind: 'read_only' }] : []
  })

const holdsPersonal = (field: Field, asked: (field: Field) => boolean): boolean =>
  (asked(field) && (isPersonal(field.categories) || field.identity !== null || field.erase !== null)) ||
  field.fields.some((nested) => holdsPersonal(nested, asked))

const covers = (wide: string, categories: readonly string[]): boolean =>
  categories.some((category) => category === wide || category.startsWith(`${wide}.`))

/** @returns whether the row will be deleted or changed */
function place(draft: Draft, { collection }: Node, rules: Rules, row: FoundRow, today: Temporal.PlainDate): boolean {
  if (rules.row === null && rules.fields.length === 0) return false
  const why = row.thirdParty ? 'third_party' : row.shared ? 'shared' : null
  if (why) {
    push(draft.held, why, row.key)
    return false
  }
  for (const obstacle of rules.stuck) draft.obstacles.set(JSON.stringify(obstacle), obstacle)
  const fate = fateOf(rules, row, today, (field) => {
    const obstacle: Obstacle = { collection: collection.name, field, kind: 'no_end_date', blocking: true }
    draft.obstacles.set(JSON.stringify(obstacle), obstacle)
  })
  if (fate.row === 'delete') draft.delete.push(row.key)
  else if (Object.keys(fate.change).length > 0) entry(draft.change, { fields: fate.change }).keys.push(row.key)
  for (const { keep, until, fields } of fate.kept.values())
    entry(draft.kept, { fields, basis: keep.basis, until }).keys.push(row.key)
  return fate.row === 'delete' || Object.keys(fate.change).length > 0
}

/** One row: its retention decides per row, the rest per field. A row kept for the law still loses its other fields. */
function fateOf(rules: Rules, row: FoundRow, today: Temporal.PlainDate, noEnd: (field: string | null) => void): Fate {
  const fate: Fate = { row: rules.row === 'delete' ? 'delete' : null, change: {}, kept: new Map() }
  const stays = (keep: Keep, field: string | null): boolean => {
    const end = retentionEnd(keep.until, (name) => row.values[name])
    if (!end.ok) {
      noEnd(field)
      return true
    }
    if (Temporal.PlainDate.compare(end.value, today) < 0) return false
    const until = end.value.toString()
    const name = JSON.stringify([field === null, keep.basis, until])
    const kept = fate.kept.get(name) ?? { keep, until, fields: [] }
    fate.kept.set(name, kept)
    if (field !== null) kept.fields.push(field)
    return true
  }
  const over = rules.row !== null && rules.row !== 'delete' && !stays(rules.row, null)
  if (over && rules.elapsed === 'delete') fate.row = 'delete'
  if (fate.row === 'delete') return fate
  for (const { field, erase } of over && rules.elapsed !== 'delete' ? rules.elapsed : rules.fields) {
    if (erase.method === 'keep') {
      if (!stays(erase, field.name)) fate.change[field.name] = { method: 'null' }
    } else if (erase.method !== 'delete') fate.change[field.name] = erase
  }
  return fate
}

function entry<T extends object>(entries: Map<string, T & { keys: RowKey[] }>, what: T): { keys: RowKey[] } {
  const name = JSON.stringify(what)
  const found = entries.get(name) ?? { ...what, keys: [] }
  entries.set(name, found)
  return found
}

function push<K>(entries: Map<K, RowKey[]>, name: K, key: RowKey): void {
  const keys = entries.get(name)
  if (keys) keys.push(key)
  else entries.set(name, [key])
}
