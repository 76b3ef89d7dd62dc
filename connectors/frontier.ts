/** How a row stands to the person: see `traverse`. */
export type Standing = 'own' | 'shared' | 'parent' | 'third_party'

/** One text for several values, unambiguous. */
export const tuple = (values: readonly string[]): string =>
  values.length === 1 ? (values[0] ?? '') : JSON.stringify(values)

/** Values still to be looked up, per edge and standing. A value is asked once, however often it is found. */
export class Frontier {
  readonly #waiting = new Map<string, Map<string, readonly string[]>>()
  readonly #asked = new Map<string, Set<string>>()

  get size(): number {
    return this.#waiting.size
  }

  add(edge: string, values: readonly string[], standing: Standing): void {
    const name = `${standing} ${edge}`
    const value = tuple(values)
    const asked = this.#asked.get(name) ?? new Set()
    this.#asked.set(name, asked)
    if (asked.has(value)) return
    asked.add(value)
    const waiting = this.#waiting.get(name) ?? new Map<string, readonly string[]>()
    this.#waiting.set(name, waiting.set(value, values))
  }

  take(edge: string, standing: Standing): readonly (readonly string[])[] {
    const name = `${standing} ${edge}`
    const values = [...(this.#waiting.get(name)?.values() ?? [])]
    this.#waiting.delete(name)
    return values
  }
}

/** How often each value was met, per edge. */
export class ValueCounts {
  readonly #counts = new Map<string, Map<string, number>>()

  add(edge: string, values: readonly string[]): void {
    const counts = this.#counts.get(edge) ?? new Map<string, number>()
    const value = tuple(values)
    this.#counts.set(edge, counts.set(value, (counts.get(value) ?? 0) + 1))
  }

  has(edge: string): boolean {
    return this.#counts.has(edge)
  }

  count(edge: string, values: readonly string[]): number {
    return this.#counts.get(edge)?.get(tuple(values)) ?? 0
  }
}
