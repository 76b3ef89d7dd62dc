import { z } from 'zod'
import { ChangeStatement } from './change-statement.ts'
import { ANSWER_LIMITS, type AnsweredRow, CollectionName, isDeeperThan, Statement } from './inquiry.ts'
import { MOST_CORRECTIONS } from './rectification.ts'
import { ok, type Result, refuse } from './result.ts'

/** Of the protocol in docs/http-source.md. A receiver refuses a version that it does not know. */
export const HTTP_PROTOCOL_VERSION = 1
export const MOST_ANSWER_BYTES = 8 * 2 ** 20

/** What a system may be asked. `verify`: is what you said is gone still there? `read`: what do the fields hold now that you
 * said are changed? `ping`: are you there? */
export type HttpAction = 'collect' | 'erase' | 'change' | 'stop' | 'verify' | 'read' | 'ping'

/** Taken over as it is: a row is the source's own, and only its size and depth are ours to judge. */
const Row = z.custom<AnsweredRow>((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
const job = z.uuid()

const RowsAnswer = z.strictObject({
  job,
  collections: z
    .array(z.strictObject({ collection: CollectionName, rows: z.array(Row) }))
    .max(ANSWER_LIMITS.collections),
  /** where the next page is: a URL reference on the same origin */
  next: z.string().min(1).max(2_000).optional(),
})
const StatementAnswer = z.strictObject({
  job,
  statement: Statement,
  /** asked once more, the system will say what it still holds */
  verify: z.boolean().default(false),
})
const HeldAnswer = z.strictObject({
  job,
  held: z
    .array(z.strictObject({ collection: CollectionName, count: z.int().min(0).max(10_000_000) }))
    .max(ANSWER_LIMITS.collections),
})
const Pong = z.looseObject({ job })

const SHAPES = {
  collect: RowsAnswer,
  erase: StatementAnswer,
  change: z.strictObject({ job, statement: ChangeStatement, verify: z.boolean().default(false) }),
  stop: StatementAnswer,
  verify: HeldAnswer,
  /** the values, in the order of the changes */
  read: z.strictObject({ job, values: z.array(z.unknown()).max(MOST_CORRECTIONS) }),
  ping: Pong,
} as const satisfies Record<HttpAction, z.ZodType>
export type HttpAnswer<A extends HttpAction> = z.infer<(typeof SHAPES)[A]>
export type AnswerFault = 'not_json' | 'too_deep' | 'malformed' | 'another_job'

/** The envelope around a row: answer, collections, collection, rows, row. */
const ENVELOPE_DEPTH = 5
const EXACT_DIGITS = 15

type Reviver = (key: string, value: unknown, context: { source?: string }) => unknown

/** A number that a double cannot hold exactly stays as it was written, as text. */
const exactly: Reviver = (_, value, { source = '' }) =>
  typeof value === 'number' && source.replace(/\D/g, '').length > EXACT_DIGITS ? source : value

/** Reads what a system answered to one action of one job. Everything in it comes from outside. */
export function readHttpAnswer<A extends HttpAction>(
  text: string,
  asked: { action: A; job: string },
): Result<HttpAnswer<A>, AnswerFault> {
  let value: unknown
  try {
    value = (JSON.parse as (text: string, reviver: Reviver) => unknown)(text, exactly)
  } catch {
    return refuse('not_json')
  }
  if (isDeeperThan(value, ANSWER_LIMITS.depth + ENVELOPE_DEPTH)) return refuse('too_deep')
  const parsed = SHAPES[asked.action].safeParse(value)
  if (!parsed.success) return refuse('malformed')
  // One secret signs every job of a source: an answer says itself which question it answers.
  return parsed.data.job === asked.job ? ok(parsed.data as HttpAnswer<A>) : refuse('another_job')
}
