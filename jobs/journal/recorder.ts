import { type SourceRow, writeValues } from '#connectors/contract.ts'
import type { Owner } from '#data/keys/request-key.ts'
import type { NewPart } from '#data/parts/keep.ts'
import { type RowWriter, writeRows } from '#data/vault/row-file.ts'
import { log } from '#log'
import { headsLine } from './recorded-row.ts'
import { END } from './replay.ts'

/** What took less than this to read is read again sooner than it is kept. */
export const KEPT_AFTER_MS = 15_000

export type PartStore = {
  key: Uint8Array
  owner: Owner
  /** @returns whether answers may be added after this one */
  keep: (part: NewPart) => Promise<boolean>
  nowMs: () => number
}

type Whole = Pick<NewPart, 'collection' | 'lines' | 'rows'>

/**
 * Writes answers down as they come, and keeps them as a part every so often. Whatever fails here ends the recording
 * only: the reading goes on.
 */
export class Recorder {
  readonly #store: PartStore
  #ordinal: number
  #writer: RowWriter | null = null
  #isOn = true
  #sinceMs = 0
  #lines = 0
  #rows = 0
  #whole: Whole | null = null

  constructor(store: PartStore, ordinal: number) {
    this.#store = store
    this.#ordinal = ordinal
  }

  write(lines: readonly string[]): Promise<void> {
    return this.#add(lines, (writer, line) => writer.line().text(line))
  }

  async writeBatch(rows: readonly SourceRow[], fields: readonly string[]): Promise<void> {
    this.#rows += rows.length
    await this.write([headsLine(rows, fields)])
    await this.#add(rows, (writer, row) => writeValues(row, writer.line()))
  }

  async #add<T>(all: readonly T[], write: (writer: RowWriter, one: T) => void): Promise<void> {
    if (!this.#isOn) return
    try {
      if (!this.#writer) this.#sinceMs = this.#store.nowMs()
      this.#writer ??= writeRows(this.#store.key, this.#store.owner, 'part')
      this.#lines += all.length
      for (const one of all) {
        write(this.#writer, one)
        const full = this.#writer.ended()
        if (full !== undefined) await full
      }
    } catch (error) {
      await this.#stop(error)
    }
  }

  /** An answer ended. One given while another is open counts with that one, which counts when it was read to its end. */
  async end(collection: string, answer: { isInner: boolean; isWhole: boolean }): Promise<void> {
    if (answer.isInner || answer.isWhole) await this.write([END])
    else this.#isOn = false
    if (answer.isInner || !this.#isOn) return
    this.#whole = { collection, lines: this.#lines, rows: this.#rows }
    await this.keep()
  }

  /** Keeps the answers that are whole, if they took long. */
  async keep(): Promise<void> {
    const [writer, whole] = [this.#writer, this.#whole]
    if (!writer || !whole || this.#store.nowMs() - this.#sinceMs < KEPT_AFTER_MS) return
    try {
      const file = await writer.finish()
      if (!(await this.#store.keep({ ordinal: this.#ordinal, ...whole, file }))) return await this.#stop(null)
      this.#ordinal += 1
      this.#writer = null
      this.#whole = null
      this.#lines = 0
      this.#rows = 0
    } catch (error) {
      await this.#stop(error)
    }
  }

  async discard(): Promise<void> {
    this.#isOn = false
    await this.#writer?.discard()
    this.#writer = null
  }

  async #stop(error: unknown): Promise<void> {
    if (error) log.warn({ error: (error as Error).name, requestId: this.#store.owner.id }, 'answers not kept')
    await this.discard().catch(() => {})
  }
}
