import { createHash } from 'node:crypto'
import { type Connector, type Match, SourceFault, type SourceRow } from '#connectors/contract.ts'
import type { KeptPart } from '#data/parts/find.ts'
import { type CollectionId, collectionId, type Graph } from '#domain/dataset/graph.ts'
import { log } from '#log'
import { type RecordedRow, recordRow } from './recorded-row.ts'
import { type PartStore, Recorder } from './recorder.ts'
import { END, Replay } from './replay.ts'

export type KeptParts = PartStore & { parts: readonly KeptPart[]; drop: () => Promise<void> }

type Batches = AsyncIterable<readonly SourceRow[]>
type Reading = {
  digest: string
  collection: string
  fields: readonly string[]
  signal: AbortSignal
  live: () => Batches
}

/**
 * What a traversal asked and was answered, in order. Answered the same it asks the same again: so a run after a killed
 * one is answered from here, and asks its sources only from where this ends. One question is asked at a time, or else
 * while a batch of another's answer is worked on.
 */
export class Journal {
  readonly #kept: KeptParts
  readonly #fields: ReadonlyMap<CollectionId, readonly string[]>
  readonly #circumstances: string
  #replay: Replay | null
  #recorder: Recorder | null
  #isUsed = false
  #open = 0

  /** @param circumstances of every question: under other maps or addresses an answer is none */
  constructor(kept: KeptParts, graph: Graph, circumstances: unknown) {
    this.#kept = kept
    this.#fields = comparedFields(graph)
    this.#circumstances = digestOf(circumstances)
    this.#replay = kept.parts.length > 0 ? new Replay(kept.key, kept.owner, kept.parts) : null
    this.#recorder = new Recorder(kept, kept.parts.length)
  }

  /** The same sources, by dataset, asked only what is not known. */
  before(sources: Readonly<Record<string, Connector>>): Record<string, Connector> {
    return Object.fromEntries(
      Object.entries(sources).map(([dataset, source]) => [dataset, this.#over(dataset, source)]),
    )
  }

  #over(dataset: string, source: Connector): Connector {
    const digest = (...question: unknown[]) => digestOf([this.#circumstances, dataset, ...question])
    return {
      ...source,
      read: (collection, matches, signal) => {
        const fields = this.#fields.get(collectionId(dataset, collection)) ?? []
        const asked = digest('read', collection, fields, matches.map(plain))
        return this.#read({
          digest: asked,
          collection,
          fields,
          signal,
          live: () => source.read(collection, matches, signal),
        })
      },
      hasMore: (collection, link, tallies, signal) =>
        this.#hasMore(digest('hasMore', collection, link, tallies), () =>
          source.hasMore(collection, link, tallies, signal),
        ),
    }
  }

  /** A run that could not end: what is answered is kept. */
  keep = async (): Promise<void> => this.#recorder?.keep()

  async close(): Promise<void> {
    await this.#recorder?.discard()
    await this.#endReplay()
  }

  async *#read(reading: Reading): AsyncGenerator<readonly RecordedRow[]> {
    const isInner = this.#open > 0
    this.#open += 1
    try {
      const isAnswered = (await this.#isKnown(reading.digest)) && (yield* this.#readBack(reading.signal))
      if (!isAnswered) yield* this.#ask(reading, isInner)
    } finally {
      this.#open -= 1
    }
  }

  async #hasMore(digest: string, ask: () => Promise<readonly boolean[]>): Promise<readonly boolean[]> {
    const known = (await this.#isKnown(digest)) ? await this.#recall((replay) => replay.line()) : null
    if (known !== null) return JSON.parse(known) as boolean[]
    const answer = await ask()
    await this.#recorder?.write([digest, JSON.stringify(answer)])
    return answer
  }

  /** What is read is also what would be read back. */
  async *#ask({ digest, collection, fields, live }: Reading, isInner: boolean): AsyncGenerator<RecordedRow[]> {
    let isWhole = false
    try {
      await this.#recorder?.write([digest])
      for await (const batch of live()) {
        const rows = batch.map((row) => recordRow(row, fields))
        if (rows.length > 0) await this.#recorder?.writeBatch(rows)
        yield rows
      }
      isWhole = true
    } finally {
      await this.#recorder?.end(collection, { isInner, isWhole })
    }
  }

  /** @returns false when the answer broke off: then it is asked for again, and what comes twice is met once */
  async *#readBack(signal: AbortSignal): AsyncGenerator<RecordedRow[], boolean> {
    let isOver = false
    try {
      for (;;) {
        const rows = await this.#recall((replay) => replay.batch())
        if (signal.aborted) throw new SourceFault('cancelled')
        if (!rows) break
        yield rows
      }
      isOver = true
      return this.#replay !== null
    } finally {
      // Whoever asked has left early, as the first time.
      if (!isOver && (await this.#recall((replay) => replay.line())) !== END) await this.#leave()
    }
  }

  /** Whether this is the question that was asked here. The first that is another ends what can be read back. */
  async #isKnown(digest: string): Promise<boolean> {
    if (!this.#replay) return false
    const asked = await this.#recall((replay) => replay.line())
    if (asked === digest) {
      this.#isUsed = true
      return true
    }
    if (asked === null) await this.#endReplay()
    else await this.#forget()
    return false
  }

  async #recall<T>(read: (replay: Replay) => Promise<T | null>): Promise<T | null> {
    if (!this.#replay) return null
    try {
      return await read(this.#replay)
    } catch (error) {
      log.warn({ error: (error as Error).name, requestId: this.#kept.owner.id }, 'kept answers not readable')
      await this.#forget()
      return null
    }
  }

  /** What does not fit is of no use to any later run. Answers from here on would not follow on those that were used. */
  async #forget(): Promise<void> {
    await this.#leave()
    await this.#kept.drop().catch((error: Error) => log.warn({ error: error.name }, 'kept answers not dropped'))
    if (!this.#isUsed) this.#recorder = new Recorder(this.#kept, 0)
  }

  async #leave(): Promise<void> {
    this.#recorder = null
    await this.#endReplay()
  }

  async #endReplay(): Promise<void> {
    const replay = this.#replay
    this.#replay = null
    await replay?.close()
  }
}

const digestOf = (question: unknown): string => createHash('sha256').update(JSON.stringify(question)).digest('base64')

const plain = ({ fields, ignoreCase, values }: Match) => [fields, ignoreCase ?? false, values]

/** By collection, what a traversal compares: links and identities. */
function comparedFields({ entries, edges }: Graph): Map<CollectionId, readonly string[]> {
  const named = [
    ...entries.map(({ collection, field }) => ({ collection, fields: [field] })),
    ...edges.map(({ child, childFields }) => ({ collection: child, fields: childFields })),
    ...edges.map(({ parent, parentFields }) => ({ collection: parent, fields: parentFields })),
  ]
  const byCollection = Map.groupBy(named, ({ collection }) => collection)
  return new Map([...byCollection].map(([id, all]) => [id, [...new Set(all.flatMap(({ fields }) => fields))]]))
}
