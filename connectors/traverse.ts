import type { CollectionId, Edge, Node } from '#domain/dataset/graph.ts'
import { ignoresCase } from '#domain/dataset/identity.ts'
import {
  type Claims,
  connectorOf,
  isCounted,
  isSoleWay,
  judge,
  type Met,
  markMixed,
  markShared,
  openClaims,
  type Question,
  type Search,
  type Through,
  valuesAt,
} from './claims.ts'
import { CompactSet } from './compact.ts'
import { type RowKey, SourceFault, type SourceRow, type TextWriter, writeValues } from './contract.ts'
import { CHUNK_VALUES, Frontier, type Standing, tuple } from './frontier.ts'
import { ownElements } from './own-elements.ts'

export type FoundRow = {
  key: RowKey
  values: SourceRow['values']
  /** Writes `values` as JSON. */
  write: (into: TextWriter) => void
  exact: SourceRow['exact']
  through: readonly Through[]
  /** Another person's rows name this row too, or it names another person beside the subject. Never erased silently. */
  shared: boolean
  /** It speaks of somebody else; a person must decide before it is handed over, and it is never changed. */
  thirdParty: boolean
}

export type Traversal = Search & {
  /** Awaited before more is read, so that nothing piles up. A row comes once. */
  onRows: (collection: CollectionId, rows: readonly FoundRow[]) => Promise<void> | void
}

type Frontiers = { down: Frontier; up: Frontier }
/** `far`: what other people's rows lead to. It waits until everything with a better claim is found. */
type State = Claims & Pick<Traversal, 'onRows'> & Frontiers & { seen: Map<CollectionId, CompactSet>; far: Frontiers }

/**
 * Finds every row of a person.
 *
 * The rule. A row is the person's **own** when an identity field (not marked `third_party`) holds one of their
 * identifiers, or when it is a child of an own row. From own rows we go *down* to children and *up* to parents. From a
 * parent reached by going up we go further up, and down only over a reference that the dataset directs that way (what
 * it leads to is shared when the parent is) or that is the only way there, and then never from a shared parent: a
 * product leads to everybody who bought it. Then:
 * - a child that carries identity fields of a known label and none is the person's, or that is linked only through a
 *   field marked `third_party`, is a **third party** row: returned and flagged, and so is what it leads to where the
 *   dataset states a direction (nothing else is followed from it); so is one that names
 *   another person of the person's own kind and has no link of its own to the person (somebody's order paid with the
 *   person's card), and one found only through a link to staff, in a collection that can say whose its rows are;
 * - a row that holds a second identifier beside the person's is **shared** when that identifier also stands in a row
 *   which states nothing of the person's (an account with the spouse's address), not when it is known from here only;
 * - a child that names, by another reference, a row of a collection with identities which is not the person's own is
 *   **shared** (a message between two people), and so are its children; a field marked `third_party` names nobody, nor
 *   does a link to staff;
 * - a row found by a value of the request (`custom_request_field`) is **shared**: a tenant is not a person;
 * - a parent reached by going up is **shared** when any row outside the found set names it too, and a **third party**
 *   row when it carries somebody else's identity or itself hangs below something that is not the person's (the
 *   stranger's message that they answered).
 * Of a list by which a row was found, the elements that led there are handed over and followed, no others, unless the
 * dataset says `return_all_elements`; an own row that holds other entries in it is **shared**.
 * So a row of another person never comes back without a flag. Parents are visited before their children and identities
 * before everything, so that a row is first met on its strongest claim; cycles end because a row is visited once.
 * What stays in memory is keys and link values in compact form, not rows; values are asked a chunk at a time.
 *
 * @throws SourceFault
 */
