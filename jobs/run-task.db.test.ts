import { randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, expect, inject, test } from 'vitest'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { env } from '#env'
import { siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import type { JobContext } from './define.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'

const now = () => Temporal.Now.instant()
const context = (attempt = 1): JobContext => ({ now, attempt, signal: new AbortController().signal })
let shopUrl = ''

beforeAll(async () => {
  const database = `shop_${randomUUID().slice(0, 8)}`
  const options = { people: 12, orders: 60, database, role: database }
  shopUrl = (await createShop(inject('databaseUrl'), options)).url
}, 60_000)

/** A proved request of Siti's whose one task is planned and not yet run. */
async function planned(url: string) {
  const controller = await newController()
  const yaml = await readFile('prisma/demo/shop.dataset.yml', 'utf8')
  const source = { id: randomUUID(), key: 'shop', name: 'Toko', kind: 'postgres', region: 'ID' } as const
  await connectSource(controller.system, { ...source, backupDays: 30, connection: { url }, yaml }, now())
  const request = await newRequest({ right: 'access', email: siti.email }, controller)
  const { requestId, reference, address, controllerId } = request
  await askCode({ address }, { reference }, now())
  const code = await request.code()
  expect(await acceptCode({ address }, { reference, code }, now())).toMatchObject({ ok: true })
  const eventOf = (type: string) =>
    transact(request.system, (tx) => tx.event.findFirstOrThrow({ where: { requestId, type } }))
  const payload = (eventId: string) => ({ eventId, controllerId, requestId })
  await startCollecting.run(payload((await eventOf('identity.proved')).id), context())
  const { id: eventId } = await eventOf('task.planned')
  return {
    ...request,
    run: (attempt?: number) => runTask.run(payload(eventId), context(attempt)),
    task: () => transact(request.system, (tx) => tx.task.findFirstOrThrow({ where: { requestId } })),
    files: () => transact(request.system, (tx) => tx.vaultFile.findMany({ where: { requestId } })),
    stored: () => readdir(join(env.DATA_DIR, 'vault', controllerId)),
  }
}

test('eight runs of one task at once: collected once, and no file too many', async () => {
  const request = await planned(shopUrl)
  await Promise.all(Array.from({ length: 8 }, () => request.run()))
  await request.run()
  const events = await request.events()
  expect(events.filter((type) => type === 'task.finished')).toHaveLength(1)
  expect(events.filter((type) => type === 'collecting.finished')).toHaveLength(1)
  expect((await request.request()).status).toBe('reviewing')
  const files = (await request.files()).map(({ id }) => id)
  expect(files.length).toBeGreaterThan(5)
  expect((await request.stored()).toSorted()).toEqual(files.toSorted())
}, 60_000)

test('a source that is away is tried again; then the task waits for a person, and its request with it', async () => {
  const request = await planned(shopUrl.replace(/:\d+\//, ':1/'))
  await expect(request.run(1)).rejects.toThrow()
  expect(await request.task()).toMatchObject({ state: 'running', attempts: 1 })
  await request.run(6)
  expect(await request.task()).toMatchObject({ state: 'failed', reason: 'connection_refused' })
  expect((await request.events()).filter((type) => type === 'task.failed')).toHaveLength(1)
  expect((await request.request()).status).toBe('collecting')
  await request.run()
  expect(await request.task()).toMatchObject({ state: 'failed' })
}, 60_000)
