import { type FaultKind, SourceFault } from '#connectors/contract.ts'
import type { HttpConnection } from '#domain/connection.ts'
import { HTTP_PROTOCOL_VERSION, type HttpAction, type HttpAnswer, readHttpAnswer } from '#domain/http-answer.ts'
import type { AnsweredBatch } from '#domain/inquiry.ts'
import { type Posted, postSigned } from './post.ts'

/** What a system is told about one job, besides what the protocol itself adds. */
export type Question = {
  action: HttpAction
  job: string
  /** Only what was proved: an identifier that somebody merely typed could be anybody's. */
  identities: readonly { label: string; value: string }[]
  callback: string | null
  due: string | null
  right?: string
  /** keys of the purposes that are to stop (stop), as the source's own map lists them */
  purposes?: readonly string[]
  /** which fields of which rows are to change (change), or to be read again (read); keys by the name of their field */
  changes?: readonly {
    collection: string
    key: Record<string, string>
    field: string
    from?: unknown
    to?: string | null
  }[]
  /** what is wanted (collect), or what is to go, as the system itself counted it (erase, verify) */
  collections?: readonly ({ collection: string; fields: readonly string[] } | { collection: string; found: number })[]
}

export type Caller = { connection: HttpConnection; nowSeconds: () => number; signal: AbortSignal }

/** The system does not answer now. `fault` null: it promised to answer later. `afterMs`: when it wants to be asked again. */
export class NotNow extends Error {
  readonly fault: FaultKind | null
  readonly afterMs: number | null
  constructor(fault: FaultKind | null, afterMs: number | null) {
    super(`not now: ${fault ?? 'promised'}`)
    this.name = 'NotNow'
    this.fault = fault
    this.afterMs = afterMs
  }
}

const PASSING: readonly FaultKind[] = [
  'connection_refused',
  'host_not_found',
  'connection_lost',
  'timeout',
  'overloaded',
]
const BUSY: readonly number[] = [408, 409, 425, 429]

/** Seconds, or a date (RFC 9110 §10.2.3). @returns null for what is neither */
export function retryAfterMs(given: string | undefined, nowSeconds: number): number | null {
  if (given === undefined) return null
  const isDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} /.test(given)
  const date = isDate ? Date.parse(given) / 1000 - nowSeconds : Number.NaN
  const seconds = /^\d{1,9}$/.test(given) ? Number(given) : date
  return Number.isFinite(seconds) ? Math.max(0, Math.round(seconds * 1000)) : null
}

/**
 * Asks once. A repeated question carries the same id, so that the system can tell.
 * @param part of a job whose answer needs more than one message
 * @throws NotNow when it is to be asked again; SourceFault when that would not help
 */
async function askOnce<A extends HttpAction>(
  { connection, nowSeconds, signal }: Caller,
  question: Question & { action: A },
  { url, part }: { url: URL; part: string },
): Promise<HttpAnswer<A>> {
  const message = {
    id: `${question.job}${part}`,
    url,
    body: JSON.stringify({ version: HTTP_PROTOCOL_VERSION, ...question }),
    nowSeconds: nowSeconds(),
  }
  const posted = await postSigned(connection, message, signal).catch((error: unknown) => {
    if (error instanceof SourceFault && PASSING.includes(error.kind)) throw new NotNow(error.kind, null)
    throw error
  })
  refuseStatus(posted, message.nowSeconds)
  const answer = readHttpAnswer(posted.text, question)
  if (!answer.ok) throw new SourceFault('answer_invalid')
  return answer.value
}

function refuseStatus({ status, retryAfter }: Posted, nowSeconds: number): void {
  if (status === 200) return
  const afterMs = retryAfterMs(retryAfter, nowSeconds)
  if (status === 202) throw new NotNow(null, afterMs)
  if (BUSY.includes(status) || status >= 500) throw new NotNow('overloaded', afterMs)
  if (status === 401 || status === 403) throw new SourceFault('authentication_failed')
  throw new SourceFault('refused')
}

/** Questions about what a system said in answer to another: the same job, another message. */
const ASKED_AFTER: readonly HttpAction[] = ['verify', 'read']

export const askOf = <A extends HttpAction>(
  caller: Caller,
  question: Question & { action: A },
): Promise<HttpAnswer<A>> =>
  askOnce(caller, question, {
    url: new URL(caller.connection.url),
    part: ASKED_AFTER.includes(question.action) ? `-${question.action}` : '',
  })

const MOST_PAGES = 100_000

/** The rows of a system, page by page. The first page is asked for before anything else happens. */
export async function askForRows(
  caller: Caller,
  question: Question & { action: 'collect' },
): Promise<AsyncGenerator<AnsweredBatch>> {
  const origin = new URL(caller.connection.url)
  const first = await askOf(caller, question)
  return (async function* () {
    const seen = new Set<string>([origin.href])
    let [answer, here] = [first, origin]
    for (let page = 2; ; page += 1) {
      yield* answer.collections
      if (answer.next === undefined) return
      const next = URL.parse(answer.next, here.href)
      // Another origin was never allowed, and a page that leads back would be read without end.
      if (next?.origin !== origin.origin || seen.has(next.href) || page > MOST_PAGES)
        throw new SourceFault('answer_invalid')
      seen.add(next.href)
      here = next
      answer = await askOnce(caller, question, { url: next, part: `-${page}` })
    }
  })()
}

/** Whether a system is there, knows the protocol, and shares our secret. Tells it nothing about anybody. @throws SourceFault */
export async function pingHttpSource(caller: Caller, job: string): Promise<void> {
  const question = { action: 'ping', job, identities: [], callback: null, due: null } as const
  await askOf(caller, question).catch((error: unknown) => {
    throw error instanceof NotNow ? new SourceFault(error.fault ?? 'refused') : error
  })
}
