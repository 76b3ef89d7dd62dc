import { createHash, randomBytes, randomInt, scrypt, timingSafeEqual } from 'node:crypto'

/** 256 random bits, base64url (43 characters). */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a token (hex). A plain hash is enough because a token cannot be guessed; a code can. */
export function hashToken(token: string): string {
  return sha256(token).toString('hex')
}

/** Six digits, each of the million equally likely. */
export function newCode(): string {
  return randomInt(0, 1_000_000).toString().padStart(6, '0')
}

export function newSalt(): string {
  return randomBytes(16).toString('base64url')
}

/** What is stored of a code (hex): slow on purpose, because a million codes are quickly tried (scrypt, RFC 7914). */
export function hashCode(code: string, salt: string): Promise<string> {
  return new Promise((resolve, reject) => {
    scrypt(code, salt, 32, { N: 2 ** 14, r: 8, p: 1 }, (error, key) => {
      if (error) reject(error)
      else resolve(key.toString('hex'))
    })
  })
}

/** Takes the same time wherever the two differ, and does not throw when their lengths do. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(sha256(a), sha256(b))
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
