import { PassThrough } from 'node:stream'
import type pg from 'pg'
import { expect, test } from 'vitest'
import { fetchAll } from './fetch.ts'

const FETCHED = 1_000

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const row = (number: number): Buffer => {
  const body = Buffer.alloc(6)
  body.writeUInt16BE(1)
  body.writeInt32BE(number, 2)
  return message('D', body)
}

/** Answers `FETCH` with the rows that are left, cut into pieces of a size at which rows are split. */
function serverOf(rows: number): pg.ClientBase {
  let next = 0
  return {
    query(query: { submit: (connection: object) => void; handleReadyForQuery: () => void }) {
      const stream = new PassThrough()
      stream.on('data', (bytes: Buffer) => bytes[0] === 0x5a && query.handleReadyForQuery())
      const answer = () => {
        const some = Array.from({ length: Math.min(FETCHED, rows - next) }, (_, at) => row(next + at))
        next += some.length
        const sent = Buffer.concat(some)
        for (let at = 0; at < sent.length; at += 1_000) stream.write(sent.subarray(at, at + 1_000))
        stream.write(message('Z', Buffer.from('T')))
      }
      query.submit({ stream, query: () => setImmediate(answer) })
    },
  } as unknown as pg.ClientBase
}

test('rows come in their order, each once, and few at a time', async () => {
  const batches = await Array.fromAsync(fetchAll(serverOf(2_345), 'c', (bytes, at) => bytes.readInt32BE(at)))
  expect(batches.flat()).toEqual(Array.from({ length: 2_345 }, (_, at) => at))
  expect(Math.max(...batches.map(({ length }) => length))).toBe(250)
  // As many as there are, not as many as pieces: of parents each batch is a question to the source.
  expect(batches.length).toBeLessThan(12)
})
