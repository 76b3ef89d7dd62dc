import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, newController } from '#data/test-controller.ts'
import type { Filing } from '#domain/filing.ts'
import { env } from '#env'
import { enqueue, openQueues } from './queue.ts'
import type { relay } from './relay.ts'
import { keysOf, type QueueStore, tablesOf } from './test-queue.ts'

export const now = () => Temporal.Now.instant()

/** Waits until `look` answers something. */
export async function until<T>(what: string, look: () => Promise<T | null | undefined | false>, patienceMs = 25_000) {
  for (const end = performance.now() + patienceMs; performance.now() < end; ) {
    const found = await look()
    if (found) return found
    await new Promise((resume) => setTimeout(resume, 50))
  }
  throw new Error(`waited too long for ${what}`)
}

/** Queues of a name that no other test uses, and a look at what they hold. */
export function openTestQueue(ownerUrl: string) {
  const prefix = `test-${randomUUID().slice(0, 8)}`
  const queues = openQueues(prefix)
  for (const queue of Object.values(queues)) queue.on('error', () => {})
  const database = new URL(env.DATABASE_URL ?? '').pathname
  const owner = new URL(ownerUrl)
  owner.pathname = database
  const store: QueueStore = env.REDIS_URL ? keysOf(env.REDIS_URL, prefix) : tablesOf(owner.href)
  const hand: Parameters<typeof relay>[1] = (job, { eventId, controllerId, requestId }) =>
    enqueue(queues, job, { eventId, controllerId, requestId })
  return {
    prefix,
    queues,
    store,
    hand,
    waiting: async () => (await queues.swift.getJobs(['waiting', 'delayed', 'active'])).map(({ name }) => name).sort(),
    close: async () => {
      await Promise.all(Object.values(queues).map((queue) => queue.close()))
      await store.close()
    },
  }
}

/** A request filed in a controller of its own, and what became of its acknowledgement. */
export async function fileOne(change: Partial<Filing> = {}) {
  const test = await newController()
  const { controllerId, visitor, system } = test
  const given = filing(change)
  const filed = await fileRequest(
    visitor,
    { filing: given, locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    now(),
  )
  if (!filed.ok) throw new Error(filed.reason)
  const { id: requestId, reference } = filed.value
  const { id: eventId } = await transact(system, (tx) =>
    tx.event.findFirstOrThrow({ where: { requestId, type: 'request.received' } }),
  )
  const key = `acknowledgement.${eventId}`
  return {
    ...test,
    requestId,
    reference,
    eventId,
    controllerId,
    filing: given,
    key,
    notices: () => transact(system, (tx) => tx.notice.count({ where: { requestId, kind: 'acknowledgement' } })),
    mails: async () =>
      (await readdir(join(env.DATA_DIR, 'mail')).catch(() => [])).filter((name) => name.endsWith(`-${key}.json`))
        .length,
    events: () =>
      transact(system, async (tx) =>
        (await tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' } })).map(({ type }) => type),
      ),
  }
}
