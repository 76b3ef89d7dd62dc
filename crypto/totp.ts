import { randomBytes } from 'node:crypto'
import { generateSecret, generateSync, generateURI } from 'otplib'
import { hashToken, sameSecret } from './token.ts'

const STEP_SECONDS = 30

/** 160 random bits in base32, for an authenticator app (RFC 6238, SHA-1, six digits, 30 s). */
export function newTotpSecret(): string {
  return generateSecret()
}

/** The `otpauth://` address an authenticator app reads from a QR code. */
export function totpUri(secret: string, account: string, issuer: string): string {
  return generateURI({ secret, label: account, issuer })
}

/**
 * The time step whose code this is, among now and its two neighbours; null when it is none of them.
 * Store the step and pass it as `afterStep` next time, so that no code is accepted twice (RFC 6238 §5.2).
 */
export function verifyTotp(
  secret: string,
  code: string,
  { at, afterStep }: { at: number; afterStep: number | null },
): number | null {
  const now = stepAt(at)
  const open = [now - 1, now, now + 1].filter((step) => step > (afterStep ?? -1))
  return open.find((step) => sameSecret(codeOf(secret, step), code)) ?? null
}

export function currentTotp(secret: string, atEpochMs: number): string {
  return codeOf(secret, stepAt(atEpochMs))
}

/** One-time codes for a lost phone, 80 random bits each, as `ABCD-EFGH-JKMN-PQRS` (Crockford's base32). */
export function newRecoveryCodes(count: number): string[] {
  return Array.from({ length: count }, newRecoveryCode)
}

/** What is stored of a recovery code. Case, spaces and dashes do not matter; O reads as 0, I and L as 1. */
export function hashRecoveryCode(code: string): string {
  const typed = code.toUpperCase().replace(/[\s-]/g, '')
  return hashToken(typed.replaceAll('O', '0').replace(/[IL]/g, '1'))
}

function newRecoveryCode(): string {
  const characters = Array.from(randomBytes(16), (byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.charAt(byte % 32))
  return characters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

function stepAt(epochMs: number): number {
  return Math.floor(epochMs / 1000 / STEP_SECONDS)
}

function codeOf(secret: string, step: number): string {
  return generateSync({ secret, epoch: step * STEP_SECONDS, period: STEP_SECONDS })
}
