import { z } from 'zod'
import { ok, type Result, refuse } from '#domain/result.ts'
import { Certificate, certificateSchema, type LogPosition } from './certificate.ts'
import { type CheckpointFault, openCheckpoint } from './checkpoint.ts'
import { type Bytes, fromBase64, fromBase64url, sameBytes, toBytes, toText } from './encoding.ts'
import { rootFromProof } from './inclusion.ts'
import { isSignedBy, type Jwks, type PublicKey, publicKeys } from './keys.ts'
import { ConsentReceipt, receiptSchema } from './receipt.ts'
import { receiptStatements } from './receipt-wording.ts'
import { RectificationStatement, rectificationSchema } from './rectification.ts'
import { rectificationStatements } from './rectification-wording.ts'
import { type Statements, statementsOf } from './wording.ts'

export type { Jwks } from './keys.ts'

export type UnusableReason =
  | 'too_large'
  | 'is_pdf'
  | 'not_text'
  | 'not_a_certificate'
  | 'keys_unusable'
  | 'browser_too_old'

export type InvalidReason =
  | 'encoding_malformed'
  | 'header_malformed'
  | 'algorithm_not_allowed'
  | 'type_wrong'
  | 'critical_header_unknown'
  | 'key_unknown'
  | 'signature_wrong'
  | 'contents_malformed'
  | 'log_position_malformed'
  | 'inclusion_wrong'
  | 'checkpoint_of_another_log'
  | CheckpointFault

/** A signed document that passed every check, and what it says in words. */
export type Valid = { status: 'valid'; kid: string; statements: Statements } & (
  | { kind: 'certificate'; certificate: Certificate }
  | { kind: 'receipt'; receipt: ConsentReceipt }
  | { kind: 'rectification'; statement: RectificationStatement }
)
export type Verdict =
  | Valid
  | { status: 'invalid'; reason: InvalidReason }
  | { status: 'unusable'; reason: UnusableReason }

export const largestCertificateBytes = 2_000_000

const Wrapper = z.looseObject({ jws: z.string() })
const Header = z.record(z.string(), z.unknown())

/** RFC 9864 says `Ed25519`; `EdDSA` (RFC 8037) names the same signature when the key is Ed25519. */
const algorithms: readonly unknown[] = ['Ed25519', 'EdDSA']

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

type Opened = { log: LogPosition; valid: (kid: string) => Valid }

/** Every kind of document that is signed, by its JWS `typ`. @returns null where the contents are not of that kind */
const DOCUMENTS: Readonly<Record<string, (payload: unknown) => Opened | null>> = {
  [certificateSchema]: (payload) => {
    const { data: certificate } = Certificate.safeParse(payload)
    if (!certificate) return null
    const statements = statementsOf(certificate)
    return {
      log: certificate.log,
      valid: (kid) => ({ status: 'valid', kind: 'certificate', certificate, kid, statements }),
    }
  },
  [receiptSchema]: (payload) => {
    const { data: receipt } = ConsentReceipt.safeParse(payload)
    if (!receipt) return null
    const statements = receiptStatements(receipt)
    return {
      log: receipt['hakku:log'],
      valid: (kid) => ({ status: 'valid', kind: 'receipt', receipt, kid, statements }),
    }
  },
  [rectificationSchema]: (payload) => {
    const { data: statement } = RectificationStatement.safeParse(payload)
    if (!statement) return null
    const statements = rectificationStatements(statement)
    return {
      log: statement.log,
      valid: (kid) => ({ status: 'valid', kind: 'rectification', statement, kid, statements }),
    }
  },
}
const documentOf = (typ: unknown) =>
  typeof typ === 'string' && Object.hasOwn(DOCUMENTS, typ) ? DOCUMENTS[typ] : undefined

