import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open as openFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { open, SealError, seal } from '#crypto/sealing.ts'
import { type Owner, type SealClass, sealContext } from '#data/keys/request-key.ts'
import { vaultPath } from './place.ts'
import type { WrittenFile } from './write.ts'

/** Small enough that a thousand collections can be written at once, large enough that sealing costs little. */
const BLOCK_BYTES = 256 * 1024
/** At the very end: how long the sealed index before it is. */
const FOOTER_BYTES = 8

/** Where each block begins, in bytes, and which row is its first. */
const Index = z.object({ rows: z.int().nonnegative(), blocks: z.array(z.tuple([z.int(), z.int()])) })
type Index = z.infer<typeof Index>

export type RowWriter = {
  /** @param line JSON on one line @returns what to wait for, when a block is full */
  write: (line: string) => Promise<void> | undefined
  /** Ends the file and puts it in place. Until then nothing of it can be found. */
  finish: () => Promise<WrittenFile>
  discard: () => Promise<void>
}

type RowFile = { id: string; controllerId: string; requestId: string; class: string }

const contextOf = (owner: Owner, of: string, fileId: string, block: number | 'index') => ({
  ...sealContext(owner, of as SealClass),
  fileId,
  block: String(block),
})

/**
 * Writes rows so that any of them can be found again without reading those before it: blocks of whole lines, each sealed
 * on its own with its place, then a sealed index of them. A block that is moved, missing or of another file does not open.
 */
export function writeRows(key: Uint8Array, owner: Owner, of: SealClass): RowWriter {
  const id = randomUUID()
  const path = vaultPath(owner.controllerId, id)
  const digest = createHash('sha256')
  const index: Index = { rows: 0, blocks: [] }
  let file: Promise<FileHandle> | null = null
  let waiting: string[] = []
  let waitingLength = 0
  let [bytes, at] = [0, 0]

  async function append(sealed: Uint8Array) {
    file ??= openFile(`${path}.part`, 'wx', 0o600)
    digest.update(sealed)
    at += sealed.length
    await (await file).appendFile(sealed)
  }

  async function endBlock() {
    if (waiting.length === 0) return
    const clear = Buffer.from(waiting.join('\n'))
    const block = index.blocks.push([at, index.rows]) - 1
    index.rows += waiting.length
    bytes += clear.length
    waiting = []
    waitingLength = 0
    await append(await seal(key, clear, contextOf(owner, of, id, block)))
  }

  return {
    write(line) {
      waiting.push(line)
      waitingLength += line.length
      return waitingLength >= BLOCK_BYTES ? endBlock() : undefined
    },
    async finish() {
      await endBlock()
      const sealed = await seal(key, Buffer.from(JSON.stringify(index)), contextOf(owner, of, id, 'index'))
      const footer = Buffer.alloc(FOOTER_BYTES)
      footer.writeBigUInt64BE(BigInt(sealed.length))
      await append(Buffer.concat([sealed, footer]))
      const written = await file
      await written?.sync()
      await written?.close()
      await rename(`${path}.part`, path)
      return { id, class: of, bytes, sha256: digest.digest('hex') }
    },
    async discard() {
      await file?.then((written) => written.close()).catch(() => {})
      await rm(`${path}.part`, { force: true })
      await rm(path, { force: true })
    },
  }
}

/** Every row's line, in order, a block of them at a time. @throws SealError */
export async function* readRows(key: Uint8Array, file: RowFile): AsyncGenerator<string[]> {
  await using opened = await openRows(key, file)
  for (let block = 0; block < opened.index.blocks.length; block += 1) yield await opened.lines(block)
}

/** Up to `take` lines from the row `first` on (counted from 0), reading only the blocks they are in. @throws SealError */
export async function readRowsFrom(key: Uint8Array, file: RowFile, first: number, take: number): Promise<string[]> {
  await using opened = await openRows(key, file)
  const { blocks } = opened.index
  const lines: string[] = []
  for (let block = blocks.findLastIndex(([, row]) => row <= first); block < blocks.length; block += 1) {
    const [, row = 0] = blocks[block] ?? []
    if (block < 0 || row >= first + take) break
    const skip = Math.max(0, first - row)
    lines.push(...(await opened.lines(block)).slice(skip, skip + take - lines.length))
  }
  return lines
}

async function openRows(key: Uint8Array, { id, controllerId, requestId, class: of }: RowFile) {
  const file = await openFile(vaultPath(controllerId, id), 'r')
  const owner = { controllerId, id: requestId }
  const context = (block: number | 'index') => contextOf(owner, of, id, block)
  try {
    const { size } = await file.stat()
    const footerAt = size - FOOTER_BYTES
    const indexAt = footerAt - Number((await bytesOf(file, footerAt, size)).readBigUInt64BE())
    const index = Index.parse(
      JSON.parse(Buffer.from(await open(key, await bytesOf(file, indexAt, footerAt), context('index'))).toString()),
    )
    return {
      index,
      async lines(block: number): Promise<string[]> {
        const [from = 0] = index.blocks[block] ?? []
        const [to] = index.blocks[block + 1] ?? [indexAt]
        const clear = await open(key, await bytesOf(file, from, to), context(block))
        return Buffer.from(clear).toString('utf8').split('\n')
      },
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** @throws SealError when the file is not as long as it was */
async function bytesOf(file: FileHandle, from: number, to: number): Promise<Buffer> {
  if (from < 0 || to <= from) throw new SealError()
  const { buffer, bytesRead } = await file.read(Buffer.alloc(to - from), 0, to - from, from)
  if (bytesRead !== to - from) throw new SealError()
  return buffer
}
