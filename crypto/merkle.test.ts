import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appendLeaf,
  consistencyProof,
  emptyRoot,
  type Frontier,
  frontierRoot,
  inclusionProof,
  leafHash,
  nodeHash,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts'

const MOST = 130
const leaves = Array.from({ length: MOST }, (_, index) => leafHash(`leaf ${index}`))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const roots = Array.from({ length: MOST + 1 }, (_, size) => treeRoot(leaves.slice(0, size)))
const rootOf = (size: number) => roots[size] ?? emptyRoot
const leafAt = (index: number) => leaves[index] ?? emptyRoot

function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
  return copy
}

describe('known hashes (RFC 6962 test data)', () => {
  /** The eight leaves of the Certificate Transparency reference tests and the root at each size. */
  const inputs = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const known = inputs.map((data) => leafHash(Buffer.from(data, 'hex')))

  test('empty tree, leaves and nodes', () => {
    expect(hex(emptyRoot)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
    expect(hex(leafHash(''))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d')
    expect(hex(leafHash('L123456'))).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56')
    expect(hex(nodeHash(Buffer.from('N123'), Buffer.from('N456')))).toBe(
      'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
    )
  })

  test.each([
    [1, '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    [2, 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'],
    [3, 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77'],
    [4, 'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'],
    [5, '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4'],
    [6, '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef'],
    [7, 'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c'],
    [8, '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'],
  ])('root of %i leaves', (size, root) => {
    expect(hex(treeRoot(known.slice(0, size)))).toBe(root)
    expect(hex(frontierRoot(known.slice(0, size).reduce(appendLeaf, []), size))).toBe(root)
  })
})

describe('inclusion', () => {
  test('every leaf of every tree is proved, and at no other place', () => {
    for (let size = 1; size <= MOST; size++) {
      const tree = leaves.slice(0, size)
      for (let index = 0; index < size; index++) {
        const claim = { leafHash: leafAt(index), index, size, proof: inclusionProof(index, tree), root: rootOf(size) }
        expect(verifyInclusion(claim), `${index} of ${size}`).toBe(true)
        const next = { ...claim, index: (index + 1) % size }
        if (size > 1 && verifyInclusion(next)) expect.unreachable(`${index} of ${size} proved elsewhere`)
      }
    }
  })

  test('any flipped bit in leaf, root or proof fails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (size, anyIndex, anyPart, anyBit) => {
          const index = anyIndex % size
          const proof = inclusionProof(index, leaves.slice(0, size))
          const parts = [leafAt(index), rootOf(size), ...proof]
          const part = anyPart % parts.length
          const [leaf = emptyRoot, root = emptyRoot, ...path] = parts.map((bytes, i) =>
            i === part ? flipped(bytes, anyBit % 256) : bytes,
          )
          expect(verifyInclusion({ leafHash: leaf, index, size, proof: path, root })).toBe(false)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('every bit of one proof counts', () => {
    const proof = inclusionProof(5, leaves.slice(0, 11))
    for (let bit = 0; bit < proof.length * 256; bit++) {
      const forged = proof.map((hash, i) => (i === bit >> 8 ? flipped(hash, bit & 255) : hash))
      expect(verifyInclusion({ leafHash: leafAt(5), index: 5, size: 11, proof: forged, root: rootOf(11) })).toBe(false)
    }
  })

  test('a proof too long, too short, of odd pieces, or for a place that is not there fails', () => {
    const claim = {
      leafHash: leafAt(2),
      index: 2,
      size: 5,
      proof: inclusionProof(2, leaves.slice(0, 5)),
      root: rootOf(5),
    }
    expect(verifyInclusion(claim)).toBe(true)
    expect(verifyInclusion({ ...claim, proof: [...claim.proof, rootOf(1)] })).toBe(false)
    expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false)
    expect(verifyInclusion({ ...claim, proof: [Buffer.concat([...claim.proof])] })).toBe(false)
    for (const index of [-1, 5, 2.5, Number.NaN, 2 ** 60]) expect(verifyInclusion({ ...claim, index })).toBe(false)
    expect(verifyInclusion({ ...claim, size: 0 })).toBe(false)
    expect(() => inclusionProof(5, leaves.slice(0, 5))).toThrow(RangeError)
  })

  test('the two halves of a node cannot be cut elsewhere to make another leaf', () => {
    const both = Buffer.concat([leafAt(0), leafAt(1)])
    const claim = { index: 0, size: 2, root: rootOf(2) }
    expect(verifyInclusion({ ...claim, leafHash: both.subarray(0, 32), proof: [both.subarray(32)] })).toBe(true)
    expect(verifyInclusion({ ...claim, leafHash: both.subarray(0, 40), proof: [both.subarray(40)] })).toBe(false)
    expect(verifyInclusion({ ...claim, leafHash: both.subarray(0, 0), proof: [both] })).toBe(false)
  })

  test('a place beyond 2^32 is walked without losing bits', () => {
    const size = 2 ** 40
    const proof = Array.from({ length: 40 }, (_, level) => leafHash(`peer ${level}`))
    const index = 2 ** 33 + 5
    const bits = proof.map((_, level) => Math.floor(index / 2 ** level) % 2)
    const root = proof.reduce(
      (hash, peer, level) => (bits[level] ? nodeHash(peer, hash) : nodeHash(hash, peer)),
      leafAt(0),
    )
    expect(verifyInclusion({ leafHash: leafAt(0), index, size, proof, root })).toBe(true)
    expect(verifyInclusion({ leafHash: leafAt(0), index: index % 2 ** 32, size, proof, root })).toBe(false)
  })
})

describe('consistency', () => {
  test('every earlier tree is proved to begin every later one, and no other', () => {
    for (let newSize = 1; newSize <= MOST; newSize++)
      for (let oldSize = 1; oldSize <= newSize; oldSize++) {
        const proof = consistencyProof(oldSize, leaves.slice(0, newSize))
        const claim = { oldSize, newSize, oldRoot: rootOf(oldSize), newRoot: rootOf(newSize), proof }
        if (!verifyConsistency(claim)) expect.unreachable(`${oldSize} in ${newSize}`)
        const other = { ...claim, oldRoot: rootOf(oldSize - 1) }
        if (verifyConsistency(other)) expect.unreachable(`another tree of ${oldSize} in ${newSize}`)
      }
  })

  test('any flipped bit in roots or proof fails', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: MOST }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (newSize, anyOld, anyPart, anyBit) => {
          const oldSize = 1 + (anyOld % newSize)
          const parts = [rootOf(oldSize), rootOf(newSize), ...consistencyProof(oldSize, leaves.slice(0, newSize))]
          const part = anyPart % parts.length
          const [oldRoot = emptyRoot, newRoot = emptyRoot, ...proof] = parts.map((bytes, i) =>
            i === part ? flipped(bytes, anyBit % 256) : bytes,
          )
          expect(verifyConsistency({ oldSize, newSize, oldRoot, newRoot, proof })).toBe(false)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('a rewritten leaf is found, and the empty tree proves nothing', () => {
    const rewritten = leaves.with(1, leafHash('something else'))
    const claim = { oldSize: 6, newSize: 9, oldRoot: rootOf(6), newRoot: treeRoot(rewritten.slice(0, 9)) }
    expect(verifyConsistency({ ...claim, proof: consistencyProof(6, rewritten.slice(0, 9)) })).toBe(false)
    expect(verifyConsistency({ oldSize: 0, newSize: 3, oldRoot: emptyRoot, newRoot: rootOf(3), proof: [] })).toBe(false)
    expect(verifyConsistency({ oldSize: 4, newSize: 3, oldRoot: rootOf(4), newRoot: rootOf(3), proof: [] })).toBe(false)
    expect(
      verifyConsistency({ oldSize: 3, newSize: 3, oldRoot: rootOf(3), newRoot: rootOf(3), proof: [leafAt(0)] }),
    ).toBe(false)
    expect(() => consistencyProof(0, leaves)).toThrow(RangeError)
  })
})

test('a frontier grows to the same roots as the whole tree', () => {
  let frontier: Frontier = []
  expect(frontierRoot(frontier, 0)).toEqual(emptyRoot)
  for (let size = 1; size <= MOST; size++) {
    frontier = appendLeaf(frontier, leafAt(size - 1))
    expect(hex(frontierRoot(frontier, size))).toBe(hex(rootOf(size)))
    expect(frontier.length).toBe(Math.floor(Math.log2(size)) + 1)
  }
  expect(() => frontierRoot(frontier, MOST - 1)).toThrow(RangeError)
})
