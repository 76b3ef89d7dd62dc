import { mkdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { env } from '#env'
import type { ScheduledJob } from './define.ts'
import { JOBS } from './index.ts'
import { keepSchedule } from './queue.ts'
import { fileOne, now, openTestQueue, until } from './test-worker.ts'
import { startWorker } from './worker.ts'

const queue = openTestQueue(inject('ownerUrl'))
const schedules = JOBS.filter((job): job is ScheduledJob => 'everyMs' in job)
const mailFolder = join(env.DATA_DIR, 'mail')
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
})
afterAll(() => queue.close())

test('a job that throws is tried again until its effect happened, once', async () => {
  // Where mail goes there is a file: every hand-over fails, as with a transport that is down.
  await rename(mailFolder, `${mailFolder}.away`).catch(() => {})
  await mkdir(env.DATA_DIR, { recursive: true })
  await writeFile(mailFolder, 'no folder')
  const request = await fileOne()
  await startOwnWorker()
  const tried = async () => (await queue.queues.swift.getJob(`mail-acknowledgement.${request.eventId}`))?.attemptsMade
  await until('two failures', async () => ((await tried()) ?? 0) >= 2)
  expect(await request.notices()).toBe(0)
  await rm(mailFolder)
  await until('the acknowledgement', async () => (await request.notices()) > 0)
  expect([await request.notices(), await request.mails()]).toEqual([1, 1])
}, 60_000)

test('a poisoned job holds up nobody else, and is done once it can be', async () => {
  const poisoned = await fileOne()
  // Its mail's place is taken by something that is no mail: this one job always throws.
  const place = join(mailFolder, '.keys', poisoned.key)
  await mkdir(place, { recursive: true })
  const others = await Promise.all(Array.from({ length: 5 }, () => fileOne()))
  await startOwnWorker()
  for (const other of others) await until('the others', async () => (await other.notices()) === 1, 10_000)
  expect(await poisoned.notices()).toBe(0)
  await rmdir(place)
  await until('the poisoned one', async () => (await poisoned.notices()) === 1, 40_000)
  expect(await poisoned.mails()).toBe(1)
}, 60_000)

test('a job that nobody knows, or with more than ids in it, is dropped at once', async () => {
  await startOwnWorker()
  const { swift } = queue.queues
  const known = await fileOne()
  await swift.add('no-such-job', { eventId: known.eventId }, { jobId: 'unknown-job', attempts: 5 })
  await swift.add('mail-acknowledgement', { email: 'a@example.id' }, { jobId: 'bad-payload', attempts: 5 })
  for (const id of ['unknown-job', 'bad-payload'])
    expect(await until(id, async () => (await (await swift.getJob(id))?.getState()) === 'failed' && swift.getJob(id)))
      // Not tried five times: it can never succeed.
      .toMatchObject({ attemptsMade: 1 })
  await until('the known one', async () => (await known.notices()) === 1)
})

test('schedules come back to a queue that lost them', async () => {
  await queue.store.lose()
  await startOwnWorker()
  const names = async () => (await queue.queues.swift.getJobSchedulers()).map(({ key }) => key).sort()
  const wanted = schedules.map(({ name }) => name).sort()
  const complete = async () => JSON.stringify(await names()) === JSON.stringify(wanted)
  await until('schedules', complete)
  await queue.store.lose()
  expect(await names()).not.toEqual(wanted)
  await until('schedules again', complete)
}, 40_000)

test('saying a schedule again does not put off its next run', async () => {
  const rare = schedules.toSorted((a, b) => b.everyMs - a.everyMs)[0]
  if (!rare) throw new Error('no schedule')
  const next = async () => (await queue.queues.swift.getJobScheduler(rare.name))?.next
  await queue.store.lose()
  // The first run is due at once; only the one after it is a whole period away.
  await startOwnWorker()
  const after = await until('the run after the first', async () => {
    const at = await next()
    return at !== undefined && at > Date.now() + rare.everyMs / 2 && at
  })
  await new Promise((resume) => setTimeout(resume, 1_500))
  await keepSchedule(queue.queues, rare)
  expect(await next()).toBe(after)
}, 40_000)