export async function traverse(traversal: Traversal): Promise<void> {
  const { graph, identities, onRows } = traversal
  // An empty identifier would fit every row that lacks one.
  if (identities.some(({ value }) => value.trim() === '')) throw new SourceFault('value_not_castable')
  const seen = new Map([...graph.nodes.keys()].map((id) => [id, new CompactSet()]))
  const frontiers = (): Frontiers => ({ down: new Frontier(), up: new Frontier() })
  const state: State = { ...openClaims(traversal), onRows, seen, ...frontiers(), far: frontiers() }
  for (const id of graph.order) await visit(state, id, entryQuestions(state, 'identity', id), 'own')
  for (const id of graph.order) await visit(state, id, entryQuestions(state, 'request', id), 'shared')
  while (state.down.size + state.up.size > 0) {
    await drain(state, state.down, graph.order, followDown)
    await drain(state, state.up, [...graph.order].reverse(), followUp)
  }
  while (state.far.down.size + state.far.up.size > 0)
    for (const id of graph.order) {
      await visit(state, id, downQuestions(state, state.far.down, id, 'third_party'), 'third_party')
      await visit(state, id, upQuestions(state, state.far.up, id, 'third_party'), 'third_party')
    }
}

async function drain(
  state: State,
  frontier: Frontier,
  order: readonly CollectionId[],
  follow: typeof followUp,
): Promise<void> {
  while (frontier.size > 0) for (const id of order) await follow(state, id)
}

const entryQuestions = ({ graph, entries, identities }: State, kind: 'identity' | 'request', id: CollectionId) =>
  (kind === 'identity'
    ? (entries.get(id) ?? [])
    : graph.requested.filter(({ collection }) => collection === id)
  ).flatMap(({ field, label, thirdParty }): Asking[] => {
    const values = identities.filter((identity) => identity.label === label).map(({ value }) => [value])
    const through: Through = { kind, collection: id, fields: [field] }
    const asking = { fields: [field], ignoreCase: ignoresCase(label), values: chunked(values), through, thirdParty }
    return values.length === 0 ? [] : [asking]
  })

/** Own claims first, so that a row with two claims is met on the stronger one. */
async function followDown(state: State, id: CollectionId): Promise<void> {
  for (const standing of ['own', 'shared'] as const)
    await visit(state, id, downQuestions(state, state.down, id, standing), standing)
}

const followUp = (state: State, id: CollectionId): Promise<void> =>
  visit(state, id, upQuestions(state, state.up, id, 'parent'), 'parent')

const downQuestions = ({ toParents }: State, frontier: Frontier, id: CollectionId, standing: Standing): Asking[] =>
  (toParents.get(id) ?? []).flatMap((edge): Asking[] => {
    const values = frontier.take(edge.id, standing)
    const { parent, childFields: fields, ignoreCase, thirdParty, staff } = edge
    const through: Through = { kind: 'down', collection: parent, fields }
    const led = ledBy(frontier, edge, edge.childWhole)
    return values ? [{ fields, ignoreCase, values, through, thirdParty, staff, ...led }] : []
  })

const upQuestions = ({ toChildren }: State, frontier: Frontier, id: CollectionId, standing: Standing): Asking[] =>
  (toChildren.get(id) ?? []).flatMap((edge): Asking[] => {
    const values = frontier.take(edge.id, standing)
    const { child, childFields, parentFields: fields, ignoreCase, thirdParty } = edge
    const through: Through = { kind: 'up', collection: child, fields: childFields }
    const led = ledBy(frontier, edge, edge.parentWhole)
    return values ? [{ fields, ignoreCase, values, through, thirdParty, ...led }] : []
  })

const ledBy = (frontier: Frontier, { id, ignoreCase }: Edge, whole: boolean): Pick<Question, 'led'> =>
  whole ? {} : { led: (value) => frontier.knows(id, [ignoreCase ? value.toLowerCase() : value]) }

type Values = Question['values']
type Asking = Omit<Question, 'values'> & { values: Iterable<Values> }

function* chunked(values: Values): Generator<Values> {
  for (let at = 0; at < values.length; at += CHUNK_VALUES) yield values.slice(at, at + CHUNK_VALUES)
}

/** Turn n takes the n-th chunk of every question's values. */
function* turns(asking: readonly Asking[]): Generator<Question[]> {
  const open = asking.map((one) => ({ one, chunks: one.values[Symbol.iterator]() }))
  for (;;) {
    const questions = open.flatMap(({ one, chunks }): Question[] => {
      const { done, value } = chunks.next()
      return done ? [] : [{ ...one, values: value }]
    })
    if (questions.length === 0) return
    yield questions
  }
}

