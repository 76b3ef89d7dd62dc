import { createHash } from 'node:crypto'

export type Hash = Uint8Array<ArrayBuffer>

/**
 * The whole subtrees a tree is made of: entry `level` is the root over 2^level leaves, or empty where there is none.
 * It holds everything a growing tree needs, in at most 53 hashes; the empty tree is `[]`.
 */
export type Frontier = readonly Uint8Array[]

/** Where a verifier stands on its way up: a node's place in its row, and the last place there. */
type Walk = { position: number; last: number }

/** Root of the tree without leaves (RFC 9162 §2.1.1). */
export const emptyRoot: Hash = sha256()

/** SHA-256(0x00 ‖ data): a leaf can never be mistaken for a node. */
export function leafHash(data: Uint8Array | string): Hash {
  return sha256(Uint8Array.of(0), typeof data === 'string' ? Buffer.from(data) : data)
}

export function treeRoot(leafHashes: readonly Uint8Array[]): Hash {
  return leafHashes.length === 0 ? emptyRoot : rangeRoot(leafHashes, 0, leafHashes.length)
}

/**
 * The neighbours that lead from one leaf to the root, lowest first (RFC 9162 §2.1.3.1).
 * @throws RangeError when the tree has no such leaf
 */
export function inclusionProof(index: number, leafHashes: readonly Uint8Array[]): Hash[] {
  if (!Number.isInteger(index) || index < 0 || index >= leafHashes.length)
    throw new RangeError(`no leaf ${index} in a tree of ${leafHashes.length}`)
  return pathTo(index, leafHashes, 0, leafHashes.length)
}

/**
 * The subtree roots that show the first `oldSize` leaves are unchanged (RFC 9162 §2.1.4.1).
 * @throws RangeError unless 1 ≤ oldSize ≤ size: nothing is consistent with a tree of no leaves
 */
export function consistencyProof(oldSize: number, leafHashes: readonly Uint8Array[]): Hash[] {
  if (!Number.isInteger(oldSize) || oldSize < 1 || oldSize > leafHashes.length)
    throw new RangeError(`a tree of ${leafHashes.length} has no earlier size ${oldSize}`)
  return subproof(oldSize, leafHashes, { start: 0, end: leafHashes.length, known: true })
}

/** One more leaf, in as many hashes as it completes subtrees. */
export function appendLeaf(frontier: Frontier, leaf: Uint8Array): Uint8Array[] {
  const grown = [...frontier]
  let carried = leaf
  let level = 0
  for (let peer = grown[level]; peer?.length; peer = grown[level]) {
    carried = nodeHash(peer, carried)
    grown[level] = new Uint8Array(0)
    level += 1
  }
  grown[level] = carried
  return grown
}

