import { createCipheriv, createDecipheriv } from 'node:crypto'
import { SealError } from './sealing.ts'

const ALGORITHM = 'aes-256-gcm'
const [NONCE_BYTES, TAG_BYTES] = [12, 16]

/** The nonce is the block's place: it comes once for a key (NIST SP 800-38D, 8.2.1). No block has the index's number. */
function nonceOf(place: number | 'index'): Buffer {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUIntBE(place === 'index' ? 2 ** 48 - 1 : place, NONCE_BYTES - 6, 6)
  return nonce
}

/**
 * Seals one of the many blocks of a file. Only for a key that was made for this one file and is sealed in it
 * (`wrapKey`, which commits to it and binds whose file it is), and a place that is written once.
 * @returns parts, to be written one after the other
 */
export function sealBlock(key: Uint8Array, place: number | 'index', clear: Uint8Array): readonly Buffer[] {
  const cipher = createCipheriv(ALGORITHM, key, nonceOf(place), { authTagLength: TAG_BYTES })
  return [cipher.update(clear), cipher.final(), cipher.getAuthTag()]
}

/** @throws SealError unless key, place and every byte are those of `sealBlock` */
export function openBlock(key: Uint8Array, place: number | 'index', sealed: Uint8Array): Buffer {
  const end = sealed.length - TAG_BYTES
  if (end < 0) throw new SealError()
  const decipher = createDecipheriv(ALGORITHM, key, nonceOf(place), { authTagLength: TAG_BYTES })
  decipher.setAuthTag(sealed.subarray(end))
  const clear = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
  } catch (cause) {
    throw new SealError(cause)
  }
  return clear
}
