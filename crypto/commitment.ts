import { createHash, randomBytes } from 'node:crypto'
import canonicalize from 'canonicalize'

/** 256 random bits, base64url. Erasing the salt erases the link between the commitment and the person. */
export function newCommitmentSalt(): string {
  return randomBytes(32).toString('base64url')
}

/**
 * Proves a value later without showing it now. Base64url of
 * SHA-256(length of salt ‖ salt ‖ length of value ‖ value): both as UTF-8, lengths as 32-bit big-endian byte counts.
 * @throws TypeError when either is not well-formed Unicode, because two such texts could share their bytes
 */
export function commit(salt: string, value: string): string {
  return createHash('sha256')
    .update(Buffer.concat([salt, value].flatMap(lengthPrefixed)))
    .digest('base64url')
}

/**
 * The one spelling of a JSON value, for hashing (RFC 8785).
 * @throws Error on lone surrogates, NaN, Infinity, bigint, cycles, and what JSON cannot say
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('JSON has no spelling for this value')
  return text
}

function lengthPrefixed(text: string): Buffer[] {
  if (!text.isWellFormed()) throw new TypeError('a lone surrogate cannot be committed to')
  const bytes = Buffer.from(text, 'utf8')
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  return [length, bytes]
}
