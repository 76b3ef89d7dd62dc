import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open as openFile, rename, rm } from 'node:fs/promises'
import { z } from 'zod'
import { openBlock, sealBlock } from '#crypto/blocks.ts'
import { newKey, SealError, unwrapKey, wrapKey } from '#crypto/sealing.ts'
import { type Owner, type SealClass, sealContext } from '#data/keys/request-key.ts'
import { GrowingBytes } from './growing-bytes.ts'
import { vaultPath } from './place.ts'
import type { WrittenFile } from './write.ts'

/** Small enough that a thousand collections can be written at once. */
const BLOCK_BYTES = 256 * 1024
const FIRST_BYTES = 80 * 1024
/** At the beginning: how long the sealed key after it is; at the very end: how long the sealed index before it is. */
const LENGTH_BYTES = 8
const INDEX = 'index'
const NEWLINE = 0x0a

/** Where each block begins, in bytes, and which row is its first. */
const Index = z.object({ rows: z.int().nonnegative(), blocks: z.array(z.tuple([z.int(), z.int()])) })
type Index = z.infer<typeof Index>

export type RowWriter = {
  /** Where the next line is to be written, piece by piece: JSON, without a newline. */
  line: () => GrowingBytes
  /** That line is whole. @returns what to wait for, when a block is full */
  ended: () => Promise<void> | undefined
  /** Both at once. */
  write: (line: string) => Promise<void> | undefined
  /** Ends the file and puts it in place. Until then nothing of it can be found. */
  finish: () => Promise<WrittenFile>
  discard: () => Promise<void>
}

export type RowFile = { id: string; controllerId: string; requestId: string; class: string }

const contextOf = (owner: Owner, of: string, fileId: string) => ({ ...sealContext(owner, of as SealClass), fileId })

function lengthOf(parts: readonly Uint8Array[]): Buffer {
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeBigUInt64BE(BigInt(parts.reduce((sum, part) => sum + part.length, 0)))
  return length
}

async function startFile(path: string, head: Buffer): Promise<FileHandle> {
  const file = await openFile(path, 'wx', 0o600)
  await file.appendFile(head)
  return file
}

/**
 * Writes rows so that any of them can be found again without reading those before it: a key of this file, sealed, then
 * blocks of whole lines, each sealed under it on its own with its place, then a sealed index of them. A block that is
 * moved, missing or of another file does not open.
 */
export function writeRows(key: Uint8Array, owner: Owner, of: SealClass): RowWriter {
  const id = randomUUID()
  const path = vaultPath(owner.controllerId, id)
  const digest = createHash('sha256')
  const index: Index = { rows: 0, blocks: [] }
  const fileKey = newKey()
  let file: Promise<FileHandle> | null = null
  const waiting = new GrowingBytes(FIRST_BYTES)
  let [rows, bytes, at] = [0, 0, 0]

  async function append(parts: readonly Buffer[]) {
    const length = parts.reduce((sum, part) => sum + part.length, 0)
    for (const part of parts) digest.update(part)
    at += length
    const { bytesWritten } = await (await opened()).writev([...parts])
    if (bytesWritten !== length) throw new Error('a block was not written whole')
  }

  function opened(): Promise<FileHandle> {
    file ??= wrapKey(key, fileKey, contextOf(owner, of, id)).then((wrapped) => {
      const head = Buffer.concat([lengthOf([wrapped]), wrapped])
      digest.update(head)
      at = head.length
      return startFile(`${path}.part`, head)
    })
    return file
  }

  async function endBlock() {
    await opened()
    const block = index.blocks.push([at, index.rows]) - 1
    const sealed = sealBlock(fileKey, block, waiting.view)
    index.rows += rows
    bytes += waiting.length
    waiting.clear()
    rows = 0
    await append(sealed)
  }

  const line = () => (rows > 0 ? waiting.byte(NEWLINE) : waiting)
  const ended = () => {
    rows += 1
    return waiting.length >= BLOCK_BYTES ? endBlock() : undefined
  }

  return {
    line,
    ended,
    write(text) {
      line().text(text)
      return ended()
    },
    async finish() {
      if (rows > 0) await endBlock()
      await opened()
      const sealed = sealBlock(fileKey, INDEX, Buffer.from(JSON.stringify(index)))
      await append([...sealed, lengthOf(sealed)])
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

/** Every row's line, in order and in UTF-8, a block of them at a time. @throws SealError */
export async function* readRows(key: Uint8Array, file: RowFile): AsyncGenerator<Buffer> {
  await using opened = await openRows(key, file)
  const into = Buffer.allocUnsafe(BLOCK_BYTES * 1.25)
  for (let block = 0; block < opened.index.blocks.length; block += 1) yield await opened.block(block, into)
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

export const linesOf = (block: Buffer): string[] => block.toString().split('\n')

/** Opens a file for reading any of its blocks. @throws SealError */
export async function openRows(key: Uint8Array, { id, controllerId, requestId, class: of }: RowFile) {
  const file = await openFile(vaultPath(controllerId, id), 'r')
  const context = contextOf({ controllerId, id: requestId }, of, id)
  try {
    const { size } = await file.stat()
    const lengthAt = async (at: number) => Number((await bytesOf(file, at, at + LENGTH_BYTES)).readBigUInt64BE())
    const keyEnd = LENGTH_BYTES + (await lengthAt(0))
    const footerAt = size - LENGTH_BYTES
    const indexAt = footerAt - (await lengthAt(footerAt))
    if (indexAt < keyEnd) throw new SealError()
    const fileKey = await unwrapKey(key, await bytesOf(file, LENGTH_BYTES, keyEnd), context)
    const index = Index.parse(JSON.parse(openBlock(fileKey, INDEX, await bytesOf(file, indexAt, footerAt)).toString()))
    const block = async (number: number, into?: Buffer): Promise<Buffer> => {
      const [from = 0] = index.blocks[number] ?? []
      const [to] = index.blocks[number + 1] ?? [indexAt]
      return openBlock(fileKey, number, await bytesOf(file, from, to, into))
    }
    return {
      index,
      /** Whole lines, in UTF-8. `into`: where its sealed bytes may stand meanwhile. */
      block,
      lines: async (number: number) => linesOf(await block(number)),
      [Symbol.asyncDispose]: () => file.close(),
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

/** @throws SealError when the file is not as long as it was */
async function bytesOf(file: FileHandle, from: number, to: number, into?: Buffer): Promise<Buffer> {
  const { size } = await file.stat()
  if (from < 0 || to <= from || to > size) throw new SealError()
  const buffer = into && into.length >= to - from ? into.subarray(0, to - from) : Buffer.allocUnsafe(to - from)
  const { bytesRead } = await file.read(buffer, 0, to - from, from)
  if (bytesRead !== to - from) throw new SealError()
  return buffer
}
