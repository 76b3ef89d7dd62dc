import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import {
  AlgorithmSuiteIdentifier,
  buildClient,
  CommitmentPolicy,
  NodeDefaultCryptographicMaterialsManager,
  type NodeMaterialsManager,
  RawAesKeyringNode,
  RawAesWrappingSuiteIdentifier,
} from '@aws-crypto/client-node'
import { frontedStream } from './fronted-stream.ts'

/** Where sealed bytes belong (controller, request, class…). It stays readable beside them: ids only, nothing personal. */
export type Context = Readonly<Record<string, string>>

/** The key, the context or the bytes are not those that were sealed; which of them is not told. */
export class SealError extends Error {
  override name = 'SealError'
  constructor(cause?: unknown) {
    super('The seal does not open with this key and context', { cause })
  }
}

const client = buildClient({
  commitmentPolicy: CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT,
  maxEncryptedDataKeys: 1,
})
const FRAME_BYTES = 64 * 1024

/** A key is sealed under this besides its context, so that it can never be opened as data. */
const KEY_MARK = { 'sealed-as': 'key' }

/** 256 random bits. */
export function newKey(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(randomBytes(32))
}

/** AES-256-GCM under a fresh data key that is itself sealed under `key` (AWS Encryption SDK message format 2). */
export async function seal(key: Uint8Array, plaintext: Uint8Array, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const { result } = await client.encrypt(keyring(key), plaintext, encryption(context))
  return new Uint8Array(result)
}

/** @throws SealError unless key, whole context and every byte are those of `seal` */
export async function open(key: Uint8Array, sealed: Uint8Array, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  const opened = await client
    .decrypt(materials(key, context), Buffer.from(sealed), { maxBodySize: FRAME_BYTES })
    .catch((cause: unknown) => {
      throw new SealError(cause)
    })
  if (sealed.length !== sealedLength(context, opened.plaintext.length)) throw new SealError()
  return new Uint8Array(opened.plaintext)
}

export function sealJson(key: Uint8Array, value: unknown, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  return seal(key, Buffer.from(JSON.stringify(value) ?? 'null'), context)
}

/** @returns what was sealed, of unknown shape: parse it. @throws SealError */
export async function openJson(key: Uint8Array, sealed: Uint8Array, context: Context): Promise<unknown> {
  return JSON.parse(Buffer.from(await open(key, sealed, context)).toString('utf8'))
}

/** Seals a key under the key above it; rotating the parent means wrapping again, never sealing the data again. */
export function wrapKey(parent: Uint8Array, child: Uint8Array, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  return seal(parent, key256(child), { ...context, ...KEY_MARK })
}

/** @throws SealError */
export function unwrapKey(parent: Uint8Array, wrapped: Uint8Array, context: Context): Promise<Uint8Array<ArrayBuffer>> {
  return open(parent, wrapped, { ...context, ...KEY_MARK })
}

/** Plaintext in, sealed bytes out, in frames of 64 KiB. What it makes can also be opened by `open`. */
export function sealStream(key: Uint8Array, context: Context): Duplex {
  const sealing = client.encryptStream(keyring(key), encryption(context))
  return frontedStream(sealing, {
    isWhole: () => true,
    fault: (cause) => new Error('Sealing failed', { cause }),
    // Destroying the library's stream would throw where nobody can catch it ("Premature close"); idle, it is collected.
    letGo: () => sealing.pause(),
  })
}

/**
 * Sealed bytes in, plaintext out: nothing before the context has been compared, no frame before its tag has been checked.
 * It ends only when the last frame was the sealed last frame, and is destroyed with a SealError otherwise: whoever
 * reads it must not act on a part.
 */
export function openStream(key: Uint8Array, context: Context): Duplex {
  const opening = client.decryptUnsignedMessageStream(materials(key, context), { maxBodySize: FRAME_BYTES })
  return frontedStream(opening, {
    isWhole: (bytesIn, bytesOut) => bytesIn === sealedLength(context, bytesOut),
    fault: (cause) => new SealError(cause),
    letGo: () => opening.destroy(),
  })
}

function encryption(context: Context) {
  return {
    suiteId: AlgorithmSuiteIdentifier.ALG_AES256_GCM_IV12_TAG16_HKDF_SHA512_COMMIT_KEY,
    encryptionContext: { ...context },
    frameLength: FRAME_BYTES,
  }
}

function keyring(key: Uint8Array): RawAesKeyringNode {
  return new RawAesKeyringNode({
    keyNamespace: 'hakku',
    keyName: 'key',
    unencryptedMasterKey: key256(key),
    wrappingSuite: RawAesWrappingSuiteIdentifier.AES256_GCM_IV12_TAG16_NO_PADDING,
    utf8Sorting: true,
  })
}

/** Left to itself the library opens under whatever context the bytes carry; this asks for ours before it unwraps a key. */
function materials(key: Uint8Array, context: Context): NodeMaterialsManager {
  const manager = new NodeDefaultCryptographicMaterialsManager(keyring(key))
  return {
    getEncryptionMaterials: (request) => manager.getEncryptionMaterials(request),
    decryptMaterials: async (request) => {
      if (!sameContext(request.encryptionContext, context)) throw new SealError()
      return manager.decryptMaterials(request)
    },
  }
}

function sameContext(found: Context, expected: Context): boolean {
  const names = Object.keys(expected)
  return names.length === Object.keys(found).length && names.every((name) => found[name] === expected[name])
}

/**
 * How long a sealed message must be: the library ignores bytes after the last frame, we refuse them.
 * Header with one wrapped key 172, a frame's number, nonce and tag 32, the last frame's 40.
 */
function sealedLength(context: Context, plaintextBytes: number): number {
  const entries = Object.entries(context)
  const contextBytes = entries.reduce(
    (sum, [name, value]) => sum + 4 + Buffer.byteLength(name) + Buffer.byteLength(value),
    entries.length === 0 ? 0 : 2,
  )
  return 174 + contextBytes + plaintextBytes + Math.floor(plaintextBytes / FRAME_BYTES) * 32 + 40
}

/** A copy: the library asks for key bytes that no other buffer shares. */
function key256(key: Uint8Array): Uint8Array {
  if (key.length !== 32) throw new RangeError('a key is 32 bytes')
  return Uint8Array.from(key)
}
