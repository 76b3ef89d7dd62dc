import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import type { Owner } from '#data/keys/request-key.ts'
import type { EvidenceFile } from '#domain/evidence.ts'
import { recordFile, writeSealed } from './write.ts'

/** Seals an uploaded file and what it was called in the vault. The caller's transaction decides whether it counts. @returns its id */
export async function storeEvidence(
  tx: Tx,
  key: Uint8Array,
  owner: Owner,
  { name, mediaType, bytes }: EvidenceFile,
  now: Temporal.Instant,
): Promise<string> {
  const writer = writeSealed(key, owner, 'evidence')
  writer.stream.write(`${JSON.stringify({ name, mediaType })}\n`)
  writer.stream.write(bytes)
  const file = await writer.finish()
  await recordFile(tx, owner, file, now)
  return file.id
}
