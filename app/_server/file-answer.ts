import { Readable } from 'node:stream'

type File = { stream: Readable; bytes: number; fileName: string; mediaType: string }

/** A file to keep, never to show. The middleware adds nosniff and no-store, as to every answer. */
export function fileAnswer({ stream, bytes, fileName, mediaType }: File): Response {
  return new Response(Readable.toWeb(stream) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': mediaType,
      'content-length': String(bytes),
      'content-disposition': `attachment; filename="${fileName.replace(/[^A-Za-z0-9._-]/g, '_')}"`,
    },
  })
}
