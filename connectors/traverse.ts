import type { CollectionId, Edge, Graph, Node } from '#domain/dataset/graph.ts'
import { type Connector, type Match, type RowKey, SourceFault, type SourceRow, type Tally } from './contract.ts'
import { Frontier, type Standing, tuple, ValueCounts } from './frontier.ts'

export type Identity = { label: string; value: string }

/** What led to a row: an identity field that holds one of the person's identifiers, or a reference followed down or up. */
export type Through = { kind: 'identity' | 'down' | 'up'; collection: CollectionId; fields: readonly string[] }

export type FoundRow = {
  key: RowKey
  values: SourceRow['values']
  through: readonly Through[]
  /** Another person's rows name this row too, or it names another person beside the subject. Never erased silently. */
  shared: boolean
  /** It speaks of somebody else; a person must decide before it is handed over, and it is never changed. */
  thirdParty: boolean
}

export type Traversal = {
  graph: Graph
  /** By dataset key. */
  connectors: Readonly<Record<string, Connector>>
  /** Any labelled identifiers of one person. A label may come several times. */
  identities: readonly Identity[]
  /** Awaited before more is read, so that nothing piles up. A row comes once. */
  onRows: (collection: CollectionId, rows: readonly FoundRow[]) => Promise<void> | void
  signal: AbortSignal
}

type Question = Match & { through: Through; thirdParty: boolean }
type State = Traversal & {
  labels: ReadonlySet<string>
  seen: Map<CollectionId, Set<string>>
  down: Frontier
  up: Frontier
  /** Values of each edge's parent fields in the person's own rows, followed or not. */
  own: ValueCounts
  /** How many rows of the person's own name each parent: more in the source means somebody else does too. */
  naming: ValueCounts
  toParents: ReadonlyMap<CollectionId, readonly Edge[]>
  toChildren: ReadonlyMap<CollectionId, readonly Edge[]>
  entries: ReadonlyMap<CollectionId, Graph['entries']>
  /** Collections that hold identities, and those that also hang below one: their rows belong to somebody. */
  persons: ReadonlySet<CollectionId>
  /** Identifiers beside the person's, and whether somebody else uses them. */
  strangers: Map<string, boolean>
  belongings: ReadonlySet<CollectionId>
}

/**
 * Finds every row of a person.
 *
 * The rule. A row is the person's **own** when an identity field (not marked `third_party`) holds one of their
 * identifiers, or when it is a child of an own row. From own rows we go *down* to children and *up* to parents; from a parent reached by going up only
 * further up, never down: a product leads to everybody who bought it. Then:
 * - a child that carries identity fields of a known label and none is the person's, or that is linked only through a
 *   field marked `third_party`, is a **third party** row: returned, flagged, followed nowhere;
 * - a row that holds a second identifier beside the person's is **shared** when that identifier also stands in a row
 *   which states nothing of the person's (an account with the spouse's address), not when it is known from here only;
 * - a child that names, by another reference, a row of a collection with identities which is not the person's own is
 *   **shared** (a message between two people), and so are its children; a field marked `third_party` names nobody;
 * - a parent reached by going up is **shared** when any row outside the found set names it too, and a **third party**
 *   row when it carries somebody else's identity or itself hangs below something that is not the person's (the
 *   stranger's message that they answered).
 * So a row of another person never comes back without a flag. Parents are visited before their children and identities
 * before everything, so that a row is first met on its strongest claim; cycles end because a row is visited once.
 * What stays in memory is keys and link values, not rows.
 *
 * @throws SourceFault
 */
