import type { Collection, Dataset, Field } from './dataset.ts'
import { ignoresCase, looksLikeStaff } from './identity.ts'
import { parentsFirst } from './order.ts'

/** `<dataset>:<collection>`. */
export type CollectionId = string
export const collectionId = (dataset: string, collection: string): CollectionId => `${dataset}:${collection}`

/**
 * A reference as a fact of structure: `child` rows name a `parent` row. Fields pair up by position; several fields are
 * one composite key and must all match. `down` and `up` say which way the dataset lets values flow.
 */
export type Edge = {
  id: string
  child: CollectionId
  childFields: readonly string[]
  parent: CollectionId
  parentFields: readonly string[]
  down: boolean
  up: boolean
  /** The child's field names somebody who merely acted (staff, seller): marked `third_party` in the dataset. */
  thirdParty: boolean
  /** The same, guessed from names because the dataset does not say. */
  staff: boolean
  /** It links by an identifier that is compared without regard to case. */
  ignoreCase: boolean
  /** Where an end stands in a list, whether its other elements come with it (`return_all_elements`). */
  childWhole: boolean
  parentWhole: boolean
}

export type Node = { id: CollectionId; dataset: Dataset; collection: Collection }
/** `thirdParty`: the identifier names somebody else, such as a contact in an emergency. */
export type Entry = { collection: CollectionId; field: string; label: string; thirdParty: boolean; returnAll: boolean }
export type GraphProblem = { collection: CollectionId; field: string; problem: 'unknown_reference' }

export type Graph = {
  nodes: ReadonlyMap<CollectionId, Node>
  edges: readonly Edge[]
  entries: readonly Entry[]
  /** Ways in by a value of the request (`custom_request_field`), where there is no other. */
  requested: readonly Entry[]
  /** Parents before children; erasure goes the other way. A cycle is cut at one of its edges. */
  order: readonly CollectionId[]
  /** No identity leads there. */
  unreachable: readonly CollectionId[]
  /** Reached only down from a parent over a reference without direction: not followed where that parent is shared, see traverse. */
  beyond: readonly CollectionId[]
  problems: readonly GraphProblem[]
}

/** The map of one or more datasets. Pure, linear in fields and references. */
export function buildGraph(datasets: readonly Dataset[]): Graph {
  const nodes = new Map(
    datasets.flatMap((dataset) =>
      dataset.collections.map((collection): [CollectionId, Node] => {
        const id = collectionId(dataset.key, collection.name)
        return [id, { id, dataset, collection }]
      }),
    ),
  )
  const fields = new Map([...nodes.values()].map(({ id, collection }) => [id, allFields(collection.fields)]))
  const entriesBy = (by: 'identity' | 'requestField'): Entry[] => {
    const found: Entry[] = []
    for (const [collection, all] of fields)
      for (const { name: field, [by]: label, thirdParty, returnAll } of all)
        if (label) found.push({ collection, field, label, thirdParty, returnAll })
    return found
  }
  const entries = entriesBy('identity')
  const { edges, problems } = edgesOf(nodes, fields)
  const known = new Set(entries.map(({ collection }) => collection))
  for (const { child, parent, down, up } of edges) known.add(down ? child : parent).add(up ? parent : child)
  const requested = entriesBy('requestField').filter(({ collection }) => !known.has(collection))
  const order = parentsFirst([...nodes.keys()], edges)
  return { nodes, edges, entries, requested, order, problems, ...notReached(order, edges, [...entries, ...requested]) }
}

type Link = Omit<Edge, 'id' | 'childFields' | 'parentFields'> & { childField: string; parentField: string }

type Fields = ReadonlyMap<CollectionId, readonly Field[]>

function edgesOf(nodes: ReadonlyMap<CollectionId, Node>, fields: Fields): { edges: Edge[]; problems: GraphProblem[] } {
  const problems: GraphProblem[] = []
  const links: Link[] = []
  for (const { id, collection } of nodes.values())
    for (const field of fields.get(id) ?? [])
      for (const reference of field.references) {
        const other = nodes.get(collectionId(reference.dataset, reference.collection))
        const target = other && fields.get(other.id)?.find(({ name }) => name === reference.field)
        if (other && target) links.push(link(id, field, other, target, reference.direction, collection.name))
        else problems.push({ collection: id, field: field.name, problem: 'unknown_reference' })
      }
  return { edges: merge(links, nodes), problems }
}

/** A collection's fields and those inside them, under their paths: `data.contacts.email`. */
export function allFields(fields: readonly Field[]): readonly Field[] {
  // Nearly every collection is flat, and there may be thousands: its fields are as they are declared.
  if (fields.every((field) => field.fields.length === 0)) return fields
  return fields.flatMap((field) => [field, ...inside(field, `${field.name}.`, field.returnAll)])
}

