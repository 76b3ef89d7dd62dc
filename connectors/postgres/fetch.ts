import type { Duplex } from 'node:stream'
import type pg from 'pg'
import { type RawRow, tapRows } from './tap.ts'

const FETCH_ROWS = 1_000
/** Bytes after which rows are handed on although more were asked for: a thousand may be gigabytes. */
const BATCH_LENGTH = 4_000_000

/**
 * Reads a cursor to its end. The next rows are under way while the last are worked on, and no more of them than a batch:
 * beyond it the connection itself is not read, and the server waits.
 */
export async function* fetchAll(client: pg.ClientBase, cursor: string): AsyncGenerator<readonly RawRow[]> {
  let fetching = startFetch(client, cursor)
  try {
    for (;;) {
      const { rows, fetched } = await fetching.take()
      if (fetched === FETCH_ROWS) fetching = startFetch(client, cursor)
      if (rows.length > 0) yield rows
      if (fetched !== null && fetched < FETCH_ROWS) return
    }
  } finally {
    await fetching.abandon()
  }
}

function startFetch(client: pg.ClientBase, cursor: string) {
  let socket: Duplex | null = null
  let rows: RawRow[] = []
  let length = 0
  let fetched = 0
  let isAbandoned = false
  let ended: { error: Error | null } | null = null
  let wake = () => {}
  const end = (error: Error | null) => {
    ended ??= { error }
    wake()
  }
  function take(row: RawRow, bytes: number): void {
    fetched += 1
    if (isAbandoned) return
    rows.push(row)
    length += bytes
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
    async take(): Promise<{ rows: readonly RawRow[]; fetched: number | null }> {
      while (!ended && length < BATCH_LENGTH) await new Promise<void>((woken) => (wake = woken))
      if (ended?.error) throw ended.error
      const taken = rows
      rows = []
      length = 0
      socket?.resume()
      return { rows: taken, fetched: ended ? fetched : null }
    },
    /** A connection takes its next statement only when this one has ended. */
    async abandon(): Promise<void> {
      isAbandoned = true
      rows = []
      socket?.resume()
      while (!ended) await new Promise<void>((woken) => (wake = woken))
    },
  }
}
