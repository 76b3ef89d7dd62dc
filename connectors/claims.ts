import type { CollectionId, Edge, Graph, Node } from '#domain/dataset/graph.ts'
import { type Connector, type Match, SourceFault, type SourceRow, type Tally } from './contract.ts'
import { type Standing, ValueCounts } from './frontier.ts'

export type Identity = { label: string; value: string }

/** What led to a row: an identity field that holds one of the person's identifiers, or a reference followed down or up. */
export type Through = { kind: 'identity' | 'down' | 'up'; collection: CollectionId; fields: readonly string[] }
export type Question = Match & { through: Through; thirdParty: boolean }
export type Met = { row: SourceRow; standing: Standing }

export type Search = {
  graph: Graph
  /** By dataset key. */
  connectors: Readonly<Record<string, Connector>>
  /** Any labelled identifiers of one person. A label may come several times. */
  identities: readonly Identity[]
  signal: AbortSignal
}

/** What is known so far about who is who; `traverse` states the rule. */
export type Claims = Search & {
  labels: ReadonlySet<string>
  /** Values of each edge's parent fields in the person's own rows, followed or not. */
  own: ValueCounts
  /** How many rows of the person's own name each parent: more in the source means somebody else does too. */
  naming: ValueCounts
  toParents: ReadonlyMap<CollectionId, readonly Edge[]>
  toChildren: ReadonlyMap<CollectionId, readonly Edge[]>
  entries: ReadonlyMap<CollectionId, Graph['entries']>
  /** Collections that hold identities, and those that also hang below one: their rows belong to somebody. */
  persons: ReadonlySet<CollectionId>
  belongings: ReadonlySet<CollectionId>
  /** Identifiers beside the person's, and whether somebody else uses them. */
  strangers: Map<string, boolean>
}

export function openClaims(search: Search): Claims {
  const { graph, identities } = search
  const persons = new Set(graph.entries.map(({ collection }) => collection))
  return {
    ...search,
    labels: new Set(identities.map(({ label }) => label)),
    own: new ValueCounts(),
    naming: new ValueCounts(),
    toParents: Map.groupBy(graph.edges, ({ child }) => child),
    toChildren: Map.groupBy(graph.edges, ({ parent }) => parent),
    entries: Map.groupBy(graph.entries, ({ collection }) => collection),
    persons,
    belongings: below(persons, graph.edges),
    strangers: new Map(),
  }
}

function below(persons: ReadonlySet<CollectionId>, edges: readonly Edge[]): Set<CollectionId> {
  const children = Map.groupBy(
    edges.filter(({ thirdParty }) => !thirdParty),
    ({ parent }) => parent,
  )
  const all = new Set(persons)
  for (const id of all) for (const { child } of children.get(id) ?? []) all.add(child)
  return all
}

export function connectorOf({ connectors }: Claims, { dataset }: Node): Connector {
  const connector = Object.hasOwn(connectors, dataset.key) ? connectors[dataset.key] : undefined
  if (!connector) throw new SourceFault('schema_mismatch')
  return connector
}

/** null: the row names nothing. A field that is not there as a scalar cannot be followed, and that is said. */
export function exact(row: SourceRow, fields: readonly string[]): readonly string[] | null {
  const values = fields.map((field) => row.exact[field])
  if (values.includes(undefined)) throw new SourceFault('schema_mismatch')
  return values.every((value) => typeof value === 'string') ? values : null
}

/** How a row stands to the person, from what it states and what found it. */
export function judge(
  claims: Claims,
  node: Node,
  row: SourceRow,
  questions: readonly Question[],
  claim: Standing,
): Standing {
  const asked = row.matched.flatMap((index) => questions[index] ?? [])
  const identified = asked.some(({ through }) => through.kind === 'identity')
  if (identified && asked.some(({ through, thirdParty }) => through.kind === 'identity' && !thirdParty)) return 'own'
  if (identified || carriesAnother(claims, node, row)) return 'third_party'
  if (claim === 'parent') return namesAnother(claims, node, row, claims.belongings) ? 'third_party' : 'parent'
  if (asked.length > 0 && asked.every(({ thirdParty }) => thirdParty)) return 'third_party'
  return claim === 'shared' || namesAnother(claims, node, row, claims.persons) ? 'shared' : 'own'
}

