import {
  type CompactJWSHeaderParameters,
  CompactSign,
  calculateJwkThumbprint,
  compactVerify,
  decodeProtectedHeader,
  errors,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type ProtectedHeaderParameters,
} from 'jose'

/** Ed25519 keys as JWK (RFC 8037). Types, not interfaces, so that they go into a JSON column as they are. */
export type PublicJwk = { kty: 'OKP'; crv: 'Ed25519'; x: string; kid?: string; use?: 'sig' }
export type PrivateJwk = PublicJwk & { d: string }
export type SigningKey = Readonly<{ kid: string; privateJwk: PrivateJwk }>
export type KeySet = Readonly<{ keys: readonly JWK[] }>

export type SignatureFault =
  | 'malformed'
  | 'algorithm_not_allowed'
  | 'unknown_critical'
  | 'unknown_key'
  | 'bad_signature'

export class SignatureError extends Error {
  override name = 'SignatureError'
  readonly reason: SignatureFault
  constructor(reason: SignatureFault) {
    super(`The signature is refused: ${reason}`)
    this.reason = reason
  }
}

/** RFC 9864 renames `EdDSA` to `Ed25519`; we sign with the name more readers know and accept both. */
const ALGORITHMS = ['EdDSA', 'Ed25519']

/** @returns `kid` = RFC 7638 thumbprint, so that a key is named by what it is */
export async function newSigningKey(): Promise<{ kid: string; publicJwk: PublicJwk; privateJwk: PrivateJwk }> {
  const { privateKey } = await generateKeyPair('Ed25519', { extractable: true })
  const { x, d } = await exportJWK(privateKey)
  if (x === undefined || d === undefined) throw new Error('an Ed25519 key has an x and a d')
  const kid = await thumbprint({ kty: 'OKP', crv: 'Ed25519', x })
  const publicJwk: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x, kid, use: 'sig' }
  return { kid, publicJwk, privateJwk: { ...publicJwk, d } }
}

/** RFC 7638, SHA-256, base64url. */
export function thumbprint(key: PublicJwk): Promise<string> {
  return calculateJwkThumbprint(key, 'sha256')
}

/** A compact JWS (RFC 7515). An object is signed as the JSON it is written as here; its bytes are what counts. */
export function signJws(payload: object | Uint8Array, key: SigningKey, typ: string): Promise<string> {
  const bytes = payload instanceof Uint8Array ? payload : Buffer.from(JSON.stringify(payload))
  return signCompact(bytes, { alg: 'EdDSA', kid: key.kid, typ }, key.privateJwk)
}

export async function signCompact(
  bytes: Uint8Array,
  header: CompactJWSHeaderParameters,
  privateJwk: PrivateJwk,
): Promise<string> {
  return new CompactSign(bytes).setProtectedHeader(header).sign(await importJWK(privateJwk, 'EdDSA'))
}

/**
 * Verified with the one key of the set that its `kid` names. What the payload says, and `header.typ`, is for the caller to check.
 * @throws SignatureError
 */
export async function verifyJws(
  jws: string,
  jwks: KeySet,
): Promise<{ payload: Uint8Array; header: ProtectedHeaderParameters }> {
  const header = readHeader(jws)
  if (!ALGORITHMS.includes(header.alg ?? '')) throw new SignatureError('algorithm_not_allowed')
  if (header.crit !== undefined) throw new SignatureError('unknown_critical')
  const key = jwks.keys.find((candidate) => candidate.kid !== undefined && candidate.kid === header.kid)
  if (!isEd25519(key)) throw new SignatureError('unknown_key')
  return { payload: await verifyCompact(jws, key), header }
}

/** @returns the payload. @throws SignatureError */
export async function verifyCompact(jws: string, { kty, crv, x }: PublicJwk): Promise<Uint8Array> {
  if (!jws.split('.').every(isStrictBase64url)) throw new SignatureError('malformed')
  try {
    const key = await importJWK({ kty, crv, x }, 'EdDSA')
    return (await compactVerify(jws, key, { algorithms: ALGORITHMS })).payload
  } catch (error) {
    if (error instanceof errors.JWSSignatureVerificationFailed) throw new SignatureError('bad_signature')
    if (error instanceof errors.JOSEError) throw new SignatureError('malformed')
    throw error
  }
}

function readHeader(jws: string): ProtectedHeaderParameters {
  try {
    return decodeProtectedHeader(jws)
  } catch {
    throw new SignatureError('malformed')
  }
}

function isEd25519(key: JWK | undefined): key is PublicJwk {
  return key?.kty === 'OKP' && key.crv === 'Ed25519' && typeof key.x === 'string'
}

/** 64 bytes leave four bits over in their last character: another character there would be a second valid spelling. */
function isStrictBase64url(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part
}
