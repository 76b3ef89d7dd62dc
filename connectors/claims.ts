import { type CollectionId, type Edge, type Graph, type Node, reachedWithout } from '#domain/dataset/graph.ts'
import { comparedAs, ignoresCase } from '#domain/dataset/identity.ts'
import { scalarsAt } from '#domain/dataset/nested.ts'
import { type Connector, type Match, SourceFault, type SourceRow, type Tally } from './contract.ts'
import { type Standing, ValueCounts, ValueSets } from './frontier.ts'

export type Identity = { label: string; value: string }

/**
 * What led to a row: an identity field that holds one of the person's identifiers, a value of the request, or a
 * reference followed down or up.
 */
export type Through = {
  kind: 'identity' | 'request' | 'down' | 'up'
  collection: CollectionId
  fields: readonly string[]
}
export type Question = Match & {
  through: Through
  thirdParty: boolean
  staff?: boolean
  /** The values that led here over a reference: of a list in which they stand, the other elements are left behind. */
  led?: (value: string) => boolean
}
/** `part`: of the row, what is handed over and followed. */
export type Met = { row: SourceRow; part: SourceRow; standing: Standing }

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
  mine: ReadonlySet<string>
  /** Values of an edge's parent fields in the person's own rows, followed or not; of the edges in `owning` only. */
  own: ValueSets
  /** Edges by which rows are judged: who hangs below the person's rows is theirs. Nobody asks for the others. */
  owning: ReadonlySet<Edge>
  /** How many rows of the person's own name each parent: more in the source means somebody else does too. */
  naming: ValueCounts
  /** Collections that are reached from their children. */
  ascended: ReadonlySet<CollectionId>
  toParents: ReadonlyMap<CollectionId, readonly Edge[]>
  toChildren: ReadonlyMap<CollectionId, readonly Edge[]>
  entries: ReadonlyMap<CollectionId, Graph['entries']>
  /** Collections that hold identities, and those that also hang below one: their rows belong to somebody. */
  persons: ReadonlySet<CollectionId>
  belongings: ReadonlySet<CollectionId>
  /** Identifiers beside the person's, and whether somebody else uses them. */
  strangers: Map<string, boolean>
  /** Edges whose children can be reached over them only, so that those children say nothing about who shares a parent. */
  soleWays: Map<Edge, boolean>
}

export function openClaims(search: Search): Claims {
  const { graph, identities } = search
  const persons = new Set(graph.entries.map(({ collection }) => collection))
  const belongings = below(persons, graph.edges)
  const ascended = new Set(graph.edges.flatMap(({ parent, up }) => (up ? [parent] : [])))
  const proves = ({ parent, child, thirdParty, staff }: Edge) =>
    !thirdParty && !staff && (persons.has(parent) || (belongings.has(parent) && ascended.has(child)))
  return {
    ...search,
    labels: new Set(identities.map(({ label }) => label)),
    mine: new Set(identities.map(nameOf)),
    own: new ValueSets(),
    owning: new Set(graph.edges.filter(proves)),
    ascended,
    naming: new ValueCounts(),
    toParents: Map.groupBy(graph.edges, ({ child }) => child),
    toChildren: Map.groupBy(graph.edges, ({ parent }) => parent),
    entries: Map.groupBy(graph.entries, ({ collection }) => collection),
    persons,
    belongings,
    strangers: new Map(),
    soleWays: new Map(),
  }
}

