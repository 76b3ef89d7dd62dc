import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Filing } from '#domain/filing.ts'
import { type Kept, keep } from './keep.ts'

/** One person's form. Sending it again after a fault is what a person does too; the key makes it one request. */
export type Form = { send: (filing: Filing) => Promise<string> }
export type Intake = { process: Kept; how: string; open: () => Form }

const PATIENCE_MS = 8_000
const Answer = z.object({ id: z.string(), reference: z.string() })
const ROUTES = '.next/app-path-routes-manifest.json'
const RECEIPT = /\/requests\/(HK-[0-9A-Z]{4}-[0-9A-Z]{4})\/receipt/

const hasBuild = (): boolean =>
  existsSync('.next/BUILD_ID') &&
  existsSync(ROUTES) &&
  '/[controller]/request/route' in flat(JSON.parse(readFileSync(ROUTES, 'utf8')))

/** Route groups are folders, not addresses. */
const flat = (routes: object): object =>
  Object.fromEntries(Object.entries(routes).map(([file, path]) => [file.replace(/\/\([^)]+\)/g, ''), path]))

export function openIntake(
  where: { slug: string; controllerId: string },
  environment: Record<string, string>,
  variant?: 'naive',
): Intake {
  return !variant && hasBuild()
    ? overHttp(where.slug, environment)
    : overChannel(where.controllerId, environment, variant)
}

function overChannel(controllerId: string, environment: Record<string, string>, variant?: 'naive'): Intake {
  const waiting = new Map<string, (reference: string) => void>()
  const process = keep({
    name: variant ? 'naive intake' : 'web',
    file: 'bench/intake-process.ts',
    words: variant ? [variant] : [],
    environment,
    onMessage(message) {
      const answer = Answer.safeParse(message)
      if (answer.success) waiting.get(answer.data.id)?.(answer.data.reference)
    },
  })
  const open = (): Form => {
    const submissionKey = randomUUID()
    return {
      send: (filing) =>
        new Promise((done, failed) => {
          const id = randomUUID()
          const late = setTimeout(() => end(() => failed(new Error('no answer'))), PATIENCE_MS)
          const end = (how: () => void) => {
            clearTimeout(late)
            waiting.delete(id)
            how()
          }
          waiting.set(id, (reference) => end(() => done(reference)))
          if (!process.send({ id, controllerId, submissionKey, filing })) end(() => failed(new Error('not serving')))
        }),
    }
  }
  return { process, how: 'by the verb in a process of its own (no build of the web at hand)', open }
}

function overHttp(slug: string, environment: Record<string, string>): Intake {
  const origin = `http://127.0.0.1:${environment['PORT']}`
  const process = keep({ name: 'web', file: 'cli/web.ts', environment })
  return { process, how: 'over HTTP through the real web process', open: () => openForm(origin, slug) }
}

type Browser = Form & { answer: (filing: Filing) => Promise<void>; cookie: () => string }

/** A browser without JavaScript: one question after the other, then the answers are sent. */
export function openForm(origin: string, slug: string): Browser {
  let cookie = ''
  let isAnswered = false
  const post = async (path: string, fields: Record<string, string>): Promise<string> => {
    const response = await fetch(`${origin}/${slug}/request${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
      signal: AbortSignal.timeout(PATIENCE_MS),
    })
    await response.arrayBuffer()
    const draft = response.headers.getSetCookie().find((text) => text.startsWith('__Host-hakku-draft='))
    if (draft) cookie = draft.split(';')[0] ?? ''
    if (response.status !== 303) throw new Error(`${path} answered ${response.status}`)
    return response.headers.get('location') ?? ''
  }
  const answer = async ({ right, requesterKind, email, name }: Filing): Promise<void> => {
    await post('/right/answer', { right })
    await post('/requester/answer', { requesterKind })
    await post('/contact/answer', { email, name })
    await post('/details/answer', { details: '' })
    isAnswered = true
  }
  return {
    answer,
    cookie: () => cookie,
    async send(filing) {
      if (!isAnswered) await answer(filing)
      const reference = RECEIPT.exec(await post('', {}))?.[1]
      if (!reference) throw new Error('sent, and no receipt')
      return reference
    },
  }
}
