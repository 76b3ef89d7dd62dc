import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { tapRows } from './tap.ts'

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5)
  head.write(type)
  head.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

const row = (text: string): Buffer => {
  const head = Buffer.alloc(6)
  head.writeUInt16BE(1)
  head.writeUInt32BE(Buffer.byteLength(text), 2)
  return message('D', Buffer.concat([head, Buffer.from(text)]))
}

test('however what a server sends is cut, each row comes once and the driver gets all the rest', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.constant('x'.repeat(3_000))), { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1 }),
      (texts, cuts) => {
        const rest = [
          message('T', Buffer.from('names')),
          message('C', Buffer.from('FETCH')),
          message('Z', Buffer.from('T')),
        ]
        const [first, ...more] = rest
        const sent = Buffer.concat([first ?? Buffer.alloc(0), ...texts.map(row), ...more])
        const stream = new PassThrough()
        const driven: Buffer[] = []
        const driver = (bytes: Buffer) => void driven.push(Buffer.from(bytes))
        stream.on('data', driver)
        const found: string[] = []
        tapRows(stream, (bytes, at) => found.push(bytes.toString('utf8', at + 4, at + 4 + bytes.readInt32BE(at))))
        for (let at = 0, cut = 0; at < sent.length; cut += 1) {
          const length = cuts[cut % cuts.length] ?? 1
          stream.emit('data', sent.subarray(at, at + length))
          at += length
        }
        expect(found).toEqual(texts)
        expect(Buffer.concat(driven)).toEqual(Buffer.concat(rest))
        // Ready for the next statement: the driver reads by itself again.
        expect(stream.listeners('data')).toEqual([driver])
      },
    ),
  )
})
