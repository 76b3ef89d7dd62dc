import { type Bytes, joinBytes, sha256 } from './encoding.ts'

const node = (left: Uint8Array, right: Uint8Array) => sha256(joinBytes(Uint8Array.of(1), left, right))

/**
 * The root that a leaf and its proof lead to (RFC 9162 §2.1.3.2); null when the proof cannot belong to that position.
 * Bit arithmetic would stop at 2^31 leaves, hence the divisions.
 */
export async function rootFromProof(
  leafIndex: number,
  treeSize: number,
  leafHash: Bytes,
  proof: readonly Bytes[],
): Promise<Bytes | null> {
  if (leafIndex >= treeSize) return null
  let position = leafIndex
  let last = treeSize - 1
  let root = leafHash
  for (const sibling of proof) {
    if (last === 0) return null
    if (position % 2 === 1 || position === last) {
      root = await node(sibling, root)
      while (position % 2 === 0 && position !== 0) {
        position /= 2
        last = Math.floor(last / 2)
      }
    } else {
      root = await node(root, sibling)
    }
    position = Math.floor(position / 2)
    last = Math.floor(last / 2)
  }
  return last === 0 ? root : null
}
