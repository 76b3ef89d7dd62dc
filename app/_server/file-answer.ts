import { Readable } from 'node:stream'

type File = { stream: Readable; bytes: number; fileName: string; mediaType: string }

/** A file to keep, never to show: no browser may guess its type or run it in our origin. */
export function fileAnswer({ stream, bytes, fileName, mediaType }: File): Response {
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': mediaType,
      'content-length': String(bytes),
      'content-disposition': `attachment; filename="${fileName.replace(/[^A-Za-z0-9._-]/g, '_')}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store, private',
    },
  })
}