function readJws(file: string | Uint8Array): Result<string, UnusableReason> {
  if (file.length > largestCertificateBytes) return refuse('too_large')
  const text = (typeof file === 'string' ? file : toText(file))?.replace(/^\uFEFF/, '').trim()
  const start = typeof file === 'string' ? file.slice(0, 5) : String.fromCharCode(...file.subarray(0, 5))
  if (start === '%PDF-') return refuse('is_pdf')
  if (text === undefined) return refuse('not_text')
  const wrapped = Wrapper.safeParse(text.startsWith('{') ? parse(text) : undefined)
  const jws = wrapped.success ? wrapped.data.jws.trim() : text
  return /^[^\s.]+\.[^\s.]+\.[^\s.]+$/.test(jws) ? ok(jws) : refuse('not_a_certificate')
}

function chooseKey(header: unknown, keys: readonly PublicKey[]): Result<PublicKey, InvalidReason> {
  const read = Header.safeParse(header)
  if (!read.success) return refuse('header_malformed')
  if (!algorithms.includes(read.data['alg'])) return refuse('algorithm_not_allowed')
  // RFC 7515 §4.1.11: an extension that is not understood must be refused, and we understand none.
  if ('crit' in read.data || 'b64' in read.data) return refuse('critical_header_unknown')
  if (!documentOf(read.data['typ'])) return refuse('type_wrong')
  const key = keys.find(({ kid }) => kid === read.data['kid'])
  return key ? ok(key) : refuse('key_unknown')
}

async function checkLog(log: LogPosition, keys: readonly PublicKey[]): Promise<Result<null, InvalidReason>> {
  const leafHash = fromBase64(log.leafHash)
  const proof = log.proof.map(fromBase64).filter((hash): hash is Bytes => hash !== null)
  if (leafHash === null || proof.length !== log.proof.length) return refuse('log_position_malformed')
  const checkpoint = await openCheckpoint(log.checkpoint, keys)
  if (!checkpoint.ok) return checkpoint
  const { origin, treeSize, root } = checkpoint.value
  if (origin !== log.origin || treeSize !== log.treeSize) return refuse('checkpoint_of_another_log')
  const reached = await rootFromProof(log.leafIndex, log.treeSize, leafHash, proof)
  return reached !== null && sameBytes(reached, root) ? ok(null) : refuse('inclusion_wrong')
}

async function checkJws(jws: string, keys: readonly PublicKey[]): Promise<Verdict> {
  const invalid = (reason: InvalidReason): Verdict => ({ status: 'invalid', reason })
  const [header64 = '', payload64 = '', signature64 = ''] = jws.split('.')
  const [header, payload, signature] = [header64, payload64, signature64].map(fromBase64url)
  if (!header || !payload || !signature) return invalid('encoding_malformed')

  const key = chooseKey(parse(toText(header) ?? ''), keys)
  if (!key.ok) return invalid(key.reason)
  if (!(await isSignedBy(key.value, signature, toBytes(`${header64}.${payload64}`)))) return invalid('signature_wrong')

  const read = documentOf(Header.safeParse(parse(toText(header) ?? '')).data?.['typ'])
  const opened = read?.(parse(toText(payload) ?? ''))
  if (!opened) return invalid('contents_malformed')
  const log = await checkLog(opened.log, keys)
  return log.ok ? opened.valid(key.value.kid) : invalid(log.reason)
}

/**
 * Checks a deletion certificate, a consent receipt or a statement of correction against a key set without asking anyone:
 * in the browser and on the command line alike.
 * Takes the compact JWS (RFC 7515), or JSON `{ "jws": "…" }`. Never throws; every failure has its own reason.
 */
export async function verifyCertificate(file: string | Uint8Array, jwks: Jwks): Promise<Verdict> {
  const jws = readJws(file)
  if (!jws.ok) return { status: 'unusable', reason: jws.reason }
  try {
    const keys = await publicKeys(jwks)
    if (keys.length === 0) return { status: 'unusable', reason: 'keys_unusable' }
    return await checkJws(jws.value, keys)
  } catch {
    // What is left to fail is a browser without Web Crypto (plain http) or without Ed25519.
    return { status: 'unusable', reason: 'browser_too_old' }
  }
}
