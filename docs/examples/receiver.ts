// A system that answers Hakku's questions: node:http and node:crypto, nothing else. docs/http-source.md says every detail.
import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type Server } from 'node:http'

type Question = { action: string; job: string; identities: { label: string; value: string }[]; callback: string | null }
/** Yours to write: what you hold about a person, and how you let go of it. */
export type Store = { find: (email: string) => Promise<object[]>; erase: (email: string) => Promise<number> }
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

async function answer({ action, job, identities }: Question, from: number, { store, pageSize = 1_000 }: Options) {
  const email = identities.find(({ label }) => label === 'email')?.value ?? ''
  if (action === 'erase') {
    const collections = [{ collection: 'contacts', erased: await store.erase(email) }]
    return { job, statement: { outcome: 'done', collections }, verify: true }
  }
  if (action !== 'collect' && action !== 'verify') return { job }
  const rows = await store.find(email)
  if (action === 'verify') return { job, held: [{ collection: 'contacts', count: rows.length }] }
  const page = { job, collections: [{ collection: 'contacts', rows: rows.slice(from, from + pageSize) }] }
  return from + pageSize < rows.length ? { ...page, next: `?from=${from + pageSize}` } : page
}

async function answerLater(url: string, question: Question, options: Options): Promise<void> {
  const body = JSON.stringify(await answer(question, 0, { ...options, pageSize: Number.POSITIVE_INFINITY }))
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
    if (options.answersLater && question.callback) {
      setTimeout(answerLater, 100, question.callback, question, options)
      return response.writeHead(202).end()
    }
    const from = Number(new URL(request.url ?? '/', 'http://here').searchParams.get('from') ?? 0)
    const said = done.get(header('webhook-id')) ?? JSON.stringify(await answer(question, from, options))
    if (question.action === 'erase') done.set(header('webhook-id'), said)
    return response.writeHead(200, { 'content-type': 'application/json' }).end(said)
  })
}
