import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createDeflateRaw } from 'node:zlib'
import { GrowingBytes } from '#data/vault/growing-bytes.ts'

const bufferBytes = 256 * 1024
/** Three times as fast as the usual 6, and a tenth larger. */
const level = 2

/** What a ZIP archive needs to know of an entry that was deflated before; `bytes`, `sha256` (hex) and `crc32` are of what was written. */
export type Spilled = {
  bytes: number
  sha256: string
  crc32: number
  deflated: { size: number; readable: ReadableStream<Uint8Array> }
}

/**
 * Somewhere to write a file of unknown size, and read it back, deflated, once it is whole. It is deflated on other threads while
 * more is written. On disk it is noise: sealed under a key that exists only here, in a file without a name, so that a crash
 * leaves nothing to find (design: nothing is written unsealed).
 */
export async function openSpill() {
  const folder = await mkdtemp(join(tmpdir(), 'hakku-'))
  const file = await open(join(folder, 'spill'), 'wx+', 0o600)
  await rm(folder, { recursive: true })
  const [key, nonce] = [randomBytes(32), randomBytes(16)]
  const cipher = createCipheriv('aes-256-ctr', key, nonce)
  const hash = createHash('sha256')
  let [waiting, spare] = [new GrowingBytes(bufferBytes * 1.25), new GrowingBytes(bufferBytes * 1.25)]
  let [bytes, size, sum] = [0, 0, 0]
  const deflate = createDeflateRaw({ level, chunkSize: bufferBytes })
  const sealed = new Writable({
    write(chunk: Buffer, _, done) {
      size += chunk.length
      file.appendFile(cipher.update(chunk)).then(() => done(), done)
    },
  })
  const written = pipeline(deflate, sealed)
  written.catch(() => {})

  /** Two buffers take turns: one is deflated while the other is filled. */
  let before = Promise.resolve()
  async function flush() {
    const clear = waiting.view
    hash.update(clear)
    sum = crc32(clear, sum)
    bytes += clear.length
    await before
    const filled = waiting
    waiting = spare
    waiting.clear()
    spare = filled
    before = new Promise((done, fail) => deflate.write(clear, (error) => (error ? fail(error) : done())))
    before.catch(() => {})
  }

  return {
    text: (text: string): void => waiting.text(text),
    copy: (from: Buffer, start: number, end: number): void => waiting.copy(from, start, end),
    double: (from: Buffer, start: number, end: number): void => waiting.double(from, start, end),
    /** @returns what to wait for, when a buffer is full */
    flow: (): Promise<void> | undefined => (waiting.length >= bufferBytes ? flush() : undefined),
    /** No more writing. */
    async finish(): Promise<Spilled> {
      await flush()
      await before
      deflate.end()
      await written
      const decipher = createDecipheriv('aes-256-ctr', key, nonce)
      let at = 0
      const readable = new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (at >= size) return controller.close()
          const { buffer, bytesRead } = await file.read(Buffer.alloc(bufferBytes), 0, bufferBytes, at)
          if (bytesRead === 0) throw new Error('a spilled file ended early')
          at += bytesRead
          controller.enqueue(decipher.update(buffer.subarray(0, bytesRead)))
        },
      })
      return { bytes, sha256: hash.digest('hex'), crc32: sum, deflated: { size, readable } }
    },
    async [Symbol.asyncDispose]() {
      deflate.destroy()
      await written.catch(() => {})
      await file.close()
    },
  }
}
