import { hash, randomBytes } from 'node:crypto'

const FIRST_SLOTS = 64
const MOST_FULL = 0.8
const SALT = randomBytes(16).toString('base64')

/** Open addressing: `width` 32-bit words a key, then a count. A key's first word is never 0: that marks a free slot. */
class Table {
  readonly #width: number
  readonly #stride: number
  #slots = FIRST_SLOTS
  #used = 0
  #words: Uint32Array

  constructor(width: number, isCounted: boolean) {
    this.#width = width
    this.#stride = width + (isCounted ? 1 : 0)
    this.#words = new Uint32Array(FIRST_SLOTS * this.#stride)
  }

  /** @returns whether it was not there */
  add(key: Uint32Array): boolean {
    if (this.#used >= this.#slots * MOST_FULL) this.#grow()
    const at = this.#find(key)
    const isNew = this.#words[at] === 0
    if (isNew) {
      for (let word = 0; word < this.#width; word += 1) this.#words[at + word] = key[word] ?? 0
      this.#used += 1
    }
    if (this.#stride > this.#width) this.#words[at + this.#width] = (this.#words[at + this.#width] ?? 0) + 1
    return isNew
  }

  has = (key: Uint32Array): boolean => this.#words[this.#find(key)] !== 0
  count = (key: Uint32Array): number => this.#words[this.#find(key) + this.#width] ?? 0

  /** Where the key stands, or would stand. */
  #find(key: Uint32Array): number {
    const [words, width, stride, last] = [this.#words, this.#width, this.#stride, this.#slots - 1]
    const mixed = Math.imul((key[0] ?? 0) ^ Math.imul(key[1] ?? 0, 0x9e3779b1), 0x85ebca6b)
    for (let slot = (mixed ^ (mixed >>> 15)) & last; ; slot = (slot + 1) & last) {
      const at = slot * stride
      if (words[at] === 0) return at
      let same = 0
      while (same < width && words[at + same] === key[same]) same += 1
      if (same === width) return at
    }
  }

  #grow(): void {
    const old = this.#words
    this.#slots *= 2
    this.#words = new Uint32Array(this.#slots * this.#stride)
    for (let at = 0; at < old.length; at += this.#stride)
      if (old[at] !== 0) {
        const entry = old.subarray(at, at + this.#stride)
        this.#words.set(entry, this.#find(entry))
      }
  }
}

const [MINUS, ZERO, NINE] = [45, 48, 57]
/** So many digits are a safe integer whatever they are. */
const SAFE_DIGITS = 15
const WORD = 2 ** 32

/** A whole number as it is written, or null. */
function integerOf(text: string): number | null {
  const first = text.charCodeAt(0) === MINUS ? 1 : 0
  if (text.length === first || text.length > first + SAFE_DIGITS) return null
  // 007 and -0 are other keys than 7 and 0.
  if (text.charCodeAt(first) === ZERO && text.length > 1) return null
  let value = 0
  for (let at = first; at < text.length; at += 1) {
    const digit = text.charCodeAt(at)
    if (digit < ZERO || digit > NINE) return null
    value = value * 10 + digit - ZERO
  }
  return first === 1 ? -value : value
}

/** 127 bits of SHA-256 under a salt of this process: nobody can make two meet, and of 5,000,000 two do once in 10^25 runs. */
function asDigest(text: string, into: Uint32Array): void {
  const bytes = hash('sha256', SALT + text, 'binary')
  into.fill(0)
  for (let byte = 0; byte < 16; byte += 1) into[byte >> 2] = ((into[byte >> 2] ?? 0) << 8) | bytes.charCodeAt(byte)
  into[0] = (into[0] ?? 0) | 1
}

/** Texts by the million, in 5 to 50 bytes each. A whole number is kept as itself: the usual key, and nothing is left to chance. */
class Texts {
  readonly #usual: Table
  readonly #integers: Table
  readonly #digests: Table
  readonly #number = new Uint32Array(1)
  readonly #integer = new Uint32Array(2)
  readonly #digest = new Uint32Array(4)

  constructor(isCounted: boolean) {
    this.#usual = new Table(1, isCounted)
    this.#integers = new Table(2, isCounted)
    this.#digests = new Table(4, isCounted)
  }

  at<T>(text: string, use: (table: Table, key: Uint32Array) => T): T {
    const value = integerOf(text)
    if (value !== null && value > 0 && value < WORD) {
      this.#number[0] = value
      return use(this.#usual, this.#number)
    }
    if (value !== null) {
      this.#integer[0] = Math.floor(value / WORD) + WORD / 2
      this.#integer[1] = value
      return use(this.#integers, this.#integer)
    }
    asDigest(text, this.#digest)
    return use(this.#digests, this.#digest)
  }
}

const add = (table: Table, key: Uint32Array) => table.add(key)
const has = (table: Table, key: Uint32Array) => table.has(key)
const count = (table: Table, key: Uint32Array) => table.count(key)

export class CompactSet {
  readonly #texts = new Texts(false)
  /** @returns whether it was not there */
  add = (text: string): boolean => this.#texts.at(text, add)
  has = (text: string): boolean => this.#texts.at(text, has)
}

/** How often each text was added. */
export class CompactCounts {
  readonly #texts = new Texts(true)
  add = (text: string): void => void this.#texts.at(text, add)
  count = (text: string): number => this.#texts.at(text, count)
}