async function visit(state: State, id: CollectionId, asking: readonly Asking[], standing: Standing): Promise<void> {
  const node = state.graph.nodes.get(id)
  if (!node || asking.length === 0) return
  try {
    for (const questions of turns(asking)) {
      const batches = connectorOf(state, node).read(node.collection.name, questions, state.signal)
      for await (const batch of batches) await take(state, node, questions, standing, batch)
    }
  } catch (error) {
    throw error instanceof SourceFault ? new SourceFault(error.kind, id) : error
  }
}

async function take(
  state: State,
  node: Node,
  questions: readonly Question[],
  standing: Standing,
  batch: readonly SourceRow[],
): Promise<void> {
  const { id } = node
  const fresh = batch.filter((row) => isNew(state.seen.get(id), row.key))
  const met = fresh.map((row) => meet(state, node, row, questions, standing))
  if (standing === 'parent') await markShared(state, id, met)
  if (questions[0]?.through.kind === 'identity') await markMixed(state, id, met)
  for (const one of met) expand(state, id, one.part, one.standing, standing === 'parent')
  if (met.length > 0)
    await state.onRows(
      id,
      met.map((one) => new Found(one, node, questions)),
    )
}

/** It is judged by all that it says; what is handed over and followed is the person's part of it. */
function meet(state: State, node: Node, row: SourceRow, questions: readonly Question[], claim: Standing): Met {
  const standing = judge(state, node, row, questions, claim)
  const own = ownElements(state, node.id, row, questions.length === 1 ? questions : askedOf(row, questions))
  if (!own) return { row, part: row, standing }
  return { row, part: own.row, standing: own.others && standing === 'own' ? 'shared' : standing }
}

const askedOf = ({ matched }: SourceRow, questions: readonly Question[]): Question[] =>
  matched.flatMap((index) => questions[index] ?? [])

/** What it is made of is asked for by some only, and there are millions. */
class Found implements FoundRow {
  readonly #row: SourceRow
  readonly #questions: readonly Question[]
  readonly shared: boolean
  readonly thirdParty: boolean

  constructor({ part, standing }: Met, { collection }: Node, questions: readonly Question[]) {
    this.#row = part
    this.#questions = questions
    this.shared = standing === 'shared'
    this.thirdParty = standing === 'third_party' || collection.thirdParty
  }

  get key(): RowKey {
    return this.#row.key
  }
  get values(): SourceRow['values'] {
    return this.#row.values
  }
  write(into: TextWriter): void {
    writeValues(this.#row, into)
  }
  get exact(): SourceRow['exact'] {
    return this.#row.exact
  }
  get through(): readonly Through[] {
    return askedOf(this.#row, this.#questions).map(({ through }) => through)
  }
}

const isNew = (seen: CompactSet | undefined, key: RowKey): boolean => seen?.add(tuple(key)) ?? false

/** Hands the row's values on: to its children and its parents; of other people's rows only where a direction is stated. */
function expand(state: State, id: CollectionId, row: SourceRow, standing: Standing, wentUp: boolean): void {
  const far = standing === 'third_party'
  const { down, up } = far ? state.far : state
  for (const edge of state.toChildren.get(id) ?? []) {
    const claim = wentUp && !far ? claimFromParent(state, edge, standing) : standing
    const follows = edge.down && claim && !(far && edge.up) ? claim : null
    const proves = standing === 'own' && state.owning.has(edge)
    if (follows || proves)
      for (const values of valuesAt('parent', edge, row)) {
        if (proves) state.own.add(edge.id, values)
        if (follows) down.add(edge.id, values, follows)
      }
  }
  for (const edge of state.toParents.get(id) ?? []) {
    const follows = edge.up && !(far && edge.down)
    const counts = standing !== 'shared' && !far && isCounted(state, edge)
    if (follows || counts)
      for (const values of valuesAt('child', edge, row)) {
        if (counts) state.naming.add(edge.id, values)
        if (follows) up.add(edge.id, values, far ? standing : 'parent')
      }
  }
}

/** Down again from a parent: where the dataset says that values flow so, or where nothing else leads there. */
function claimFromParent(state: State, edge: Edge, standing: Standing): Standing | null {
  if (!edge.up) return standing === 'parent' ? 'own' : 'shared'
  return standing === 'parent' && isSoleWay(state, edge) ? 'shared' : null
}