const inside = (above: Field, path: string, wholeAbove: boolean): Field[] =>
  above.fields.flatMap((field) => {
    const name = `${path}${field.name}`
    const returnAll = wholeAbove || field.returnAll
    return [{ ...field, name, returnAll }, ...inside(field, `${name}.`, returnAll)]
  })

/** The declaring field is the child's, unless it alone is a primary key: then the reference is written on the parent. */
function link(
  declaring: CollectionId,
  field: Field,
  other: Node,
  target: Field,
  direction: 'to' | 'from' | null,
  declaringName: string,
): Link {
  const onParent = field.primaryKey && !target.primaryKey
  const [child, childField, parent, parentField] = onParent
    ? [other.id, target, declaring, field]
    : [declaring, field, other.id, target]
  const label = parentField.identity ?? childField.identity
  return {
    child,
    childField: childField.name,
    parent,
    parentField: parentField.name,
    down: direction !== (onParent ? 'from' : 'to'),
    up: direction !== (onParent ? 'to' : 'from'),
    thirdParty: childField.thirdParty,
    staff:
      !childField.thirdPartyStated && looksLikeStaff(childField.name, onParent ? declaringName : other.collection.name),
    ignoreCase: label !== null && ignoresCase(label),
    childWhole: childField.returnAll,
    parentWhole: parentField.returnAll,
  }
}

/** Links written on both sides become one; links that together name a whole composite key become one edge. */
function merge(links: readonly Link[], nodes: ReadonlyMap<CollectionId, Node>): Edge[] {
  const pairs = Map.groupBy(links, ({ child, parent }) => JSON.stringify([child, parent]))
  const edges = new Map<string, Edge>()
  for (const group of pairs.values())
    for (const edge of isComposite(group, nodes) ? [composite(group)] : group.map((one) => composite([one]))) {
      const same = edges.get(edge.id)
      edges.set(edge.id, same ? { ...same, down: same.down || edge.down, up: same.up || edge.up } : edge)
    }
  return [...edges.values()]
}

function isComposite(group: readonly Link[], nodes: ReadonlyMap<CollectionId, Node>): boolean {
  const parent = group[0] && nodes.get(group[0].parent)
  const key = parent?.collection.fields.filter(({ primaryKey }) => primaryKey).map(({ name }) => name) ?? []
  const named = new Set(group.map(({ parentField }) => parentField))
  return key.length > 1 && group.length === key.length && key.every((name) => named.has(name))
}

function composite(links: readonly Link[]): Edge {
  const first = links[0]
  if (!first) throw new Error('an edge needs a link')
  const childFields = links.map(({ childField }) => childField)
  const parentFields = links.map(({ parentField }) => parentField)
  const { child, parent } = first
  return {
    id: JSON.stringify([child, childFields, parent, parentFields]),
    child,
    childFields,
    parent,
    parentFields,
    down: links.some(({ down }) => down),
    up: links.some(({ up }) => up),
    thirdParty: links.some(({ thirdParty }) => thirdParty),
    staff: links.some(({ staff }) => staff),
    ignoreCase: links.length === 1 && first.ignoreCase,
    childWhole: first.childWhole,
    parentWhole: first.parentWhole,
  }
}

function notReached(ids: readonly CollectionId[], edges: readonly Edge[], entries: readonly Entry[]) {
  const start = entries.map(({ collection }) => collection)
  const flowing = reach(start, edges.flatMap(arrows))
  // A collection stands here twice: met from above, and met from below, whence only a stated direction leads down.
  const followed = reach(
    start,
    edges.flatMap(({ child, parent, down, up }) => [
      ...(down ? [{ from: parent, to: child }] : []),
      ...(down && !up ? [{ from: below(parent), to: child }] : []),
      ...(up ? [child, below(child)].map((from) => ({ from, to: below(parent) })) : []),
    ]),
  )
  return {
    unreachable: ids.filter((id) => !flowing.has(id)),
    beyond: ids.filter((id) => flowing.has(id) && !followed.has(id) && !followed.has(below(id))),
  }
}

const below = (id: CollectionId): string => `from below ${id}`
const arrows = ({ child, parent, down, up }: Edge) => [
  ...(down ? [{ from: parent, to: child }] : []),
  ...(up ? [{ from: child, to: parent }] : []),
]

/** Collections that can be reached without this edge. */
export const reachedWithout = ({ edges, entries }: Graph, without: Edge): ReadonlySet<CollectionId> =>
  reach(
    entries.map(({ collection }) => collection),
    edges.filter((edge) => edge !== without).flatMap(arrows),
  )

function reach(
  start: Iterable<CollectionId>,
  arrows: readonly { from: CollectionId; to: CollectionId }[],
): Set<CollectionId> {
  const next = Map.groupBy(arrows, ({ from }) => from)
  const reached = new Set(start)
  for (const id of reached) for (const { to } of next.get(id) ?? []) reached.add(to)
  return reached
}
