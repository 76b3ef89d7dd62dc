import { z } from 'zod'
import { type Bytes, fromBase64url, sha256, toBase64url, toBytes } from './encoding.ts'

/** RFC 7517 key set as published at `/.well-known/jwks.json`; members we do not use are left alone. */
export const Jwks = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).max(1_000) })
export type Jwks = z.infer<typeof Jwks>

const Ed25519Jwk = z.looseObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string(), kid: z.string() })

export type PublicKey = { kid: string; bytes: Bytes }

/** RFC 7638 over the required members of an OKP key (RFC 8037 §2). */
export const thumbprint = async (x: string): Promise<string> =>
  toBase64url(await sha256(toBytes(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)))

/** The Ed25519 keys of a set (RFC 8037); a key whose id is not its own thumbprint is passed over. */
export async function publicKeys(jwks: unknown): Promise<PublicKey[]> {
  const set = Jwks.safeParse(jwks)
  if (!set.success) return []
  const keys: PublicKey[] = []
  for (const entry of set.data.keys) {
    const jwk = Ed25519Jwk.safeParse(entry)
    const bytes = jwk.success ? fromBase64url(jwk.data.x) : null
    if (!jwk.success || bytes?.length !== 32) continue
    if ((await thumbprint(jwk.data.x)) === jwk.data.kid) keys.push({ kid: jwk.data.kid, bytes })
  }
  return keys
}

export async function isSignedBy(key: PublicKey, signature: Bytes, message: Bytes): Promise<boolean> {
  const { subtle } = globalThis.crypto
  const verifier = await subtle.importKey('raw', key.bytes, 'Ed25519', false, ['verify'])
  return subtle.verify('Ed25519', verifier, signature, message)
}
