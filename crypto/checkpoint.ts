import { createHash, createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'
import type { PrivateJwk, PublicJwk } from './signing.ts'

/** A log's state: `size` leaves under `root` (32 bytes). `origin` names the log. */
export type Checkpoint = Readonly<{ origin: string; size: number; root: Uint8Array }>
type NoteSignature = Readonly<{ name: string; keyId: Buffer; signature: Buffer }>
export type SignedCheckpoint = Checkpoint &
  Readonly<{ extensions: readonly string[]; text: string; signatures: readonly NoteSignature[] }>

const LONGEST_NOTE = 64 * 1024

/**
 * A C2SP tlog-checkpoint as a C2SP signed note; the signing key goes by the log's origin.
 * @throws RangeError when the origin cannot name a key, or size or root are not those of a tree
 */
export function signCheckpoint({ origin, size, root }: Checkpoint, privateKey: PrivateJwk): string {
  if (!isKeyName(origin)) throw new RangeError('an origin has no spaces, control characters or plus signs')
  if (!Number.isSafeInteger(size) || size < 0 || root.length !== 32)
    throw new RangeError('not the size and root of a tree')
  const text = `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`
  const signature = sign(null, Buffer.from(text), createPrivateKey({ key: privateKey, format: 'jwk' }))
  const signed = Buffer.concat([noteKeyId(origin, privateKey), signature]).toString('base64')
  return `${text}\n— ${origin} ${signed}\n`
}

/** Reads a note without believing it; null when it is not a checkpoint. */
export function parseCheckpoint(note: string): SignedCheckpoint | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the format forbids them
  if (note.length > LONGEST_NOTE || /[\x00-\x09\x0b-\x1f\x7f]/.test(note)) return null
  const split = note.lastIndexOf('\n\n')
  if (split < 0 || !note.endsWith('\n')) return null
  const text = note.slice(0, split + 1)
  const signatures = note
    .slice(split + 2, -1)
    .split('\n')
    .map(parseSignature)
  const [origin = '', size = '', root = '', ...extensions] = text.slice(0, -1).split('\n')
  const rootBytes = strictBase64(root)
  if (origin === '' || !/^(0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) return null
  if (rootBytes?.length !== 32 || extensions.includes('')) return null
  if (!signatures.every((line) => line !== null)) return null
  return { origin, size: Number(size), root: Uint8Array.from(rootBytes), extensions, text, signatures }
}

/** The checkpoint, when this log (`origin`) signed it with this key; else null. Other signers' lines are passed over. */
export function verifyCheckpoint(note: string, publicKey: PublicJwk, origin: string): SignedCheckpoint | null {
  const checkpoint = parseCheckpoint(note)
  if (checkpoint === null || checkpoint.origin !== origin) return null
  const keyId = noteKeyId(origin, publicKey)
  const line = checkpoint.signatures.find((found) => found.name === origin && found.keyId.equals(keyId))
  if (line === undefined) return null
  const key = createPublicKey({ key: publicKey, format: 'jwk' })
  return verify(null, Buffer.from(checkpoint.text), key, line.signature) ? checkpoint : null
}

function parseSignature(line: string): NoteSignature | null {
  const [dash, name, encoded, ...rest] = line.split(' ')
  if (dash !== '—' || name === undefined || !isKeyName(name) || encoded === undefined || rest.length > 0) return null
  const bytes = strictBase64(encoded)
  if (bytes === null || bytes.length <= 4) return null
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) }
}

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key); 0x01 stands for Ed25519. */
function noteKeyId(name: string, { x }: { x: string }): Buffer {
  return createHash('sha256').update(`${name}\n\x01`).update(Buffer.from(x, 'base64url')).digest().subarray(0, 4)
}

function isKeyName(name: string): boolean {
  return name.isWellFormed() && /^[^\s+\p{Cc}]+$/u.test(name)
}

/** Null for a second spelling of the same bytes, so that no changed character goes unseen. */
function strictBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64')
  return bytes.toString('base64') === text ? bytes : null
}