export async function traverse(traversal: Traversal): Promise<void> {
  const { graph, identities } = traversal
  const persons = new Set(graph.entries.map(({ collection }) => collection))
  // An empty identifier would fit every row that lacks one.
  if (identities.some(({ value }) => value.trim() === '')) throw new SourceFault('value_not_castable')
  const state: State = {
    ...traversal,
    labels: new Set(identities.map(({ label }) => label)),
    seen: new Map([...graph.nodes.keys()].map((id) => [id, new Set()])),
    down: new Frontier(),
    up: new Frontier(),
    own: new ValueCounts(),
    naming: new ValueCounts(),
    toParents: Map.groupBy(graph.edges, ({ child }) => child),
    toChildren: Map.groupBy(graph.edges, ({ parent }) => parent),
    entries: Map.groupBy(graph.entries, ({ collection }) => collection),
    persons,
    strangers: new Map(),
    belongings: below(persons, graph.edges),
  }
  for (const id of graph.order) await visit(state, id, identityQuestions(state, id), 'own')
  await drain(state, state.down, graph.order, followDown)
  await drain(state, state.up, [...graph.order].reverse(), followUp)
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

async function drain(
  state: State,
  frontier: Frontier,
  order: readonly CollectionId[],
  follow: typeof followUp,
): Promise<void> {
  while (frontier.size > 0) for (const id of order) await follow(state, id)
}

const identityQuestions = ({ entries, identities }: State, id: CollectionId): Question[] =>
  (entries.get(id) ?? []).flatMap(({ field, label, thirdParty }): Question[] => {
    const values = identities.filter((identity) => identity.label === label).map(({ value }) => [value])
    const through: Through = { kind: 'identity', collection: id, fields: [field] }
    return values.length === 0 ? [] : [{ fields: [field], values, through, thirdParty }]
  })

/** Own claims first, so that a row with two claims is met on the stronger one. */
async function followDown(state: State, id: CollectionId): Promise<void> {
  const edges = state.toParents.get(id) ?? []
  for (const standing of ['own', 'shared'] as const) {
    const questions = edges.flatMap((edge): Question[] => {
      const values = state.down.take(edge.id, standing)
      const through: Through = { kind: 'down', collection: edge.parent, fields: edge.childFields }
      return values.length === 0 ? [] : [{ fields: edge.childFields, values, through, thirdParty: edge.thirdParty }]
    })
    await visit(state, id, questions, standing)
  }
}

async function followUp(state: State, id: CollectionId): Promise<void> {
  const questions = (state.toChildren.get(id) ?? []).flatMap((edge): Question[] => {
    const values = state.up.take(edge.id, 'parent')
    const through: Through = { kind: 'up', collection: edge.child, fields: edge.childFields }
    return values.length === 0 ? [] : [{ fields: edge.parentFields, values, through, thirdParty: edge.thirdParty }]
  })
  await visit(state, id, questions, 'parent')
}

async function visit(
  state: State,
  id: CollectionId,
  questions: readonly Question[],
  standing: Standing,
): Promise<void> {
  const node = state.graph.nodes.get(id)
  if (!node || questions.length === 0) return
  const connector = connectorOf(state, node)
  for await (const batch of connector.read(node.collection.name, questions, state.signal)) {
    const fresh = batch.filter((row) => isNew(state.seen.get(id), row.key))
    const met = fresh.map((row) => ({ row, standing: judge(state, node, row, questions, standing) }))
    if (standing === 'parent') await markShared(state, id, met)
    if (questions[0]?.through.kind === 'identity') await markMixed(state, id, met)
    for (const one of met) expand(state, id, one.row, one.standing, standing === 'parent')
    if (met.length > 0)
      await state.onRows(
        id,
        met.map((one) => found(one, node, questions)),
      )
  }
}

type Met = { row: SourceRow; standing: Standing }

const found = ({ row, standing }: Met, { collection }: Node, questions: readonly Question[]): FoundRow => ({
  key: row.key,
  values: row.values,
  through: row.matched.flatMap((index) => questions[index]?.through ?? []),
  shared: standing === 'shared',
  thirdParty: standing === 'third_party' || collection.thirdParty,
})

function connectorOf({ connectors }: State, { dataset }: Node): Connector {
  const connector = Object.hasOwn(connectors, dataset.key) ? connectors[dataset.key] : undefined
  if (!connector) throw new SourceFault('schema_mismatch')
  return connector
}

function isNew(seen: Set<string> | undefined, key: RowKey): boolean {
  const name = tuple(key)
  if (!seen || seen.has(name)) return false
  seen.add(name)
  return true
}

function judge(state: State, node: Node, row: SourceRow, questions: readonly Question[], claim: Standing): Standing {
  const asked = row.matched.flatMap((index) => questions[index] ?? [])
  const identified = asked.some(({ through }) => through.kind === 'identity')
  if (identified && asked.some(({ through, thirdParty }) => through.kind === 'identity' && !thirdParty)) return 'own'
  if (identified || carriesAnother(state, node, row)) return 'third_party'
  if (claim === 'parent') return namesAnother(state, node, row, state.belongings) ? 'third_party' : 'parent'
  if (asked.length > 0 && asked.every(({ thirdParty }) => thirdParty)) return 'third_party'
  return claim === 'shared' || namesAnother(state, node, row, state.persons) ? 'shared' : 'own'
}

/** The identifiers a row states of whom it belongs to. */
const stated = ({ entries }: State, id: CollectionId, row: SourceRow): Identity[] =>
  (entries.get(id) ?? []).flatMap(({ field, label, thirdParty }) => {
    const value = row.exact[field]
    return thirdParty || value === null || value === undefined || value === '' ? [] : [{ label, value }]
  })

const isMine = ({ identities }: State, one: Identity): boolean =>
  identities.some(({ label, value }) => label === one.label && value === one.value)

/** The row states an identity of a label we know of the person, and it is not theirs. */
function carriesAnother(state: State, { id }: Node, row: SourceRow): boolean {
  const known = stated(state, id, row).filter(({ label }) => state.labels.has(label))
  return known.length > 0 && !known.some((one) => isMine(state, one))
}

/** It refers to a row in one of these collections that is not the person's own. */
const namesAnother = (
  { toParents, own }: State,
  { id }: Node,
  row: SourceRow,
  collections: ReadonlySet<CollectionId>,
) =>
  (toParents.get(id) ?? []).some((edge) => {
    if (edge.thirdParty || !collections.has(edge.parent)) return false
    const values = exact(row, edge.childFields)
    return values !== null && own.count(edge.id, values) === 0
  })

async function markMixed(state: State, id: CollectionId, met: readonly Met[]): Promise<void> {
  const beside = met.map(({ row, standing }) =>
    standing === 'own'
      ? stated(state, id, row).filter((one) => state.labels.has(one.label) && !isMine(state, one))
      : [],
  )
  await meetStrangers(state, beside.flat())
  met.forEach((one, index) => {
    if (beside[index]?.some((identity) => state.strangers.get(nameOf(identity)))) one.standing = 'shared'
  })
}

const nameOf = ({ label, value }: Identity): string => JSON.stringify([label, value])

/** Looks for a row that states one of these identifiers and none of the person's; stops at the first of each. */
async function meetStrangers(state: State, identities: readonly Identity[]): Promise<void> {
  const unasked = identities.filter((one) => !state.strangers.has(nameOf(one)))
  for (const one of unasked) state.strangers.set(nameOf(one), false)
  for (const { collection, field, label, thirdParty } of state.graph.entries) {
    const open = () => unasked.filter((one) => one.label === label && !state.strangers.get(nameOf(one)))
    const node = state.graph.nodes.get(collection)
    if (!node || thirdParty || open().length === 0) continue
    const match = { fields: [field], values: open().map(({ value }) => [value]) }
    for await (const rows of connectorOf(state, node).read(node.collection.name, [match], state.signal)) {
      for (const row of rows) {
        const names = stated(state, collection, row)
        if (!names.some((one) => isMine(state, one))) for (const one of names) state.strangers.set(nameOf(one), true)
      }
      if (open().length === 0) break
    }
  }
}

/** A parent that rows outside the found set name too is somebody else's as well. Bounded look-ups, no scan of all rows. */
async function markShared(state: State, id: CollectionId, met: readonly Met[]): Promise<void> {
  for (const edge of state.toChildren.get(id) ?? []) {
    const child = state.graph.nodes.get(edge.child)
    const open = met.flatMap((one) => {
      const values = one.standing === 'parent' ? exact(one.row, edge.parentFields) : null
      return values ? [{ one, tally: { values, found: state.naming.count(edge.id, values) } satisfies Tally }] : []
    })
    if (!child || open.length === 0) continue
    const tallies = open.map(({ tally }) => tally)
    const more = await connectorOf(state, child).hasMore(child.collection.name, edge.childFields, tallies, state.signal)
    open.forEach(({ one }, index) => {
      if (more[index]) one.standing = 'shared'
    })
  }
}

/** Hands the row's values on: to its children unless it was reached going up, to its parents unless it is not the person's. */
function expand(state: State, id: CollectionId, row: SourceRow, standing: Standing, wentUp: boolean): void {
  if (standing === 'third_party') return
  for (const edge of wentUp ? [] : (state.toChildren.get(id) ?? [])) {
    const values = exact(row, edge.parentFields)
    if (values && standing === 'own') state.own.add(edge.id, values)
    if (values && edge.down) state.down.add(edge.id, values, standing)
  }
  for (const edge of state.toParents.get(id) ?? []) {
    const values = exact(row, edge.childFields)
    if (values && standing !== 'shared') state.naming.add(edge.id, values)
    if (values && edge.up && (standing !== 'shared' || wentUp)) state.up.add(edge.id, values, 'parent')
  }
}

/** null: the row names nothing. A field that is not there as a scalar cannot be followed, and that is said. */
function exact(row: SourceRow, fields: readonly string[]): readonly string[] | null {
  const values = fields.map((field) => row.exact[field])
  if (values.includes(undefined)) throw new SourceFault('schema_mismatch')
  return values.every((value) => typeof value === 'string') ? values : null
}
