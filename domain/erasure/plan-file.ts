import {
  type ErasurePlan,
  type ErasureStep,
  type Fate,
  type Link,
  PARTS,
  type PlannedRow,
  type RowKey,
} from './plan.ts'

/** Lines of text, numbered as they come: a sealed file, or memory where nothing is to remain. */
export type Lines = {
  /** @returns what to wait for, now and then */
  add(line: string): Promise<void> | undefined
  /** The last line is in; from now on they can be read. */
  end(): Promise<void>
  at(numbers: readonly number[]): AsyncIterable<string>
}

/** What stands in the last line. `lines`: where the rows of each part are. */
type StepHead = { collection: string; key: readonly string[]; fates: [Fate, number][]; lines: number[][] }
type Head<P extends ErasurePlan> = Omit<P, 'steps'> & { steps: readonly StepHead[] }
type Written = [RowKey, number, string | null, readonly Link[], readonly Link[]]

/** Rows of one part wait until they are worth a line. */
const LINE_LENGTH = 64 * 1024

/** Fates that are the same are one, however many rows have them. */
export class Fates {
  readonly #fates = new Map<string, Fate>()
  readonly #known = new Set<Fate>()
  readonly rows = new Map<Fate, number>()

  one(fate: Fate): Fate {
    if (this.#known.has(fate)) return fate
    const name = JSON.stringify(fate)
    const known = this.#fates.get(name) ?? fate
    this.#fates.set(name, known)
    this.#known.add(known)
    return known
  }

  count(fate: Fate, rows = 1): void {
    this.rows.set(fate, (this.rows.get(fate) ?? 0) + rows)
  }
}

/** Always the same part for the same key, in every plan. */
export function partOf(key: RowKey): number {
  let mixed = 7
  for (const value of key)
    for (let at = 0; at < value.length; at += 1) mixed = Math.imul(mixed ^ value.charCodeAt(at), 0x01000193)
  return (mixed ^ (mixed >>> 15)) & (PARTS - 1)
}

/** Rows on their way into a line, outside the heap: as texts they would grow old there, one by one. */
type Waiting = { bytes: Uint8Array; length: number; lines: number[] }
const [SOME_BYTES, OPEN, COMMA, CLOSE] = [1_024, 91, 44, 93]
const NOTHING = new Uint8Array(0)
const [encoder, decoder] = [new TextEncoder(), new TextDecoder()]

/** Writes a plan row by row. Only rows that wait for their line are in memory. */
export class PlanWriter {
  readonly #lines: Lines
  readonly #steps = new Map<string, { fates: Fates; numbers: Map<Fate, number>; parts: (Waiting | undefined)[] }>()
  #next = 0

  constructor(lines: Lines) {
    this.#lines = lines
  }

  add(collection: string, { key, fate, owner, names, named }: PlannedRow): Promise<void> | undefined {
    const step = this.#steps.get(collection) ?? { fates: new Fates(), numbers: new Map(), parts: [] }
    this.#steps.set(collection, step)
    const one = step.fates.one(fate)
    step.fates.count(one)
    const number = step.numbers.get(one) ?? step.numbers.size
    step.numbers.set(one, number)
    const part = partOf(key)
    const waiting = step.parts[part] ?? { bytes: new Uint8Array(SOME_BYTES), length: 0, lines: [] }
    step.parts[part] = waiting
    const written: Written = [key, number, owner, names, named]
    write(waiting, JSON.stringify(written))
    return waiting.length < LINE_LENGTH ? undefined : this.#flush(waiting)
  }

  #flush(waiting: Waiting): Promise<void> | undefined {
    if (waiting.length === 0) return
    waiting.lines.push(this.#next)
    this.#next += 1
    waiting.bytes[waiting.length] = CLOSE
    const line = decoder.decode(waiting.bytes.subarray(0, waiting.length + 1))
    waiting.length = 0
    return this.#lines.add(line)
  }

  /** @param steps in the order in which they shall run */
  async finish<P extends ErasurePlan>(
    plan: Omit<P, 'steps'>,
    steps: readonly Pick<ErasureStep, 'collection' | 'key'>[],
  ): Promise<P> {
    const heads: StepHead[] = []
    for (const { collection, key } of steps) {
      const written = this.#steps.get(collection)
      if (!written) continue
      const parts = Array.from({ length: PARTS }, (_none, part) => written.parts[part])
      for (const part of parts) if (part) await this.#flush(part)
      for (const part of parts) if (part) part.bytes = NOTHING
      const fates = [...written.numbers.keys()].map((fate): [Fate, number] => [fate, written.fates.rows.get(fate) ?? 0])
      heads.push({ collection, key, fates, lines: parts.map((part) => part?.lines ?? []) })
    }
    const head: Head<P> = { ...plan, steps: heads }
    await this.#lines.add(JSON.stringify(head))
    await this.#lines.end()
    return openPlan(head, this.#lines)
  }
}

function write(waiting: Waiting, text: string): void {
  const most = waiting.length + 3 * text.length + 2
  if (most > waiting.bytes.length) {
    // Once more than a little it is a whole line: made larger bit by bit, it would leave gaps of every size behind.
    const larger = new Uint8Array(Math.max(most, LINE_LENGTH) + LINE_LENGTH / 4)
    larger.set(waiting.bytes.subarray(0, waiting.length))
    waiting.bytes = larger
  }
  waiting.bytes[waiting.length] = waiting.length === 0 ? OPEN : COMMA
  waiting.length += 1 + encoder.encodeInto(text, waiting.bytes.subarray(waiting.length + 1)).written
}

/** @param head the last line, as it was written */
export const parsePlan = <P extends ErasurePlan>(head: string, lines: Pick<Lines, 'at'>): P =>
  openPlan(JSON.parse(head) as Head<P>, lines)

const openPlan = <P extends ErasurePlan>(head: Head<P>, lines: Pick<Lines, 'at'>): P => ({
  ...(head as unknown as P),
  steps: head.steps.map(({ collection, key, fates, lines: parts }): ErasureStep => {
    const numbered = fates.map(([fate]) => fate)
    return {
      collection,
      key,
      fates: new Map(fates),
      async *rows(part) {
        const wanted = part === undefined ? parts.flat().sort((a, b) => a - b) : (parts[part] ?? [])
        for await (const line of lines.at(wanted))
          yield (JSON.parse(line) as Written[]).flatMap(([rowKey, number, owner, names, named]): PlannedRow[] => {
            const fate = numbered[number]
            return fate ? [{ key: rowKey, fate, owner, names, named }] : []
          })
      },
    }
  }),
})

/** The plan as it now reads, written once more. */
export async function writePlan<P extends ErasurePlan>({ steps, ...plan }: P, lines: Lines): Promise<P> {
  const writer = new PlanWriter(lines)
  for (const step of steps)
    for await (const rows of step.rows())
      for (const row of rows) {
        const full = writer.add(step.collection, row)
        if (full !== undefined) await full
      }
  return writer.finish<P>(plan as Omit<P, 'steps'>, steps)
}

/** Lines that nobody keeps. Packed, and outside the heap: a preview may meet a million rows. */
export function memoryLines(): Lines {
  const kept: Uint8Array[] = []
  const [packed, text] = [new TextEncoder(), new TextDecoder()]
  return {
    add: (line) => void kept.push(packed.encode(line)),
    end: async () => {},
    async *at(numbers) {
      for (const number of numbers) yield text.decode(kept[number])
    },
  }
}
