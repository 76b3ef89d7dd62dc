import { Duplex } from 'node:stream'

/** `isWhole` is asked at the end with the bytes taken in and given out; `fault` names what went wrong inside. */
export type Front = Readonly<{
  isWhole: (bytesIn: number, bytesOut: number) => boolean
  fault: (cause?: unknown) => Error
  letGo: () => void
}>

/** A stream of ours in front of a library's, so that one can be left at any moment and every failure is a named one. */
export function frontedStream(inner: Duplex, { isWhole, fault, letGo }: Front): Duplex {
  let bytesIn = 0
  let bytesOut = 0
  const stream = new Duplex({
    write(chunk: Uint8Array, _encoding, done) {
      bytesIn += chunk.length
      inner.write(chunk, () => done())
    },
    final(done) {
      inner.end()
      done()
    },
    read: () => void inner.resume(),
    destroy(error, done) {
      letGo()
      done(error)
    },
  })
  inner.on('data', (chunk: Uint8Array) => {
    bytesOut += chunk.length
    if (!stream.push(chunk)) inner.pause()
  })
  inner.on('error', (cause) => stream.destroy(fault(cause)))
  inner.on('end', () => {
    if (isWhole(bytesIn, bytesOut)) stream.push(null)
    else stream.destroy(fault())
  })
  return stream
}
