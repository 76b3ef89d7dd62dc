import { CompactCounts, CompactSet } from './compact.ts'

/** How a row stands to the person: see `traverse`. */
export type Standing = 'own' | 'shared' | 'parent' | 'third_party'

const STANDINGS: readonly Standing[] = ['own', 'shared', 'parent', 'third_party']

/** Values of one edge, one per field. */
type Values = readonly string[]

/** One text for several values, unambiguous. */
export const tuple = (values: Values): string => (values.length === 1 ? (values[0] ?? '') : JSON.stringify(values))

/** Values asked about in one statement: beyond it the array itself costs more than a second statement. */
export const CHUNK_VALUES = 5_000

/** Values in the order they came, a chunk of them as one text: millions wait here. */
class Waiting {
  readonly #chunks: string[] = []
  #last: Values[] = []

  add(values: Values): void {
    this.#last.push(values)
    if (this.#last.length === CHUNK_VALUES) this.#pack()
  }

  #pack(): void {
    if (this.#last.length > 0) this.#chunks.push(JSON.stringify(this.#last))
    this.#last = []
  }

  *chunks(): Generator<readonly Values[]> {
    this.#pack()
    // Let go of one by one: while they are asked, what they lead to needs the room.
    for (let chunk = this.#chunks.shift(); chunk !== undefined; chunk = this.#chunks.shift()) yield JSON.parse(chunk)
  }
}

/** Values still to be looked up, per edge and standing. A value is asked once, however often it is found. */
export class Frontier {
  readonly #waiting = new Map<string, Waiting>()
  readonly #asked = new Map<string, CompactSet>()

  get size(): number {
    return this.#waiting.size
  }

  add(edge: string, values: Values, standing: Standing): void {
    const name = `${standing} ${edge}`
    if (!entry(this.#asked, name, () => new CompactSet()).add(tuple(values))) return
    entry(this.#waiting, name, () => new Waiting()).add(values)
  }

  /** Whether such a value was ever added. */
  knows(edge: string, values: Values): boolean {
    return STANDINGS.some((standing) => this.#asked.get(`${standing} ${edge}`)?.has(tuple(values)) === true)
  }

  /** What waits now, in chunks; what is added from now on waits for the next time. */
  take(edge: string, standing: Standing): Iterable<readonly Values[]> | null {
    const name = `${standing} ${edge}`
    const waiting = this.#waiting.get(name)
    this.#waiting.delete(name)
    return waiting?.chunks() ?? null
  }
}

/** How often each value was met, per edge. */
export class ValueCounts {
  readonly #counts = new Map<string, CompactCounts>()
  add = (edge: string, values: Values): void => entry(this.#counts, edge, () => new CompactCounts()).add(tuple(values))
  count = (edge: string, values: Values): number => this.#counts.get(edge)?.count(tuple(values)) ?? 0
}

/** Which values were met, per edge. */
export class ValueSets {
  readonly #sets = new Map<string, CompactSet>()
  add = (edge: string, values: Values): void => void entry(this.#sets, edge, () => new CompactSet()).add(tuple(values))
  hasAny = (edge: string): boolean => this.#sets.has(edge)
  has = (edge: string, values: Values): boolean => this.#sets.get(edge)?.has(tuple(values)) ?? false
}

function entry<T>(entries: Map<string, T>, name: string, make: () => T): T {
  const found = entries.get(name) ?? make()
  entries.set(name, found)
  return found
}
