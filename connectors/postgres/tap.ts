import type { Duplex } from 'node:stream'

/**
 * A row of so many bytes. Its cells begin at `at`: after each cell's length in four bytes (-1: null) come its bytes in
 * PostgreSQL's text form.
 */
export type TakeRow = (bytes: Buffer, at: number, length: number) => void

const DATA_ROW = 0x44
const READY = 0x5a
const TYPE_BYTES = 1
const HEAD_BYTES = TYPE_BYTES + 4
const COUNT_BYTES = 2

/**
 * Takes the rows out of what a server sends, until it is ready for the next statement; everything else goes to the driver.
 * The driver would make a text of every cell of every row, and most rows are only handed on.
 * https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
export function tapRows(stream: Duplex, onRow: TakeRow): void {
  const drivers = stream.listeners('data') as ((bytes: Buffer) => void)[]
  let waiting: Buffer[] = []
  let waitingLength = 0
  let needed = HEAD_BYTES

  function forward(message: Buffer): void {
    if (message[0] === READY) {
      for (const driver of drivers) stream.on('data', driver)
      stream.off('data', take)
    }
    for (const driver of drivers) driver(message)
  }

  /** @returns where the first message begins that is not whole */
  function messages(bytes: Buffer): number {
    let at = 0
    for (;;) {
      if (bytes.length - at < HEAD_BYTES) return at
      const end = at + TYPE_BYTES + bytes.readUInt32BE(at + TYPE_BYTES)
      if (end > bytes.length) return at
      if (bytes[at] === DATA_ROW) onRow(bytes, at + HEAD_BYTES + COUNT_BYTES, end - at)
      else forward(bytes.subarray(at, end))
      at = end
    }
  }

  function take(chunk: Buffer): void {
    let rest = chunk
    // Only the message that is split is put together: a chunk is not copied, and a large value not once for each chunk.
    while (waitingLength > 0) {
      const missing = needed - waitingLength
      waiting.push(rest.subarray(0, missing))
      waitingLength += Math.min(missing, rest.length)
      rest = rest.subarray(missing)
      if (waitingLength < needed) return
      const whole = Buffer.concat(waiting)
      const length = TYPE_BYTES + whole.readUInt32BE(TYPE_BYTES)
      waiting = [whole]
      if (length > whole.length) {
        needed = length
        continue
      }
      waiting = []
      waitingLength = 0
      messages(whole)
    }
    const left = rest.subarray(messages(rest))
    if (left.length === 0) return
    waiting = [left]
    waitingLength = left.length
    needed = left.length < HEAD_BYTES ? HEAD_BYTES : TYPE_BYTES + left.readUInt32BE(TYPE_BYTES)
  }

  stream.on('data', take)
  for (const driver of drivers) stream.off('data', driver)
}
