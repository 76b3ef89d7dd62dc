// A system that answers Hakku's questions: node:http and node:crypto, nothing else. docs/http-source.md says every detail.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'

export type Change = { key: { id: string }; field: string; from?: unknown; to?: string | null }
type Asked = { identities: { label: string; value: string }[]; changes?: Change[]; purposes?: string[] }
export type Question = Asked & { action: string; job: string; callback: string | null }
type Act<Answer> = (asked: Asked) => Promise<Answer>
/** Yours to write: the rows you hold about a person, and what you do and say when they are to go, to change or to stop. */
export type Store = { find: Act<Record<string, unknown>[]> } & Record<'erase' | 'change' | 'stop', Act<object>>
export type Options = { secret: string; store: Store; pageSize?: number; answersLater?: boolean }

function sign(secret: string, id: string, seconds: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

function isSigned(secret: string, header: (name: string) => string, body: string): boolean {
  const at = header('webhook-timestamp')
  const expected = Buffer.from(sign(secret, header('webhook-id'), at, body))
  const isSame = (one: Buffer) => one.length === expected.length && timingSafeEqual(one, expected)
  const given = header('webhook-signature').split(' ')
  return Math.abs(Date.now() / 1000 - Number(at)) < 300 && given.some((one) => isSame(Buffer.from(one)))
}

async function answer(asked: Question, { store, pageSize = 1_000 }: Options, from = 0): Promise<object> {
  const { job, action, changes = [] } = asked
  if (action === 'ping') return { job }
  if (action === 'erase' || action === 'change' || action === 'stop') return { job, ...(await store[action](asked)) }
  const rows = await store.find(asked)
  const holds = ({ key, field }: Change) => rows.find(({ id }) => String(id) === key.id)?.[field] ?? null
  if (action === 'read') return { job, values: changes.map(holds) }
  if (action === 'verify') return { job, held: [{ collection: 'contacts', count: rows.length }] }
  const next = from + pageSize < rows.length ? { next: `?from=${from + pageSize}` } : {}
  return { job, collections: [{ collection: 'contacts', rows: rows.slice(from, from + pageSize) }], ...next }
}

async function answerLater(url: string, question: Question, options: Options): Promise<void> {
  const body = JSON.stringify(await answer(question, { ...options, pageSize: Number.POSITIVE_INFINITY }))
  const [id, at] = [`answer-${question.job}`, String(Math.floor(Date.now() / 1000))]
  const headers = { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': sign(options.secret, id, at, body) }
  const { status } = await fetch(url, { method: 'POST', headers, body })
  if (status >= 500) setTimeout(answerLater, 60_000, url, question, options) // 410: nobody waits any more
}

export function createReceiver(options: Options): Server {
  const done = new Map<string, string>() // yours belongs into a database: a question that comes twice gets the same answer
  return createServer(async (request, response) => {
    const header = (name: string) => String(request.headers[name])
    const body = (await Array.fromAsync(request.setEncoding('utf8'))).join('')
    if (!isSigned(options.secret, header, body)) return response.writeHead(401).end()
    const question = JSON.parse(body) as Question
    const later = options.answersLater ? question.callback : null
    if (later) return response.writeHead(202).end(() => setTimeout(answerLater, 100, later, question, options))
    const from = Number(new URL(request.url ?? '/', 'http://here').searchParams.get('from') ?? 0)
    const said = done.get(header('webhook-id')) ?? JSON.stringify(await answer(question, options, from))
    if (question.action === 'erase' || question.action === 'change') done.set(header('webhook-id'), said)
    return response.writeHead(200, { 'content-type': 'application/json' }).end(said)
  })
}
