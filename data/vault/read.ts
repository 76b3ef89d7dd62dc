import { createReadStream } from 'node:fs'
import type { Readable } from 'node:stream'
import { openStream } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { openRequestKey, type SealClass, sealContext } from '#data/keys/request-key.ts'
import { vaultPath } from './place.ts'

export type StoredFile = { id: string; controllerId: string; requestId: string; class: string; deletedAt: Date | null }

/**
 * Opens a sealed file for reading; a frame's plaintext comes out only after its tag was checked.
 * @returns null when the file was deleted or its request shredded
 */
export async function openFile(tx: Tx, file: StoredFile): Promise<Readable | null> {
  if (file.deletedAt) return null
  const owner = { controllerId: file.controllerId, id: file.requestId }
  const key = await openRequestKey(tx, owner)
  return key && readSealed(key, file)
}

/** @throws SealError by the stream when the file is not what was sealed */
export function readSealed(key: Uint8Array, file: StoredFile): Readable {
  const owner = { controllerId: file.controllerId, id: file.requestId }
  const opened = openStream(key, { ...sealContext(owner, file.class as SealClass), fileId: file.id })
  const sealed = createReadStream(vaultPath(file.controllerId, file.id))
  sealed.on('error', (error) => opened.destroy(error))
  opened.on('close', () => sealed.destroy())
  return sealed.pipe(opened)
}
