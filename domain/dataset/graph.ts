import type { Collection, Dataset, Field } from './dataset.ts'
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
}

export type Node = { id: CollectionId; dataset: Dataset; collection: Collection }
/** `thirdParty`: the identifier names somebody else, such as a contact in an emergency. */
export type Entry = { collection: CollectionId; field: string; label: string; thirdParty: boolean }
export type GraphProblem = { collection: CollectionId; field: string; problem: 'unknown_reference' | 'nested_link' }

export type Graph = {
  nodes: ReadonlyMap<CollectionId, Node>
  edges: readonly Edge[]
  entries: readonly Entry[]
  /** Parents before children; erasure goes the other way. A cycle is cut at one of its edges. */
  order: readonly CollectionId[]
  /** No identity leads there. */
  unreachable: readonly CollectionId[]
  /** Reached only down from a parent that other people may share: not followed, see traverse. */
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
  const entries = [...nodes.values()].flatMap(({ id, collection }) =>
    collection.fields.flatMap(({ name, identity, thirdParty }) =>
      identity ? [{ collection: id, field: name, label: identity, thirdParty }] : [],
    ),
  )
  const { edges, problems } = edgesOf(nodes)
  const order = parentsFirst([...nodes.keys()], edges)
  return { nodes, edges, entries, order, problems, ...notReached(order, edges, entries) }
}

type Link = Omit<Edge, 'id' | 'childFields' | 'parentFields'> & { childField: string; parentField: string }

function edgesOf(nodes: ReadonlyMap<CollectionId, Node>): { edges: Edge[]; problems: GraphProblem[] } {
  const problems: GraphProblem[] = []
  const links = [...nodes.values()].flatMap((node) =>
    node.collection.fields.flatMap((field) => {
      if (hasNestedLink(field)) problems.push({ collection: node.id, field: field.name, problem: 'nested_link' })
      return field.references.flatMap((reference): Link[] => {
        const other = nodes.get(collectionId(reference.dataset, reference.collection))
        const target = other?.collection.fields.find(({ name }) => name === reference.field)
        if (other && target) return [link(node.id, field, other.id, target, reference.direction)]
        problems.push({ collection: node.id, field: field.name, problem: 'unknown_reference' })
        return []
      })
    }),
  )
  return { edges: merge(links, nodes), problems }
}

const hasNestedLink = (field: Field): boolean =>
  field.fields.some((nested) => nested.references.length > 0 || nested.identity !== null || hasNestedLink(nested))

/** The declaring field is the child's, unless it alone is a primary key: then the reference is written on the parent. */
function link(
  declaring: CollectionId,
  field: Field,
  other: CollectionId,
  target: Field,
  direction: 'to' | 'from' | null,
): Link {
  const onParent = field.primaryKey && !target.primaryKey
  return onParent
    ? {
        child: other,
        childField: target.name,
        parent: declaring,
        parentField: field.name,
        down: direction !== 'from',
        up: direction !== 'to',
        thirdParty: target.thirdParty,
      }
    : {
        child: declaring,
        childField: field.name,
        parent: other,
        parentField: target.name,
        down: direction !== 'to',
        up: direction !== 'from',
        thirdParty: field.thirdParty,
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
  }
}

function notReached(ids: readonly CollectionId[], edges: readonly Edge[], entries: readonly Entry[]) {
  const start = entries.map(({ collection }) => collection)
  const down = edges.filter((edge) => edge.down).map(({ parent, child }) => ({ from: parent, to: child }))
  const up = edges.filter((edge) => edge.up).map(({ parent, child }) => ({ from: child, to: parent }))
  const followed = reach(reach(start, down), up)
  const flowing = reach(start, [...down, ...up])
  return {
    unreachable: ids.filter((id) => !flowing.has(id)),
    beyond: ids.filter((id) => flowing.has(id) && !followed.has(id)),
  }
}

function reach(
  start: Iterable<CollectionId>,
  arrows: readonly { from: CollectionId; to: CollectionId }[],
): Set<CollectionId> {
  const next = Map.groupBy(arrows, ({ from }) => from)
  const reached = new Set(start)
  for (const id of reached) for (const { to } of next.get(id) ?? []) reached.add(to)
  return reached
}