/** The identifiers a row states of whom it belongs to. */
const stated = ({ entries }: Claims, id: CollectionId, row: SourceRow): Identity[] =>
  (entries.get(id) ?? []).flatMap(({ field, label, thirdParty }) => {
    const value = row.exact[field]
    return thirdParty || value === null || value === undefined || value === '' ? [] : [{ label, value }]
  })

const isMine = ({ identities }: Claims, one: Identity): boolean =>
  identities.some(({ label, value }) => label === one.label && value === one.value)

/** The row states an identity of a label we know of the person, and it is not theirs. */
function carriesAnother(claims: Claims, { id }: Node, row: SourceRow): boolean {
  const known = stated(claims, id, row).filter(({ label }) => claims.labels.has(label))
  return known.length > 0 && !known.some((one) => isMine(claims, one))
}

/** It refers to a row in one of these collections that is not the person's own. */
const namesAnother = (
  { toParents, own }: Claims,
  { id }: Node,
  row: SourceRow,
  collections: ReadonlySet<CollectionId>,
) =>
  (toParents.get(id) ?? []).some((edge) => {
    if (edge.thirdParty || !collections.has(edge.parent)) return false
    const values = exact(row, edge.childFields)
    return values !== null && own.count(edge.id, values) === 0
  })

/** Identified rows that hold a second identifier: somebody else's too when it is in use elsewhere. */
export async function markMixed(claims: Claims, id: CollectionId, met: readonly Met[]): Promise<void> {
  const beside = met.map(({ row, standing }) =>
    standing === 'own'
      ? stated(claims, id, row).filter((one) => claims.labels.has(one.label) && !isMine(claims, one))
      : [],
  )
  await meetStrangers(claims, beside.flat())
  met.forEach((one, index) => {
    if (beside[index]?.some((identity) => claims.strangers.get(nameOf(identity)))) one.standing = 'shared'
  })
}

const nameOf = ({ label, value }: Identity): string => JSON.stringify([label, value])

/** Looks for a row that states one of these identifiers and none of the person's; stops at the first of each. */
async function meetStrangers(claims: Claims, identities: readonly Identity[]): Promise<void> {
  const unasked = identities.filter((one) => !claims.strangers.has(nameOf(one)))
  for (const one of unasked) claims.strangers.set(nameOf(one), false)
  for (const { collection, field, label, thirdParty } of claims.graph.entries) {
    const open = () => unasked.filter((one) => one.label === label && !claims.strangers.get(nameOf(one)))
    const node = claims.graph.nodes.get(collection)
    if (!node || thirdParty || open().length === 0) continue
    const match = { fields: [field], values: open().map(({ value }) => [value]) }
    for await (const rows of connectorOf(claims, node).read(node.collection.name, [match], claims.signal)) {
      for (const row of rows) {
        const names = stated(claims, collection, row)
        if (!names.some((one) => isMine(claims, one))) for (const one of names) claims.strangers.set(nameOf(one), true)
      }
      if (open().length === 0) break
    }
  }
}

/** A parent that rows outside the found set name too is somebody else's as well. Bounded look-ups, no scan of all rows. */
export async function markShared(claims: Claims, id: CollectionId, met: readonly Met[]): Promise<void> {
  for (const edge of claims.toChildren.get(id) ?? []) {
    const child = claims.graph.nodes.get(edge.child)
    const open = met.flatMap((one) => {
      const values = one.standing === 'parent' ? exact(one.row, edge.parentFields) : null
      return values ? [{ one, tally: { values, found: claims.naming.count(edge.id, values) } satisfies Tally }] : []
    })
    if (!child || open.length === 0) continue
    const tallies = open.map(({ tally }) => tally)
    const more = await connectorOf(claims, child).hasMore(
      child.collection.name,
      edge.childFields,
      tallies,
      claims.signal,
    )
    open.forEach(({ one }, index) => {
      if (more[index]) one.standing = 'shared'
    })
  }
}
