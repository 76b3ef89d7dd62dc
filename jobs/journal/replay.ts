import type { KeptPart } from '#data/parts/find.ts'
import { linesOf, readRows } from '#data/vault/row-file.ts'
import { headsOf, type RecordedRow, rowOf } from './recorded-row.ts'

/** How an answer ends. */
export const END = '0'

type Owner = { id: string; controllerId: string }

/** Reads answers back, in the order in which they were given. Null: there is nothing more, or not what was asked. */
export class Replay {
  readonly #blocks: AsyncGenerator<string[]>
  #block: string[] = []
  #at = 0

  constructor(key: Uint8Array, owner: Owner, parts: readonly KeptPart[]) {
    this.#blocks = wholeAnswers(key, owner, parts)
  }

  /** @throws Error when a file is gone or is not what was sealed */
  async line(): Promise<string | null> {
    while (this.#at === this.#block.length) {
      const { done, value } = await this.#blocks.next()
      if (done) return null
      this.#block = value
      this.#at = 0
    }
    return this.#block[this.#at++] ?? null
  }

  close = async (): Promise<void> => void (await this.#blocks.return(null))

  /** One batch of rows, or null at the end of the answer. */
  async batch(fields: readonly string[]): Promise<RecordedRow[] | null> {
    const first = await this.line()
    if (first === null || first === END) return null
    const rows: RecordedRow[] = []
    for (const head of headsOf(first)) {
      const json = await this.line()
      if (json === null) throw new Error('an answer is cut off')
      rows.push(rowOf(head, fields, json))
    }
    return rows
  }
}

async function* wholeAnswers(key: Uint8Array, owner: Owner, parts: readonly KeptPart[]): AsyncGenerator<string[]> {
  for (const { fileId, lines } of parts) {
    const file = { id: fileId, controllerId: owner.controllerId, requestId: owner.id, class: 'part' }
    let left = lines
    for await (const block of readRows(key, file)) {
      const whole = linesOf(block).slice(0, left)
      yield whole
      left -= whole.length
      if (left <= 0) break
    }
  }
}
