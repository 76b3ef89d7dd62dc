import { Temporal } from 'temporal-polyfill'
import type { Change, CollectionErase, Field, FieldErase, Keep } from '#domain/dataset/dataset.ts'
import { effectiveErase } from '#domain/dataset/effective-erase.ts'
import { allFields, type CollectionId, collectionId, type Graph, type Node } from '#domain/dataset/graph.ts'
import { parentsFirst } from '#domain/dataset/order.ts'
import { retentionEnd } from '#domain/dataset/retention.ts'
import { type ErasurePlan, erases, type Fate, type Kept, type Link, STAYS } from '#domain/erasure/plan.ts'
import { type Lines, PlanWriter } from '#domain/erasure/plan-file.ts'
import type { LiveForeignKey, Obstacle, SourceCheck } from './contract.ts'
import { ownerDigest, ownerFields } from './owner.ts'
import type { FoundRow } from './traverse.ts'

export type ErasurePlanner = {
  add(collection: CollectionId, rows: readonly FoundRow[]): Promise<void>
  finish(salt: string): Promise<ErasurePlan>
}

type PlannerInput = {
  graph: Graph
  dataset: string
  check: SourceCheck
  /** the day against which retention ends are judged, in the controller's time zone */
  today: Temporal.PlainDate
  /** where the rows are written as they come */
  lines: Lines
  /**
   * erase only fields of these categories (`user.contact` covers `user.contact.email`); rows then stay unless a key
   * field itself must go. null: everything
   */
  categories?: readonly string[] | null
}

/**
 * Turns a traversal's rows into the plan for one source. Whatever is shared or names a third party is held, never
 * touched.
 */
export function planErasure({ graph, dataset, check, today, lines, categories = null }: PlannerInput): ErasurePlanner {
  const writer = new PlanWriter(lines)
  const obstacles = new Map<string, Obstacle>()
  const stands = (obstacle: Obstacle) => void obstacles.set(JSON.stringify(obstacle), obstacle)
  const foreignKeys = check.foreignKeys.flatMap(({ child, ...foreignKey }) =>
    [child, foreignKey.parent].every((name) => name !== null && graph.nodes.has(collectionId(dataset, name))) && child
      ? [{ ...foreignKey, child }]
      : [],
  )
  const places = new Map<CollectionId, Place | null>()
  const placeOf = (id: CollectionId): Place | null => {
    const node = graph.nodes.get(id)
    const live = node && check.collections[node.collection.name]
    if (!node || !live || node.dataset.key !== dataset) return null
    const rules = rulesOf(graph, node, live.key, categories)
    return { node, rules, owner: ownerFields(graph, node), ...linksOf(foreignKeys, node.collection.name, live.key) }
  }
  return {
    async add(id, rows) {
      const place = places.has(id) ? places.get(id) : placeOf(id)
      places.set(id, place ?? null)
      if (!place || (place.rules.row === null && place.rules.fields.length === 0)) return
      const { node, rules, owner, names, named } = place
      for (const row of rows) {
        const fate = fateOf(rules, row, today, node.collection.name, stands)
        if (!erases(fate) && !fate.held && fate.kept.length === 0) continue
        const planned = {
          key: row.key,
          fate,
          owner: erases(fate) ? ownerDigest(owner, row.values) : null,
          names: names(row),
          named: named(row),
        }
        const full = writer.add(node.collection.name, planned)
        if (full !== undefined) await full
      }
    },
    finish(salt) {
      const steps = erasureOrder(graph, dataset, check).flatMap((id) => {
        const name = graph.nodes.get(id)?.collection.name
        return name === undefined ? [] : [{ collection: name, key: check.collections[name]?.key ?? [] }]
      })
      const links = foreignKeys.map(({ child, childFields, parent }) => ({ child, childFields, parent }))
      return writer.finish({ dataset, salt, foreignKeys: links, obstacles: [...obstacles.values()] }, steps)
    },
  }
}

type Place = { node: Node; rules: Rules; owner: readonly string[] } & ReturnType<typeof linksOf>

