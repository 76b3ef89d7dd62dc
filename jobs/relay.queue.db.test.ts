import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import type { EventJob } from './define.ts'
import { JOBS } from './index.ts'
import { relay } from './relay.ts'
import { fileOne, now, openTestQueue, until } from './test-worker.ts'
import { startWorker } from './worker.ts'

const eventJobs = JOBS.filter((job): job is EventJob => 'on' in job)
const queue = openTestQueue(inject('ownerUrl'))
const later = (seconds: number) => now().add({ seconds })
const relayAt = (seconds = 0) => relay(eventJobs, queue.hand, later(seconds))
let stopWorker = async () => {}

const startOwnWorker = async () => {
  stopWorker = await startWorker({ prefix: queue.prefix })
}

beforeAll(async () => {
  await ensureSigningKey(now())
})
afterEach(async () => {
  await stopWorker()
  stopWorker = async () => {}
  await queue.store.lose()
})
afterAll(() => queue.close())

/** The acknowledgement went out once, as row, as mail and as event. */
async function acknowledgedOnce(request: Awaited<ReturnType<typeof fileOne>>): Promise<void> {
  await until('the acknowledgement', async () => (await request.notices()) > 0)
  // A second one would come now.
  await new Promise((resume) => setTimeout(resume, 500))
  expect([await request.notices(), await request.mails()]).toEqual([1, 1])
  expect((await request.events()).filter((type) => type === 'notice.sent')).toHaveLength(1)
}

test('an event becomes one job, however often and by however many it is relayed', async () => {
  const request = await fileOne()
  await Promise.all([relayAt(), relayAt(), relayAt()])
  for (const seconds of [60, 200, 4_000]) await relayAt(seconds)
  expect(await queue.waiting()).toEqual(['mail-acknowledgement'])
  await startOwnWorker()
  await acknowledgedOnce(request)
})

test('a crash between commit and enqueue: the worker that starts next finds the event', async () => {
  const request = await fileOne()
  expect(await queue.waiting()).toEqual([])
  await startOwnWorker()
  await acknowledgedOnce(request)
})

test('a queue that lost everything costs time, not the mail', async () => {
  const request = await fileOne()
  await relayAt()
  expect(await queue.waiting()).toHaveLength(1)
  await queue.store.lose()
  expect(await queue.waiting()).toEqual([])
  await startOwnWorker()
  await acknowledgedOnce(request)
}, 40_000)

test('a queue that is lost under a running worker is filled again', async () => {
  await startOwnWorker()
  const requests = await Promise.all([fileOne(), fileOne(), fileOne()])
  await queue.store.lose()
  for (const request of requests) await acknowledgedOnce(request)
}, 60_000)

test('two workers on one event: the effect happens once', async () => {
  const stopOther = await startWorker({ prefix: queue.prefix })
  await startOwnWorker()
  try {
    const requests = await Promise.all(Array.from({ length: 8 }, () => fileOne()))
    for (const request of requests) await acknowledgedOnce(request)
  } finally {
    await stopOther()
  }
}, 60_000)

test('the same job handed over again after it ended does nothing', async () => {
  const request = await fileOne()
  await startOwnWorker()
  await acknowledgedOnce(request)
  const job = eventJobs.find(({ name }) => name === 'mail-acknowledgement')
  if (!job) throw new Error('no such job')
  const { eventId, controllerId, requestId } = request
  for (let times = 0; times < 3; times += 1)
    await queue.hand(job, { eventId, controllerId, requestId, type: 'request.received', relays: 1, done: [] })
  await until('an empty queue', async () => (await queue.waiting()).every((name) => name !== job.name))
  await acknowledgedOnce(request)
})

test('a queue knows ids only', async () => {
  const email = 'canary.person@example.id'
  const { eventId } = await fileOne({ email, name: 'Canary Person', details: 'canary-details' })
  await relayAt()
  const dump = await queue.store.dump()
  expect(dump).toContain(eventId)
  expect(dump).not.toMatch(/canary/i)
})
