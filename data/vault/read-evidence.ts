import { buffer } from 'node:stream/consumers'
import { z } from 'zod'
import { readSealed, type StoredFile } from './read.ts'

const Head = z.strictObject({ name: z.string(), mediaType: z.string() })
export type StoredEvidence = z.infer<typeof Head> & { bytes: Buffer<ArrayBuffer> }

/** An uploaded file as `storeEvidence` wrote it. */
export async function readEvidence(key: Uint8Array, file: StoredFile): Promise<StoredEvidence> {
  const all = await buffer(readSealed(key, file))
  const end = all.indexOf('\n')
  return { ...Head.parse(JSON.parse(all.subarray(0, end).toString())), bytes: Buffer.from(all.subarray(end + 1)) }
}
