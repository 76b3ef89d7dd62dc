import { z } from 'zod'

export const MOST_EVIDENCE_BYTES = 5 * 1024 * 1024

const startsWith = (bytes: Uint8Array, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte)

// Neither a name nor what a browser says counts: a page that calls itself a picture stays a page.
const SNIFFED: readonly [string, (bytes: Uint8Array) => boolean][] = [
  ['application/pdf', (bytes) => startsWith(bytes, 0x25, 0x50, 0x44, 0x46, 0x2d)],
  ['image/png', (bytes) => startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['image/jpeg', (bytes) => startsWith(bytes, 0xff, 0xd8, 0xff)],
  ['text/plain', isText],
]

/** UTF-8 without control characters, and nothing that a browser could take for a page. */
function isText(bytes: Uint8Array): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return !/(?![\n\r\t])\p{Cc}/u.test(text) && !/^\s*</.test(text)
  } catch {
    return false
  }
}

/** What a file is by its first bytes. @returns null for what we do not keep */
export const mediaTypeOf = (bytes: Uint8Array): string | null => SNIFFED.find(([, fits]) => fits(bytes))?.[0] ?? null

/** An uploaded file: a PDF, PNG, JPEG or plain text of at most 5 MiB. `name` is shown, never used as a path. */
export const EvidenceFile = z
  .instanceof(File, { error: 'choose_file' })
  .refine(({ size }) => size > 0, 'choose_file')
  .refine(({ size }) => size <= MOST_EVIDENCE_BYTES, 'file_too_large')
  .transform(async (file, context) => {
    const bytes = new Uint8Array(await file.arrayBuffer())
    const mediaType = mediaTypeOf(bytes)
    if (mediaType) return { name: shownName(file.name), mediaType, bytes }
    context.addIssue({ code: 'custom', message: 'file_kind_not_kept' })
    return z.NEVER
  })
export type EvidenceFile = z.output<typeof EvidenceFile>

const shownName = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N} ._()-]/gu, '_')
    .slice(-100) || '_'
