/** Draws that are the same on every machine for one seed; for demo data only, never for secrets. */
export type Random = {
  /** 0 ≤ n < 1 */
  next: () => number
  /** whole number, 0 ≤ n < below */
  below: (below: number) => number
  chance: (share: number) => boolean
  pick: <T>(from: readonly T[]) => T
  hex: (bytes: number) => string
}

/** A Weyl sequence whose every step is mixed by two multiply-and-fold rounds (32 bits). */
export function seededRandom(seed: number): Random {
  let step = Math.imul(seed + 1, 0x9e3779b1)
  const word = () => {
    step = (step + 0x6d2b79f5) | 0
    let mixed = Math.imul(step ^ (step >>> 16), 0x45d9f3b5)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b3c6d)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
  const next = () => word() / 2 ** 32
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (share) => next() < share,
    pick: (from) => {
      const picked = from[below(from.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    hex: (bytes) => Array.from({ length: bytes }, () => below(256).toString(16).padStart(2, '0')).join(''),
  }
}
