import { createWriteStream } from 'node:fs'
import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import pg from 'pg'
import { withClient } from '../faults/servers.ts'

const PIECE_BYTES = 64 * 1024

/** `COPY … TO STDOUT` of each statement's rows as JSON lines, through gzip into one file, as slowly as gzip takes them. */
export const copyOut = (url: string, statements: readonly string[], path: string): Promise<void> =>
  withClient(url, async (client) => {
    const out = new PassThrough()
    const written = pipeline(out, createGzip(), createWriteStream(path))
    for (const rows of statements) await copy(client, `COPY (SELECT row_to_json(r) FROM (${rows}) r) TO STDOUT`, out)
    out.end()
    await written
  })

function copy(client: pg.Client, text: string, out: PassThrough): Promise<void> {
  return new Promise((done, fail) => {
    let piece: Buffer[] = []
    let bytes = 0
    const flush = (): boolean => {
      const isTaken = out.write(Buffer.concat(piece))
      piece = []
      bytes = 0
      return isTaken
    }
    const query = new pg.Query(text)
    Object.assign(query, {
      handleCopyData({ chunk }: { chunk: Buffer }, { stream }: { stream: Readable }) {
        piece.push(chunk)
        bytes += chunk.length
        if (bytes < PIECE_BYTES || flush() || stream.isPaused()) return
        stream.pause()
        out.once('drain', () => stream.resume())
      },
    })
    query.on('end', () => {
      flush()
      done()
    })
    query.on('error', fail)
    client.query(query)
  })
}