/** @throws RangeError when the frontier is not one of a tree with `size` leaves */
export function frontierRoot(frontier: Frontier, size: number): Hash {
  const held = frontier.reduce((sum, hash, level) => sum + (hash.length === 32 ? 2 ** level : 0), 0)
  if (held !== size) throw new RangeError(`the frontier holds ${held} leaves, not ${size}`)
  const [smallest, ...larger] = frontier.filter((hash) => hash.length === 32)
  if (smallest === undefined) return emptyRoot
  return Uint8Array.from(larger.reduce((right, left) => nodeHash(left, right), smallest))
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Hash {
  return sha256(Uint8Array.of(1), left, right)
}

/** Does this leaf stand at this place in the tree with this root (RFC 9162 §2.1.3.2)? Every argument may be hostile. */
export function verifyInclusion(claim: {
  leafHash: Uint8Array
  index: number
  size: number
  proof: readonly Uint8Array[]
  root: Uint8Array
}): boolean {
  const { leafHash, index, size, proof, root } = claim
  if (!isCount(index) || !isCount(size) || index >= size) return false
  if (![leafHash, root, ...proof].every(isHash)) return false
  let walk: Walk = { position: index, last: size - 1 }
  let hash = leafHash
  for (const peer of proof) {
    if (walk.last === 0) return false
    hash = isRightOrAlone(walk) ? nodeHash(peer, hash) : nodeHash(hash, peer)
    walk = above(walk)
  }
  return walk.last === 0 && same(hash, root)
}

/** Is the new tree the old one with leaves added at the end, and nothing else (RFC 9162 §2.1.4.2)? */
export function verifyConsistency(claim: {
  oldSize: number
  newSize: number
  oldRoot: Uint8Array
  newRoot: Uint8Array
  proof: readonly Uint8Array[]
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim
  if (!isCount(oldSize) || !isCount(newSize) || oldSize < 1 || oldSize > newSize) return false
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false
  if (oldSize === newSize) return proof.length === 0 && same(oldRoot, newRoot)
  if (proof.length === 0) return false
  let walk = firstWholeSubtree({ position: oldSize - 1, last: newSize - 1 })
  const [first, ...rest] = walk.position === 0 ? [oldRoot, ...proof] : proof
  let oldHash = first ?? oldRoot
  let newHash = oldHash
  for (const peer of rest) {
    if (walk.last === 0) return false
    if (isRightOrAlone(walk)) oldHash = nodeHash(peer, oldHash)
    newHash = isRightOrAlone(walk) ? nodeHash(peer, newHash) : nodeHash(newHash, peer)
    walk = above(walk)
  }
  return walk.last === 0 && same(oldHash, oldRoot) && same(newHash, newRoot)
}

function rangeRoot(leaves: readonly Uint8Array[], start: number, end: number): Hash {
  if (end - start === 1) return Uint8Array.from(leaves[start] ?? [])
  const middle = start + leftSize(end - start)
  return nodeHash(rangeRoot(leaves, start, middle), rangeRoot(leaves, middle, end))
}

function pathTo(index: number, leaves: readonly Uint8Array[], start: number, end: number): Hash[] {
  if (end - start === 1) return []
  const middle = start + leftSize(end - start)
  return index < middle
    ? [...pathTo(index, leaves, start, middle), rangeRoot(leaves, middle, end)]
    : [...pathTo(index, leaves, middle, end), rangeRoot(leaves, start, middle)]
}

/** `known`: this range began as a whole old tree, whose root the verifier already has. */
function subproof(
  oldEnd: number,
  leaves: readonly Uint8Array[],
  { start, end, known }: { start: number; end: number; known: boolean },
): Hash[] {
  if (oldEnd === end) return known ? [] : [rangeRoot(leaves, start, end)]
  const middle = start + leftSize(end - start)
  return oldEnd <= middle
    ? [...subproof(oldEnd, leaves, { start, end: middle, known }), rangeRoot(leaves, middle, end)]
    : [...subproof(oldEnd, leaves, { start: middle, end, known: false }), rangeRoot(leaves, start, middle)]
}

/** The largest power of two below `size`: how many leaves the left side holds. */
function leftSize(size: number): number {
  return 2 ** (31 - Math.clz32(size - 1))
}

/** A right child, or a last node without a neighbour, which rises until it becomes a right child. */
function isRightOrAlone({ position, last }: Walk): boolean {
  return isOdd(position) || position === last
}

function above(walk: Walk): Walk {
  const alone = !isOdd(walk.position) && walk.position === walk.last
  let { position, last } = walk
  while (alone && position !== 0 && !isOdd(position)) [position, last] = [half(position), half(last)]
  return { position: half(position), last: half(last) }
}

/** While the old tree's last node is a right child it ends a whole subtree; at position 0 it is the whole old tree. */
function firstWholeSubtree({ position, last }: Walk): Walk {
  return isOdd(position) ? firstWholeSubtree({ position: half(position), last: half(last) }) : { position, last }
}

/** Not a shift: those work on 32 bits, and a log may grow past 2^31. */
function half(count: number): number {
  return Math.floor(count / 2)
}

function isOdd(count: number): boolean {
  return count % 2 === 1
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === 32
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}

function sha256(...parts: Uint8Array[]): Hash {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
