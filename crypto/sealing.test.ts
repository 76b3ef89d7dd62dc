import { Readable, Writable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  newKey,
  open,
  openJson,
  openStream,
  SealError,
  seal,
  sealJson,
  sealStream,
  unwrapKey,
  wrapKey,
} from './sealing.ts'

const FRAME = 64 * 1024
const key = newKey()
const context = { controller: 'c1', request: 'r1', class: 'contact' }
const text = Buffer.from('Siti, Jalan Melati 4')

function throughStream(stream: ReturnType<typeof openStream>, bytes: Uint8Array, chunkBytes: number): Promise<Buffer> {
  const chunks = Array.from({ length: Math.ceil(bytes.length / chunkBytes) }, (_, i) =>
    bytes.subarray(i * chunkBytes, (i + 1) * chunkBytes),
  )
  let opened = Buffer.alloc(0)
  return pipeline(Readable.from(chunks), stream, async (source) => {
    opened = await buffer(source)
  }).then(() => opened)
}

function flipped(bytes: Uint8Array, index: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}

describe('sealed bytes', () => {
  test('open again, at every length where frames begin and end', async () => {
    for (const length of [0, 1, FRAME - 1, FRAME, FRAME + 1, 2 * FRAME, 3 * FRAME + 7]) {
      const plaintext = new Uint8Array(length).fill(length % 251)
      const sealed = await seal(key, plaintext, context)
      expect(Buffer.compare(await open(key, sealed, context), plaintext)).toBe(0)
    }
  })

  test('open under any context, and under no other', async () => {
    const names = fc.dictionary(fc.string({ minLength: 1, unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), {
      maxKeys: 5,
    })
    await fc.assert(
      fc.asyncProperty(names, names, async (one, other) => {
        const sealed = await seal(key, text, one)
        expect(Buffer.from(await open(key, sealed, one))).toEqual(text)
        fc.pre(JSON.stringify(Object.entries(one).sort()) !== JSON.stringify(Object.entries(other).sort()))
        await expect(open(key, sealed, other)).rejects.toThrow(SealError)
      }),
      { numRuns: 40 },
    )
  })

  test('hide what they hold, and never look alike twice', async () => {
    const [one, two] = [await seal(key, text, context), await seal(key, text, context)]
    expect(Buffer.from(one).includes('Melati')).toBe(false)
    expect(one).not.toEqual(two)
  })

  test.each([
    ['another request', { ...context, request: 'r2' }],
    ['another controller', { ...context, controller: 'c2' }],
    ['one name less', { controller: 'c1', request: 'r1' }],
    ['one name more', { ...context, extra: '' }],
    ['nothing', {}],
  ])('moved to %s do not open', async (_, elsewhere) => {
    const sealed = await seal(key, text, context)
    await expect(open(key, sealed, elsewhere)).rejects.toThrow(SealError)
    await expect(throughStream(openStream(key, elsewhere), sealed, 50)).rejects.toThrow(SealError)
  })

  test('do not open with another key', async () => {
    await expect(open(newKey(), await seal(key, text, context), context)).rejects.toThrow(SealError)
  })

  test('do not open with any byte flipped, cut off or added', { timeout: 60_000 }, async () => {
    const sealed = await seal(key, text, context)
    for (let index = 0; index < sealed.length; index++) {
      await expect(open(key, flipped(sealed, index), context), `flipped ${index}`).rejects.toThrow(SealError)
      await expect(open(key, sealed.subarray(0, index), context), `cut to ${index}`).rejects.toThrow(SealError)
    }
    await expect(open(key, Buffer.concat([sealed, Buffer.alloc(1)]), context)).rejects.toThrow(SealError)
  })

  test('do not open with a tag of four bytes', async () => {
    const sealed = await seal(key, text, context)
    await expect(open(key, sealed.subarray(0, -12), context)).rejects.toThrow(SealError)
  })

  test('refuse a key of another length', async () => {
    await expect(seal(new Uint8Array(16), text, context)).rejects.toThrow(RangeError)
  })
})

describe('sealed keys', () => {
  test('unwrap under their parent and context only', async () => {
    const child = newKey()
    const wrapped = await wrapKey(key, child, context)
    expect(await unwrapKey(key, wrapped, context)).toEqual(child)
    await expect(unwrapKey(newKey(), wrapped, context)).rejects.toThrow(SealError)
    await expect(unwrapKey(key, wrapped, { ...context, request: 'r2' })).rejects.toThrow(SealError)
  })

  test('never open as data, nor data as a key', async () => {
    await expect(open(key, await wrapKey(key, newKey(), context), context)).rejects.toThrow(SealError)
    await expect(unwrapKey(key, await seal(key, newKey(), context), context)).rejects.toThrow(SealError)
  })

  test('a new parent opens old data once the key is wrapped again', async () => {
    const child = newKey()
    const sealed = await seal(child, text, context)
    const rewrapped = await wrapKey(
      newKey(),
      await unwrapKey(key, await wrapKey(key, child, context), context),
      context,
    )
    expect(rewrapped).not.toEqual(child)
    expect(Buffer.from(await open(child, sealed, context))).toEqual(text)
  })
})

test('JSON comes back as it went', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ noUnicodeString: false }), async (value) => {
      const plain = JSON.parse(JSON.stringify(value))
      expect(await openJson(key, await sealJson(key, value, context), context)).toEqual(plain)
    }),
    { numRuns: 30 },
  )
})

