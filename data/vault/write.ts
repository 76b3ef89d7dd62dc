import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { PassThrough, Transform, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Temporal } from 'temporal-polyfill'
import { sealStream } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { type Owner, type SealClass, sealContext } from '#data/keys/request-key.ts'
import { vaultPath } from './place.ts'

export type WrittenFile = { id: string; class: SealClass; bytes: number; sha256: string }
export type VaultWriter = {
  stream: Writable
  /** Ends the stream and puts the file in place. Until then nothing of it can be found. */
  finish: () => Promise<WrittenFile>
  discard: () => Promise<void>
}

function counting(onChunk: (chunk: Buffer) => void): Transform {
  return new Transform({
    transform(chunk: Buffer, _, done) {
      onChunk(chunk)
      done(null, chunk)
    },
  })
}

/** Writes a file sealed under the request's key; `sha256` is that of the sealed bytes, `bytes` counts before sealing. */
export function writeSealed(key: Uint8Array, owner: Owner, of: SealClass): VaultWriter {
  const id = randomUUID()
  const path = vaultPath(owner.controllerId, id)
  const digest = createHash('sha256')
  let bytes = 0
  const stream = new PassThrough()
  const written = pipeline(
    stream,
    counting((chunk) => {
      bytes += chunk.length
    }),
    // The file's own id is bound too: a sealed file renamed to another does not open.
    sealStream(key, { ...sealContext(owner, of), fileId: id }),
    counting((chunk) => digest.update(chunk)),
    createWriteStream(`${path}.part`, { mode: 0o600 }),
  )
  written.catch(() => {})
  return {
    stream,
    async finish() {
      stream.end()
      await written
      const file = await open(`${path}.part`, 'r')
      await file.sync()
      await file.close()
      await rename(`${path}.part`, path)
      return { id, class: of, bytes, sha256: digest.digest('hex') }
    },
    async discard() {
      stream.destroy()
      await written.catch(() => {})
      await rm(`${path}.part`, { force: true })
      await rm(path, { force: true })
    },
  }
}

export const recordFile = (tx: Tx, owner: Owner, file: WrittenFile, at: Temporal.Instant) =>
  tx.vaultFile.create({
    data: {
      id: file.id,
      controllerId: owner.controllerId,
      requestId: owner.id,
      class: file.class,
      bytes: BigInt(file.bytes),
      sha256: file.sha256,
      createdAt: toDate(at),
    },
  })
