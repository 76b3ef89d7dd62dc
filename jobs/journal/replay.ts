import type { KeptPart } from '#data/parts/find.ts'
import { readRows } from '#data/vault/row-file.ts'
import { type RecordedRow, rowOf } from './recorded-row.ts'

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

  /** One batch of rows: a line says how many. */
  async batch(): Promise<RecordedRow[] | null> {
    const count = Number(await this.line())
    const rows: RecordedRow[] = []
    while (rows.length < count) {
      const [head, json] = [await this.line(), await this.line()]
      if (head === null || json === null) throw new Error('an answer is cut off')
      rows.push(rowOf(head, json))
    }
    return rows.length > 0 ? rows : null
  }
}

async function* wholeAnswers(key: Uint8Array, owner: Owner, parts: readonly KeptPart[]): AsyncGenerator<string[]> {
  for (const { fileId, lines } of parts) {
    const file = { id: fileId, controllerId: owner.controllerId, requestId: owner.id, class: 'part' }
    let left = lines
    for await (const block of readRows(key, file)) {
      yield block.slice(0, left)
      left -= block.length
      if (left <= 0) break
    }
  }
}
