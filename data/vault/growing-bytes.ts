/** Up to here a loop is faster than a call. */
const SHORT = 24
const [QUOTE, ASCII, UTF8_BYTES] = [0x22, 0x7f, 3]

/** Bytes that are put together piece by piece, and used again: made anew they would lie outside the heap until it is collected. */
export class GrowingBytes {
  readonly #usual: number
  #bytes: Buffer
  length = 0

  /** @param usual room that it has, and falls back to when something larger has passed */
  constructor(usual: number) {
    this.#usual = usual
    this.#bytes = Buffer.allocUnsafe(usual)
  }

  #room(length: number): void {
    if (this.length + length <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + length))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
  }

  byte(byte: number): this {
    this.#room(1)
    this.#bytes[this.length++] = byte
    return this
  }

  text(text: string): void {
    this.#room(text.length * UTF8_BYTES)
    if (text.length > SHORT || !this.#ascii(text)) this.length += this.#bytes.write(text, this.length)
  }

  /** @returns false, with nothing written, when another character is in it */
  #ascii(text: string): boolean {
    const [bytes, from] = [this.#bytes, this.length]
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code > ASCII) return false
      bytes[from + at] = code
    }
    this.length = from + text.length
    return true
  }

  copy(bytes: Buffer, from: number, to: number): void {
    this.#room(to - from)
    if (to - from > SHORT) bytes.copy(this.#bytes, this.length, from, to)
    else {
      const [into, shift] = [this.#bytes, this.length - from]
      for (let at = from; at < to; at += 1) into[shift + at] = bytes[at] ?? 0
    }
    this.length += to - from
  }

  /** Every quote in it twice. */
  double(bytes: Buffer, from: number, to: number): void {
    this.#room((to - from) * 2)
    for (let at = from; at < to; at += 1) {
      const byte = bytes[at] ?? 0
      this.#bytes[this.length++] = byte
      if (byte === QUOTE) this.#bytes[this.length++] = byte
    }
  }

  /** What is there, until it is cleared and written over. */
  get view(): Buffer {
    return this.#bytes.subarray(0, this.length)
  }

  clear(): void {
    this.length = 0
    if (this.#bytes.length > this.#usual * 4) this.#bytes = Buffer.allocUnsafe(this.#usual)
  }
}
