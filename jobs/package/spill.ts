import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const bufferBytes = 256 * 1024

/**
 * Somewhere to write a file of unknown size, and read it back once it is whole. On disk it is noise: sealed under a key that
 * exists only here, in a file without a name, so that a crash leaves nothing to find (design: nothing is written unsealed).
 */
export async function openSpill() {
  const folder = await mkdtemp(join(tmpdir(), 'hakku-'))
  const file = await open(join(folder, 'spill'), 'wx+', 0o600)
  await rm(folder, { recursive: true })
  const [key, nonce] = [randomBytes(32), randomBytes(16)]
  const cipher = createCipheriv('aes-256-ctr', key, nonce)
  const hash = createHash('sha256')
  let waiting: string[] = []
  let waitingLength = 0
  let bytes = 0

  async function flush() {
    const clear = Buffer.from(waiting.join(''))
    waiting = []
    waitingLength = 0
    hash.update(clear)
    bytes += clear.length
    await file.appendFile(cipher.update(clear))
  }

  return {
    async write(text: string): Promise<void> {
      waiting.push(text)
      waitingLength += text.length
      if (waitingLength >= bufferBytes) await flush()
    },
    /** No more writing: its size, its sha-256 in hex, and its bytes. */
    async finish() {
      await flush()
      const decipher = createDecipheriv('aes-256-ctr', key, nonce)
      let at = 0
      const content = new ReadableStream<Uint8Array>({
        async pull(controller) {
          if (at >= bytes) return controller.close()
          const { buffer, bytesRead } = await file.read(Buffer.alloc(bufferBytes), 0, bufferBytes, at)
          if (bytesRead === 0) throw new Error('a spilled file ended early')
          at += bytesRead
          controller.enqueue(decipher.update(buffer.subarray(0, bytesRead)))
        },
      })
      return { bytes, sha256: hash.digest('hex'), content }
    },
    [Symbol.asyncDispose]: () => file.close(),
  }
}
