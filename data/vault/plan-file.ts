import type { Owner } from '#data/keys/request-key.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { type Lines, parsePlan } from '#domain/erasure/plan-file.ts'
import { openRows, type RowFile, writeRows } from './row-file.ts'
import type { WrittenFile } from './write.ts'

export type SealedLines = Lines & {
  /** once it has ended */
  file(): WrittenFile
  discard(): Promise<void>
}

/** A plan of erasure as it is written, sealed under its request's key. */
export function sealedLines(key: Uint8Array, owner: Owner): SealedLines {
  const writer = writeRows(key, owner, 'plan')
  let written: WrittenFile | null = null
  const file = () => {
    if (!written) throw new Error('a plan is read before its last line is in')
    return written
  }
  return {
    add: writer.write,
    async end() {
      written = await writer.finish()
    },
    at: (numbers) => linesAt(key, { ...file(), controllerId: owner.controllerId, requestId: owner.id }, numbers),
    file,
    discard: writer.discard,
  }
}

/** Its last line only; the rows are read from the file when somebody asks for them. @throws SealError */
export async function readPlanFile<P extends ErasurePlan>(key: Uint8Array, file: RowFile): Promise<P> {
  await using rows = await openRows(key, file)
  const head = (await rows.lines(rows.index.blocks.length - 1)).at(-1) ?? ''
  return parsePlan<P>(head, { at: (numbers) => linesAt(key, file, numbers) })
}

async function* linesAt(key: Uint8Array, file: RowFile, numbers: readonly number[]): AsyncGenerator<string> {
  if (numbers.length === 0) return
  await using rows = await openRows(key, file)
  const { blocks } = rows.index
  let open: { block: number; lines: readonly string[] } = { block: -1, lines: [] }
  for (const number of numbers) {
    const block = blocks.findLastIndex(([, first]) => first <= number)
    if (block !== open.block) open = { block, lines: await rows.lines(block) }
    yield open.lines[number - (blocks[block]?.[1] ?? 0)] ?? ''
  }
}
