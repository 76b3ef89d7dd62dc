import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { tapRows } from './tap.ts'

const FETCH_ROWS = 1_000
/** Bytes after which rows are handed on although more were asked for: a thousand may be gigabytes. */
const BATCH_LENGTH = 4_000_000
/** Rows handed on at once: so few that what is made of them is gone before the collector would move it to where it stays. */
const HANDED_ROWS = 250

/** Rows that came in one piece, and where each begins: until they are handed on, they are no more than that. */
type Piece = { bytes: Buffer; starts: number[] }

/**
 * Reads a cursor to its end. The next rows are under way while the last are worked on, and no more of them than a batch:
 * beyond it the connection itself is not read, and the server waits.
 */
export async function* fetchAll<Row>(
  client: pg.ClientBase,
  cursor: string,
  rowOf: (bytes: Buffer, at: number) => Row,
): AsyncGenerator<readonly Row[]> {
  let fetching = startFetch(client, cursor)
  try {
    for (;;) {
      const { pieces, fetched } = await fetching.take()
      if (fetched === FETCH_ROWS) fetching = startFetch(client, cursor)
      yield* handed(pieces, rowOf)
      if (fetched !== null && fetched < FETCH_ROWS) return
    }
  } finally {
    await fetching.abandon()
  }
}

function* handed<Row>(pieces: readonly Piece[], rowOf: (bytes: Buffer, at: number) => Row): Generator<Row[]> {
  let rows: Row[] = []
  for (const { bytes, starts } of pieces)
    for (const at of starts) {
      rows.push(rowOf(bytes, at))
      if (rows.length < HANDED_ROWS) continue
      yield rows
      rows = []
    }
  if (rows.length > 0) yield rows
}

function startFetch(client: pg.ClientBase, cursor: string) {
  let socket: Duplex | null = null
  let pieces: Piece[] = []
  let length = 0
  let fetched = 0
  let isAbandoned = false
  let ended: { error: Error | null } | null = null
  let wake = () => {}
  const end = (error: Error | null) => {
    ended ??= { error }
    wake()
  }
  function take(bytes: Buffer, at: number, rowBytes: number): void {
    fetched += 1
    if (isAbandoned) return
    const last = pieces.at(-1)
    if (last?.bytes === bytes) last.starts.push(at)
    else pieces.push({ bytes, starts: [at] })
    length += rowBytes
    if (length < BATCH_LENGTH) return
    socket?.pause()
    wake()
  }
  const query = {
    submit(connection: { stream: Duplex; query: (text: string) => void }) {
      socket = connection.stream
      tapRows(socket, take)
      connection.query(`FETCH ${FETCH_ROWS} FROM ${cursor}`)
    },
    handleRowDescription() {},
    handleCommandComplete() {},
    handleReadyForQuery: () => end(null),
    handleError: end,
  }
  client.query(query)
  return {
    /** `fetched`: how many rows there were in all, once all of them are out. */
    async take(): Promise<{ pieces: readonly Piece[]; fetched: number | null }> {
      while (!ended && length < BATCH_LENGTH) await new Promise<void>((woken) => (wake = woken))
      if (ended?.error) throw ended.error
      const taken = pieces
      pieces = []
      length = 0
      socket?.resume()
      return { pieces: taken, fetched: ended ? fetched : null }
    },
    /** A connection takes its next statement only when this one has ended. */
    async abandon(): Promise<void> {
      isAbandoned = true
      pieces = []
      socket?.resume()
      while (!ended) await new Promise<void>((woken) => (wake = woken))
    },
  }
}
