// A system that answers Hakku's questions: node:http and node:crypto, nothing else. docs/http-source.md says every detail.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage, type Server } from 'node:http'

type Row = Record<string, unknown>
/** Yours to write: what you hold about a person, and how you let go of it. */
export type Store = { find: (email: string) => Promise<Row[]>; erase: (email: string) => Promise<number> }
type Question = { action: string; job: string; identities: { label: string; value: string }[]; callback: string | null }
export type Options = { secret: string; store: Store; pageSize?: number; answersLater?: boolean }

function sign(secret: string, id: string, seconds: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`
}

function isSigned(secret: string, { headers }: IncomingMessage, body: string): boolean {
  const [id, seconds, given] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name]),
  )
  if (!id || !seconds || !given || !(Math.abs(Date.now() / 1000 - Number(seconds)) < 300)) return false
  const expected = Buffer.from(sign(secret, id, seconds, body))
  const same = (one: string) => one.length === expected.length && timingSafeEqual(Buffer.from(one), expected)
  return given.split(' ').some(same)
}

async function answer({ action, job, identities }: Question, from: number, { store, pageSize = 1_000 }: Options) {
  const email = identities.find(({ label }) => label === 'email')?.value ?? ''
  const rows = action === 'ping' ? [] : await store.find(email)
  if (action === 'collect') {
    const page = { job, collections: [{ collection: 'contacts', rows: rows.slice(from, from + pageSize) }] }
    return from + pageSize < rows.length ? { ...page, next: `?from=${from + pageSize}` } : page
  }
  if (action === 'verify') return { job, held: [{ collection: 'contacts', count: rows.length }] }
  if (action !== 'erase') return { job }
  const erased = await store.erase(email) // must be safe to repeat: a lost answer makes Hakku ask again
  return { job, statement: { outcome: 'done', collections: [{ collection: 'contacts', erased }] }, verify: true }
}

async function callBack(url: string, question: Question, options: Options): Promise<void> {
  const body = JSON.stringify(await answer(question, 0, { ...options, pageSize: Number.POSITIVE_INFINITY }))
  const [id, seconds] = [`answer-${question.job}`, String(Math.floor(Date.now() / 1000))]
  const signature = sign(options.secret, id, seconds, body)
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signature,
  }
  const { status } = await fetch(url, { method: 'POST', headers, body })
  if (status >= 500 || status === 429) setTimeout(() => void callBack(url, question, options), 60_000) // 410: forget it
}

export function createReceiver(options: Options): Server {
  return createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    if (request.method !== 'POST' || !isSigned(options.secret, request, body)) return response.writeHead(401).end()
    const question = JSON.parse(body) as Question
    const isLater = options.answersLater && question.callback && question.action !== 'verify'
    if (isLater && question.callback) setTimeout(() => void callBack(question.callback ?? '', question, options), 100)
    if (isLater) return response.writeHead(202).end()
    const from = Number(new URL(request.url ?? '/', 'http://here').searchParams.get('from') ?? 0)
    return response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify(await answer(question, from, options)))
  })
}
