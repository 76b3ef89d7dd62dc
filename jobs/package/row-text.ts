/**
 * Most rows go into the package as they stand in their finding: their values are found in the text, in UTF-8, and
 * copied. Whatever is not of the usual form is answered with null or false, and then taken apart.
 */
export const [QUOTE, COMMA, MINUS, DOT, ZERO, NINE] = [0x22, 0x2c, 0x2d, 0x2e, 0x30, 0x39]
export const [OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [0x5b, 0x5d, 0x7b, 0x7d]
const BACKSLASH = 0x5c

/** The object of a row's values, from `from` to `to`. */
export class RowText {
  readonly bytes: Buffer
  readonly from: number
  readonly to: number

  constructor(bytes: Buffer, from: number, to: number) {
    this.bytes = bytes
    this.from = from
    this.to = to
  }

  get values(): Record<string, unknown> {
    return JSON.parse(this.bytes.toString('utf8', this.from, this.to))
  }
}

const HEAD = Buffer.from('{"key":[')
const VALUES = Buffer.from('],"values":')
const TAILS = ['false', 'true'].map((shared) => Buffer.from(`,"shared":${shared},"thirdParty":false}`))

/** The values in a finding's line of a row that speaks of nobody else. */
export function valuesIn(bytes: Buffer, from: number, to: number): RowText | null {
  if (!stands(HEAD, bytes, from)) return null
  let at = from + HEAD.length
  while (bytes[at] === QUOTE || bytes[at] === COMMA) at = bytes[at] === COMMA ? at + 1 : stringEnd(bytes, at)
  const tail = TAILS.find((one) => stands(one, bytes, to - one.length))
  return tail && stands(VALUES, bytes, at) ? new RowText(bytes, at + VALUES.length, to - tail.length) : null
}

const NEWLINE = 0x0a

/** Where each line begins and ends. */
export function* linesIn(bytes: Buffer): Generator<{ from: number; to: number }> {
  for (let from = 0; from < bytes.length; ) {
    const end = bytes.indexOf(NEWLINE, from)
    const to = end < 0 ? bytes.length : end
    yield { from, to }
    from = to + 1
  }
}

export function stands(part: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let offset = 0; offset < part.length; offset += 1) if (bytes[at + offset] !== part[offset]) return false
  return true
}

/** Finds the values of rows that have these fields in this order. */
export class RowScan {
  readonly #before: readonly Buffer[]
  /** Where each value begins and ends. */
  readonly starts: Int32Array
  readonly ends: Int32Array

  constructor(names: readonly string[]) {
    this.#before = names.map((name, at) => Buffer.from(`${at === 0 ? '{' : ','}${JSON.stringify(name)}:`))
    this.starts = new Int32Array(names.length)
    this.ends = new Int32Array(names.length)
  }

  finds({ bytes, from, to }: RowText): boolean {
    let at = from
    for (let field = 0; field < this.#before.length; field += 1) {
      const before = this.#before[field]
      if (!before || !stands(before, bytes, at)) return false
      this.starts[field] = at += before.length
      this.ends[field] = at = valueEnd(bytes, at)
    }
    return at === to - 1 && bytes[at] === CLOSE
  }
}

/** Of text that is JSON. */
function valueEnd(bytes: Uint8Array, from: number): number {
  const first = bytes[from]
  if (first === QUOTE) return stringEnd(bytes, from)
  let at = from
  if (first !== OPEN && first !== OPEN_LIST) {
    while (at < bytes.length && bytes[at] !== COMMA && bytes[at] !== CLOSE) at += 1
    return at
  }
  for (let depth = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) at = stringEnd(bytes, at) - 1
    else if (byte === OPEN || byte === OPEN_LIST) depth += 1
    else if (byte === CLOSE || byte === CLOSE_LIST) depth -= 1
    if (depth === 0) return at + 1
  }
  return at
}

function stringEnd(bytes: Uint8Array, from: number): number {
  let at = from + 1
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
  return at + 1
}
