import { ok, type Result, refuse } from '#domain/result.ts'
import { type Bytes, fromBase64, joinBytes, sameBytes, sha256, toBytes } from './encoding.ts'
import { isSignedBy, type PublicKey } from './keys.ts'

export type CheckpointFault = 'checkpoint_malformed' | 'checkpoint_key_unknown' | 'checkpoint_signature_wrong'
export type Checkpoint = { origin: string; treeSize: number; root: Bytes }

/** C2SP signed-note: the first four bytes of SHA-256(name, newline, 0x01 for Ed25519, public key). */
const keyId = async (name: string, key: PublicKey) =>
  (await sha256(joinBytes(toBytes(`${name}\n`), Uint8Array.of(1), key.bytes))).slice(0, 4)

/** Opens a C2SP tlog-checkpoint and demands a good Ed25519 signature in the log's own name by one of `keys`. */
export async function openCheckpoint(
  note: string,
  keys: readonly PublicKey[],
): Promise<Result<Checkpoint, CheckpointFault>> {
  const split = note.indexOf('\n\n')
  const body = note.slice(0, split + 1)
  const [origin = '', size = '', root64 = ''] = body.split('\n')
  const root = fromBase64(root64)
  const treeSize = Number(size)
  if (split < 0 || origin === '' || !/^(0|[1-9]\d*)$/.test(size) || !Number.isSafeInteger(treeSize))
    return refuse('checkpoint_malformed')
  if (root?.length !== 32 || !note.endsWith('\n')) return refuse('checkpoint_malformed')

  let known = false
  for (const line of note.slice(split + 2, -1).split('\n')) {
    const [, name, blob = ''] = /^— (\S+) (\S+)$/u.exec(line) ?? []
    const bytes = fromBase64(blob)
    if (name === undefined || bytes === null) return refuse('checkpoint_malformed')
    if (name !== origin || bytes.length !== 68) continue
    for (const key of keys) {
      if (!sameBytes(bytes.slice(0, 4), await keyId(name, key))) continue
      known = true
      if (await isSignedBy(key, bytes.slice(4), toBytes(body))) return ok({ origin, treeSize, root })
    }
  }
  return refuse(known ? 'checkpoint_signature_wrong' : 'checkpoint_key_unknown')
}
