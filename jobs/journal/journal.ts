import { createHash } from 'node:crypto'
import { type Connector, type LiveForeignKey, type Match, SourceFault, type SourceRow } from '#connectors/contract.ts'
import type { KeptPart } from '#data/parts/find.ts'
import { type CollectionId, collectionId, type Graph } from '#domain/dataset/graph.ts'
import { log } from '#log'
import { KEPT_AFTER_MS, type PartStore, Recorder } from './recorder.ts'
import { END, Replay } from './replay.ts'

export type KeptParts = PartStore & { parts: readonly KeptPart[]; drop: () => Promise<void> }

export type Compared = ReadonlyMap<CollectionId, readonly string[]>
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
 * one is answered from here, and asks its sources only before and after. It asks one question at a time, or else while
 * a batch of another's answer is worked on. The first seconds are never kept: most readings are over by then.
 */
export class Journal {
  readonly #kept: KeptParts
  readonly #compared: Compared
  readonly #circumstances: string
  readonly #sinceMs: number
  #replay: Replay | null
  #recorder: Recorder | null = null
  /** How many questions were asked on their own, and how many of them come before what was kept. */
  #asked = 0
  #before: number | null = null
  #isUsed = false
  #isLeft = false
  #open = 0

  /**
   * @param compared by collection, the fields that somebody compares
   * @param circumstances of every question: under other maps or addresses an answer is none
   */
  constructor(kept: KeptParts, compared: Compared, circumstances: unknown) {
    this.#kept = kept
    this.#compared = compared
    this.#circumstances = digestOf(circumstances)
    this.#sinceMs = kept.nowMs()
    this.#replay = kept.parts.length > 0 ? new Replay(kept.key, kept.owner, kept.parts) : null
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
        const fields = this.#compared.get(collectionId(dataset, collection)) ?? []
        const asked = digest('read', collection, fields, matches.map(plain))
        const live = () => source.read(collection, matches, signal)
        return this.#read({ digest: asked, collection, fields, signal, live })
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

  async *#read(reading: Reading): AsyncGenerator<readonly SourceRow[]> {
    const isInner = this.#open > 0
    this.#open += 1
    try {
      if (!isInner) await this.#begin()
      const isAnswered = (await this.#isKnown(reading.digest)) && (yield* this.#readBack(reading))
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

  /** Once it has taken long, what follows is written down: first, how many questions came before. */
  async #begin(): Promise<void> {
    const isLong = this.#kept.nowMs() - this.#sinceMs >= KEPT_AFTER_MS
    if (isLong && !this.#replay && !this.#recorder && !this.#isLeft) {
      this.#recorder = new Recorder(this.#kept, 0)
      await this.#recorder.write([String(this.#asked)])
    }
    this.#asked += 1
  }

  async *#ask({ digest, collection, fields, live }: Reading, isInner: boolean): AsyncGenerator<readonly SourceRow[]> {
    const recorder = this.#recorder
    if (!recorder) return yield* live()
    let isWhole = false
    try {
      await recorder.write([digest])
      for await (const batch of live()) {
        await recorder.writeBatch(batch, fields)
        yield batch
      }
      isWhole = true
    } finally {
      await recorder.end(collection, { isInner, isWhole })
    }
  }

  /** @returns false when the answer broke off: then it is asked for again, and what comes twice is met once */
  async *#readBack({ fields, signal }: Reading): AsyncGenerator<readonly SourceRow[], boolean> {
    let isOver = false
    try {
      for (;;) {
        const rows = await this.#recall((replay) => replay.batch(fields))
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
    this.#before ??= Number(await this.#recall((replay) => replay.line()))
    if (this.#asked <= this.#before) return false
    const asked = await this.#recall((replay) => replay.line())
    if (!this.#replay) return false
    this.#isUsed ||= asked === digest
    if (asked === null) {
      await this.#endReplay()
      this.#recorder = new Recorder(this.#kept, this.#kept.parts.length)
    } else if (asked !== digest) await this.#forget()
    return asked === digest
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
    if (this.#isUsed) await this.#leave()
    else await this.#endReplay()
    await this.#kept.drop().catch((error: Error) => log.warn({ error: error.name }, 'kept answers not dropped'))
  }

  async #leave(): Promise<void> {
    this.#isLeft = true
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

/** What a traversal compares, links and identities, and what a plan of erasure does, the foreign keys of `source`. */
export function comparedFields(
  { entries, edges }: Graph,
  source: { dataset: string; foreignKeys: readonly LiveForeignKey[] },
): Compared {
  const named = [
    ...entries.map(({ collection, field }) => ({ id: collection, fields: [field] })),
    ...edges.flatMap(({ child, childFields, parent, parentFields }) => [
      { id: child, fields: childFields },
      { id: parent, fields: parentFields },
    ]),
    ...source.foreignKeys.flatMap(({ child, childFields, parent, parentFields }) => [
      { id: collectionId(source.dataset, child ?? ''), fields: childFields },
      { id: collectionId(source.dataset, parent), fields: parentFields },
    ]),
  ]
  const byCollection = Map.groupBy(named, ({ id }) => id)
  return new Map([...byCollection].map(([id, all]) => [id, [...new Set(all.flatMap(({ fields }) => fields))].sort()]))
}
