import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { newWebhookSecret } from '#crypto/webhook.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { recordInstructions } from '#data/execution/instruct.ts'
import { MAP } from '#data/inquiries/test-inquiry.ts'
import { toDate } from '#data/instant.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { EventType } from '#domain/event.ts'
import type { Right } from '#domain/request.ts'
import { env } from '#env'
import type { EventJob, JobContext } from './define.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'

const now = () => Temporal.Now.instant()

export type Heard = {
  id: string
  url: string
  body: string
  headers: IncomingMessage['headers']
  question: Record<string, unknown>
}

/** A server on this machine that keeps what it was asked. */
export async function listen(serve: RequestListener | Server): Promise<{ url: string; close: () => Promise<void> }> {
  const server = typeof serve === 'function' ? createServer(serve) : serve
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed())
        server.closeAllConnections()
      }),
  }
}

export async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return text
}

type Asked = { right?: Right; secret?: string; email?: string; yaml?: string; purposes?: string[] }

/** A proved request of a controller whose one source is called at `url`; its task is planned. */
export async function newHttpRequest(
  url: string,
  { right = 'access', secret = newWebhookSecret(), yaml = MAP, ...filing }: Asked = {},
) {
  const home = await newController()
  const facts = { id: randomUUID(), key: 'crm', name: 'CRM', kind: 'http', region: 'SG', backupDays: 7 } as const
  await connectSource(home.system, { ...facts, connection: { url, secret, answerHours: 24 }, yaml }, now())
  const request = await newRequest({ right, ...filing }, home)
  const { controllerId, requestId, subject, system, reference } = request
  await transact(system, (tx) => proveIdentity(tx, subject, now()))
  const newest = (type: EventType) =>
    transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId, type }, orderBy: { seq: 'desc' } }))
  const runOn = async (job: EventJob, type: EventType, change: Partial<JobContext> = {}) =>
    job.run(
      { eventId: (await newest(type)).id, controllerId, requestId },
      { now, attempt: 1, signal: new AbortController().signal, ...change },
    )
  await runOn(startCollecting, 'identity.proved')
  const tasks = () => transact(system, (tx) => tx.task.findMany({ where: { requestId }, orderBy: { id: 'asc' } }))
  const fire = async (kind: string, at = now()) => {
    for (const timer of (await request.timers()).filter((one) => one.kind === kind && !one.doneAt))
      await fireTimer({ ...timer, requestId }, at)
  }
  const inquiries = () =>
    transact(system, (tx) => tx.inquiry.findMany({ where: { requestId }, orderBy: { askedAt: 'asc' } }))
  return {
    ...request,
    secret,
    runOn,
    run: (change: Partial<JobContext> = {}) => runOn(runTask, 'task.planned', change),
    task: async () => {
      const task = (await tasks()).at(-1)
      if (!task) throw new Error('no task')
      return task
    },
    fire,
    /** the next time the question is put, as timers and queue bring it about */
    async askAgain(at: Temporal.Instant, change: Partial<JobContext> = {}) {
      await fire('ask_again', at)
      if ((await tasks()).at(-1)?.state !== 'waiting') return
      await runOn(runTask, 'task.retried', { now: () => at, ...change })
    },
    inquiry: async () => {
      const inquiry = (await inquiries()).at(-1)
      if (!inquiry) throw new Error('nothing was asked')
      return inquiry
    },
    findings: () =>
      transact(system, (tx) => tx.finding.findMany({ where: { requestId }, orderBy: { collection: 'asc' } })),
    /** Approved by two people and executed, up to the planned erasing task. */
    async erase() {
      // Another source held the contact.
      await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { contactOnFile: true } }))
      await ensureSigningKey(now())
      const pinned = async () => ({ reference, version: (await request.request()).version })
      const submitted = await submitForReview(home.staff('agent'), { ...(await pinned()), ground: 'request' }, now())
      if (!submitted.ok) throw new Error(submitted.reason)
      const approved = await approveRequest(home.staff('lead'), await pinned(), now())
      if (!approved.ok) throw new Error(approved.reason)
      const due = now().add({ hours: 1 })
      await transact(system, (tx) =>
        tx.request.update({ where: { id: requestId }, data: { executeAfter: toDate(now()) } }),
      )
      await fire('execute', due)
      await recordInstructions(system, { requestId, recipientIds: [] }, due)
    },
  }
}

const servers: (() => Promise<void>)[] = []
export const closeSystems = async (): Promise<void> => {
  for (const close of servers.splice(0)) await close()
}

export type Said = { status?: number; headers?: Record<string, string>; json?: unknown; text?: string }
export type Question = { job: string; action: string; [more: string]: unknown }

/** A system that answers as it is told, and remembers what it heard. */
export async function system(
  answer: (question: Question, heard: readonly Heard[], url: string) => Said | Promise<Said>,
) {
  const heard: Heard[] = []
  const serve: RequestListener = async (request, response) => {
    const body = await textOf(request)
    const question = JSON.parse(body)
    const url = request.url ?? ''
    heard.push({ id: String(request.headers['webhook-id']), url, body, headers: request.headers, question })
    const { status = 200, headers = {}, json, text = JSON.stringify(json) } = await answer(question, heard, url)
    response.writeHead(status, headers).end(text)
  }
  const server = await listen(serve)
  servers.push(server.close)
  return { url: `${server.url}/hakku`, heard }
}

export const rows = (job: string, count = 2, more: object = {}) => ({
  job,
  collections: [{ collection: 'contacts', rows: Array.from({ length: count }, (_, id) => ({ id, name: 'Siti' })) }],
  ...more,
})
export const stored = (controllerId: string) => readdir(join(env.DATA_DIR, 'vault', controllerId)).catch(() => [])
