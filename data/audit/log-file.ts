import { z } from 'zod'
import { canonicalJson } from '#crypto/commitment.ts'

/** The first line of every export; a file that begins otherwise is something else. */
export const FIRST_LINE = canonicalJson({ kind: 'hakku-audit-log', v: 1 })
export const LONGEST_LINE = 1_000_000

const hash = z.string().regex(/^[A-Za-z0-9+/]{43}=$/)
const count = z.int().nonnegative()

const LoggedEvent = z.strictObject({
  id: z.uuid(),
  controllerId: z.uuid(),
  requestId: z.uuid().nullable(),
  type: z.string(),
  actor: z.record(z.string(), z.unknown()),
  data: z.record(z.string(), z.unknown()),
  at: z.iso.datetime(),
})

/**
 * The lines of an exported log, one JSON object each (RFC 8785), controllers in ascending order of their ids. Of each:
 * `log`, its leaves in order with every checkpoint after the last leaf it covers, then the events still without a leaf.
 */
export const LogLine = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('log'), controllerId: z.uuid() }),
  z.strictObject({ kind: z.literal('leaf'), index: count, hash, event: LoggedEvent.nullable() }),
  z.strictObject({ kind: z.literal('checkpoint'), note: z.string() }),
  z.strictObject({ kind: z.literal('waiting'), event: LoggedEvent }),
  z.strictObject({ kind: z.literal('end'), logs: count, leaves: count, checkpoints: count, waiting: count }),
])
export type LogLine = z.infer<typeof LogLine>

export const writeLine = (line: LogLine): string => canonicalJson(line)

/** Null unless it is exactly what `writeLine` writes: a second spelling would let a changed byte pass. */
export function readLine(text: string): LogLine | null {
  try {
    const parsed = LogLine.safeParse(JSON.parse(text))
    return parsed.success && canonicalJson(parsed.data) === text ? parsed.data : null
  } catch {
    return null
  }
}