function below(persons: ReadonlySet<CollectionId>, edges: readonly Edge[]): Set<CollectionId> {
  const children = Map.groupBy(
    edges.filter(({ thirdParty, staff }) => !thirdParty && !staff),
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

/**
 * The values by which a row stands at one end of an edge, in the form in which they are compared: none where it names
 * nothing, several where the field is a list or stands inside one. Several fields together are one key, or nothing.
 */
export function valuesAt(end: 'child' | 'parent', edge: Edge, row: SourceRow): readonly (readonly string[])[] {
  const fields = end === 'child' ? edge.childFields : edge.parentFields
  const [only, ...more] = fields
  const one = only !== undefined && more.length === 0
  const tuples = one ? textsAt(row, only).map((value) => [value]) : whole(row, fields)
  return edge.ignoreCase ? tuples.map((values) => values.map((value) => value.toLowerCase())) : tuples
}

/** @throws SourceFault when the source gave no such field: it cannot be followed, and that is said */
function textsAt(row: Pick<SourceRow, 'exact' | 'values'>, field: string): readonly string[] {
  const value = row.exact[field]
  if (value !== undefined) return value === null ? [] : [value]
  const [first = '', ...steps] = Object.hasOwn(row.values, field) ? [field] : field.split('.')
  if (!Object.hasOwn(row.values, first)) throw new SourceFault('schema_mismatch')
  return [...new Set(scalarsAt(row.values[first], steps))]
}

function whole(row: SourceRow, fields: readonly string[]): readonly (readonly string[])[] {
  const values = fields.map((field) => row.exact[field])
  if (values.includes(undefined)) throw new SourceFault('schema_mismatch')
  return values.every((value) => typeof value === 'string') ? [values] : []
}

/** How a row stands to the person, from what it states and what found it. */
export function judge(
  claims: Claims,
  node: Node,
  row: SourceRow,
  questions: readonly Question[],
  claim: Standing,
): Standing {
  const asked = questions.length === 1 ? questions : row.matched.flatMap((index) => questions[index] ?? [])
  const identified = asked.some(({ through }) => through.kind === 'identity')
  if (identified && asked.some(({ through, thirdParty }) => through.kind === 'identity' && !thirdParty)) return 'own'
  if (claim === 'third_party' || identified || carriesAnother(claims, node, row)) return 'third_party'
  if (claim === 'parent') return namesAnother(claims, node, row) ? 'third_party' : 'parent'
  if (asked.length > 0 && asked.every(({ thirdParty }) => thirdParty)) return 'third_party'
  return judgeByLinks(claims, node, row, asked, claim)
}

/**
 * A child that names another person. With a link of its own to the subject it is between the two; without one, what led
 * here is a side way (their card in somebody's order, the request they worked on), and the row is the other's.
 */
function judgeByLinks(
  claims: Claims,
  { id }: Node,
  row: SourceRow,
  asked: readonly Question[],
  claim: Standing,
): Standing {
  let [namesMine, namesOther, isAnothers] = [false, false, false]
  for (const edge of claims.toParents.get(id) ?? []) {
    if (edge.thirdParty || edge.staff || !claims.persons.has(edge.parent)) continue
    for (const values of valuesAt('child', edge, row))
      if (claims.own.has(edge.id, values)) namesMine = true
      else {
        namesOther = true
        isAnothers ||= claims.own.hasAny(edge.id)
      }
  }
  const linked = asked.some(
    ({ through: { kind, collection }, staff, thirdParty }) =>
      kind === 'down' && !staff && !thirdParty && claims.persons.has(collection),
  )
  if (!linked && !namesMine) {
    const asStaff = asked.length > 0 && asked.every(({ staff }) => staff === true)
    if (asStaff && isOfOthers(claims, id)) return 'third_party'
    if (isAnothers) return 'third_party'
  }
  return claim === 'shared' || namesOther ? 'shared' : 'own'
}

/** Its rows say whose they are by something else than the staff who acted on them, even where that is empty. */
const isOfOthers = ({ entries, toParents, belongings }: Claims, id: CollectionId): boolean =>
  entries.has(id) ||
  (toParents.get(id) ?? []).some(({ parent, staff, thirdParty }) => !staff && !thirdParty && belongings.has(parent))

/** The identifiers a row states of whom it belongs to. */
const stated = ({ entries }: Claims, id: CollectionId, row: SourceRow): Identity[] =>
  (entries.get(id) ?? []).flatMap(({ field, label, thirdParty }) =>
    thirdParty ? [] : textsAt(row, field).flatMap((value) => (value === '' ? [] : [{ label, value }])),
  )

/** Whether one of the identity fields of a row's collection, other people's included, holds this identifier. */
export const statesIdentity = (
  entries: Graph['entries'],
  id: CollectionId,
  row: Pick<SourceRow, 'exact' | 'values'>,
  identity: Identity,
): boolean =>
  entries
    .filter(({ collection, label }) => collection === id && label === identity.label)
    .some(({ field, label }) => textsAt(row, field).some((value) => nameOf({ label, value }) === nameOf(identity)))

const nameOf = ({ label, value }: Identity): string => JSON.stringify([label, comparedAs(label, value)])
export const isMine = ({ mine }: Claims, one: Identity): boolean => mine.has(nameOf(one))

/** The row states an identity of a label we know of the person, and it is not theirs. */
function carriesAnother(claims: Claims, { id }: Node, row: SourceRow): boolean {
  if (!claims.entries.has(id)) return false
  const known = stated(claims, id, row).filter(({ label }) => claims.labels.has(label))
  return known.length > 0 && !known.some((one) => isMine(claims, one))
}

/** It hangs below a row that belongs to somebody and is not the person's own. */
const namesAnother = ({ toParents, own, belongings }: Claims, { id }: Node, row: SourceRow) =>
  (toParents.get(id) ?? []).some((edge) => {
    if (edge.thirdParty || edge.staff || !belongings.has(edge.parent)) return false
    return valuesAt('child', edge, row).some((values) => !own.has(edge.id, values))
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

/** Looks for a row that states one of these identifiers and none of the person's; stops at the first of each. */
async function meetStrangers(claims: Claims, identities: readonly Identity[]): Promise<void> {
  const unasked = identities.filter((one) => !claims.strangers.has(nameOf(one)))
  for (const one of unasked) claims.strangers.set(nameOf(one), false)
  for (const { collection, field, label, thirdParty } of claims.graph.entries) {
    const open = () => unasked.filter((one) => one.label === label && !claims.strangers.get(nameOf(one)))
    const node = claims.graph.nodes.get(collection)
    if (!node || thirdParty || open().length === 0) continue
    const match = { fields: [field], ignoreCase: ignoresCase(label), values: open().map(({ value }) => [value]) }
    for await (const rows of connectorOf(claims, node).read(node.collection.name, [match], claims.signal)) {
      for (const row of rows) {
        const names = stated(claims, collection, row)
        if (!names.some((one) => isMine(claims, one))) for (const one of names) claims.strangers.set(nameOf(one), true)
      }
      if (open().length === 0) break
    }
  }
}

/**
 * A parent that rows outside the found set name too is somebody else's as well. Bounded look-ups, no scan of all rows.
 * Children that are reached from this parent only are no sign of anybody: an account's movements do not share it.
 */
export async function markShared(claims: Claims, id: CollectionId, met: readonly Met[]): Promise<void> {
  for (const edge of claims.toChildren.get(id) ?? []) {
    if (!isCounted(claims, edge)) continue
    const child = claims.graph.nodes.get(edge.child)
    const open = met.flatMap((one) => {
      const named = one.standing === 'parent' ? valuesAt('parent', edge, one.row) : []
      return named.map((values) => ({
        one,
        tally: { values, found: claims.naming.count(edge.id, values) } satisfies Tally,
      }))
    })
    if (!child || open.length === 0) continue
    const tallies = open.map(({ tally }) => tally)
    const more = await connectorOf(claims, child).hasMore(
      child.collection.name,
      { fields: edge.childFields, ignoreCase: edge.ignoreCase },
      tallies,
      claims.signal,
    )
    open.forEach(({ one }, index) => {
      if (more[index]) one.standing = 'shared'
    })
  }
}

/** Whether it matters how many of the person's rows name a parent over this edge. */
export const isCounted = (claims: Claims, edge: Edge): boolean =>
  claims.ascended.has(edge.parent) && !(edge.down && isSoleWay(claims, edge))

export function isSoleWay({ graph, soleWays }: Claims, edge: Edge): boolean {
  const known = soleWays.get(edge)
  if (known !== undefined) return known
  const sole = !reachedWithout(graph, edge).has(edge.child)
  soleWays.set(edge, sole)
  return sole
}