/** What a row says by the foreign keys of its table: which rows it names, and by what it is named. */
function linksOf(foreignKeys: readonly LiveForeignKey[], name: string, key: readonly string[]) {
  const own = foreignKeys.map((foreignKey, number) => ({ ...foreignKey, number }))
  const reader = (ends: readonly { number: number; fields: readonly string[] }[]) => (row: FoundRow) =>
    ends.flatMap(({ number, fields }): Link[] => {
      const values = fields.flatMap((field) => row.exact[field] ?? [])
      return values.length === fields.length ? [[number, ...values]] : []
    })
  return {
    names: reader(own.flatMap((one) => (one.child === name ? [{ number: one.number, fields: one.childFields }] : []))),
    named: reader(
      own.flatMap((one) =>
        one.parent === name && one.parentFields.join() !== key.join()
          ? [{ number: one.number, fields: one.parentFields }]
          : [],
      ),
    ),
  }
}

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
  const wanted = allFields(collection.fields).filter(asked)
  // What holds for a field holds for all inside it; where nothing does, what is inside goes by itself.
  const ruled = (field: Field, erase: CollectionErase | null): FieldRule[] => {
    const inKey = key.includes(field.name)
    const method = asked(field) ? effectiveErase({ ...collection, erase }, field, inKey, linked.has(field.name)) : null
    if (method) return [{ field, erase: method }]
    return field.fields.flatMap((inner) => ruled({ ...inner, name: `${field.name}.${inner.name}` }, erase))
  }
  const rules = (erase: CollectionErase | null) => collection.fields.flatMap((field) => ruled(field, erase))
  const fields = rules(collection.erase)
  const row =
    fields.some(({ erase }) => erase.method === 'delete') || (collection.erase?.method === 'delete' && !categories)
      ? 'delete'
      : null
  return {
    row: row ?? (collection.erase?.method === 'keep' && wanted.length > 0 ? collection.erase : null),
    fields,
    elapsed: categories ? rules(null) : 'delete',
    stuck: row === 'delete' ? [] : stuckFields(collection.name, wanted, fields),
  }
}

function stuckFields(collection: string, wanted: readonly Field[], rules: readonly FieldRule[]): Obstacle[] {
  const refused = wanted.filter(({ unsupportedStrategy }) => unsupportedStrategy !== null)
  const fixed = rules.filter(({ field, erase }) => field.readOnly && erase.method !== 'keep')
  const at = (field: Field, kind: Obstacle['kind']): Obstacle => ({
    collection,
    field: field.name,
    kind,
    blocking: true,
  })
  return [
    ...refused.map((field) => at(field, 'unsupported_strategy')),
    ...fixed.map(({ field }) => at(field, 'read_only')),
  ]
}

const covers = (wide: string, categories: readonly string[]): boolean =>
  categories.some((category) => category === wide || category.startsWith(`${wide}.`))

/** One row: its retention decides per row, the rest per field. A row kept for the law still loses its other fields. */
function fateOf(
  rules: Rules,
  row: FoundRow,
  today: Temporal.PlainDate,
  collection: string,
  stands: (obstacle: Obstacle) => void,
): Fate {
  const held = row.thirdParty ? 'third_party' : row.shared ? 'shared' : null
  if (held) return { ...STAYS, held }
  rules.stuck.forEach(stands)
  const kept = new Map<string, Kept & { fields: string[] }>()
  const stays = (keep: Keep, field: string | null): boolean => {
    const end = retentionEnd(keep.until, (name) => row.values[name])
    if (!end.ok) {
      stands({ collection, field, kind: 'no_end_date', blocking: true })
      return true
    }
    if (Temporal.PlainDate.compare(end.value, today) < 0) return false
    const until = end.value.toString()
    const name = JSON.stringify([field === null, keep.basis, until])
    const one = kept.get(name) ?? { fields: [], basis: keep.basis, until }
    kept.set(name, one)
    if (field !== null) one.fields.push(field)
    return true
  }
  const over = rules.row !== null && rules.row !== 'delete' && !stays(rules.row, null)
  if (rules.row === 'delete' || (over && rules.elapsed === 'delete')) return GOES
  const change: Record<string, Change> = {}
  for (const { field, erase } of over && rules.elapsed !== 'delete' ? rules.elapsed : rules.fields) {
    if (erase.method === 'keep') {
      if (!stays(erase, field.name)) change[field.name] = { method: 'null' }
    } else if (erase.method !== 'delete') change[field.name] = erase
  }
  return { ...STAYS, change: Object.keys(change).length > 0 ? change : null, kept: [...kept.values()] }
}

const GOES: Fate = { ...STAYS, remove: true }