describe('sealed streams', () => {
  const plaintext = Buffer.from(Array.from({ length: 3 * FRAME + 100 }, (_, i) => i % 253))

  test.each([997, 16_384, FRAME, 1_000_000])('open again when written %i bytes at a time', async (chunkBytes) => {
    const sealed = await throughStream(sealStream(key, context), plaintext, chunkBytes)
    expect(Buffer.compare(await throughStream(openStream(key, context), sealed, chunkBytes), plaintext)).toBe(0)
    expect(Buffer.compare(await open(key, sealed, context), plaintext)).toBe(0)
  })

  test('an empty one opens empty', async () => {
    const sealed = await throughStream(sealStream(key, context), Buffer.alloc(0), 1)
    expect(await throughStream(openStream(key, context), sealed, 10)).toHaveLength(0)
  })

  test('release nothing under a context that is only part of theirs', async () => {
    const stream = openStream(key, { controller: 'c1', request: 'r1' })
    let released = 0
    stream.on('data', (chunk: Buffer) => {
      released += chunk.length
    })
    const failure = new Promise((resolve) => stream.once('error', resolve))
    stream.end(await seal(key, plaintext, context))
    expect(await failure).toBeInstanceOf(SealError)
    expect(released).toBe(0)
  })

  test('a slow reader gets every byte, and holds the writer back', async () => {
    const long = Buffer.alloc(80 * FRAME, 5)
    const sealed = await seal(key, long, context)
    let taken = 0
    const source = Readable.from(
      (function* () {
        for (; taken < sealed.length; taken += FRAME) yield sealed.subarray(taken, taken + FRAME)
      })(),
    )
    const stream = openStream(key, context)
    source.pipe(stream)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(taken).toBeLessThan(sealed.length / 2)
    expect((await buffer(stream)).length).toBe(long.length)
  })

  test('release no byte of a frame whose tag is wrong, and all of those before it', async () => {
    const sealed = await seal(key, plaintext, context)
    const inThirdFrame = sealed.length - FRAME
    const stream = openStream(key, context)
    const released: Buffer[] = []
    stream.on('data', (chunk: Buffer) => released.push(chunk))
    const failure = new Promise((resolve) => stream.once('error', resolve))
    stream.end(flipped(sealed, inThirdFrame))
    expect(await failure).toBeInstanceOf(SealError)
    expect(Buffer.concat(released).equals(plaintext.subarray(0, 2 * FRAME))).toBe(true)
  })

  test('cut anywhere, even between two frames, or with bytes added, fail', async () => {
    const sealed = await seal(key, plaintext, context)
    const header = sealed.length - plaintext.length - 3 * 32 - 40
    const frameEnds = [1, 2, 3].map((frame) => header + frame * (FRAME + 32))
    for (const end of [0, 1, header, ...frameEnds, ...frameEnds.map((at) => at + 20), sealed.length - 1])
      await expect(throughStream(openStream(key, context), sealed.subarray(0, end), 10_000), `${end}`).rejects.toThrow(
        SealError,
      )
    await expect(
      throughStream(openStream(key, context), Buffer.concat([sealed, Buffer.from('x')]), 10_000),
    ).rejects.toThrow(SealError)
  })

  test('with two frames swapped or one repeated fail', async () => {
    const sealed = await seal(key, plaintext, context)
    const header = sealed.length - plaintext.length - 3 * 32 - 40
    const [start, ...frames] = [0, 1, 2, 3]
      .map((i) => i && header + (i - 1) * (FRAME + 32))
      .concat(header + 3 * (FRAME + 32))
      .map((at, i, all) => sealed.subarray(at, all[i + 1]))
    const parts = (order: number[]) =>
      Buffer.concat([start ?? [], ...order.map((i) => frames[i] ?? [])] as Uint8Array[])
    expect(parts([0, 1, 2, 3]).equals(sealed)).toBe(true)
    for (const order of [
      [1, 0, 2, 3],
      [0, 0, 1, 2, 3],
      [0, 2, 3],
      [0, 1, 3],
    ])
      await expect(throughStream(openStream(key, context), parts(order), 10_000), `${order}`).rejects.toThrow(SealError)
  })

  test.each([
    ['sealing', sealStream],
    ['opening', openStream],
  ])('%s can be left at any moment: when the source fails, when the sink fails', async (_, make) => {
    const uncaught: unknown[] = []
    const note = (error: unknown) => void uncaught.push(error)
    process.on('uncaughtException', note)
    const sealed = await seal(key, plaintext, context)
    for (const chunks of [0, 1, 3]) {
      const source = Readable.from(
        (function* () {
          for (let i = 0; i < chunks; i++) yield sealed.subarray(i * 70_000, (i + 1) * 70_000)
          throw new Error('source failed')
        })(),
      )
      await expect(pipeline(source, make(key, context), buffer)).rejects.toThrow('source failed')
    }
    const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) })
    await expect(pipeline(Readable.from([sealed]), make(key, context), full)).rejects.toThrow('disk full')
    make(key, context).destroy()
    await new Promise((resolve) => setTimeout(resolve, 50))
    process.off('uncaughtException', note)
    expect(uncaught).toEqual([])
  })

  test('let go of both sides when the reader leaves early', async () => {
    const sealed = await seal(key, plaintext, context)
    const stream = openStream(key, context)
    Readable.from([sealed]).pipe(stream)
    for await (const _ of stream) break
    expect(stream.destroyed).toBe(true)
  })
})
