import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { beforeAll, expect, inject, test } from 'vitest'
import { siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { plannedCollecting } from './test-collecting.ts'

let shopUrl = ''

beforeAll(async () => {
  const database = `shop_${randomUUID().slice(0, 8)}`
  const options = { people: 12, orders: 60, database, role: database }
  shopUrl = (await createShop(inject('databaseUrl'), options)).url
}, 60_000)

const planned = async (url: string) =>
  plannedCollecting({
    url,
    yaml: await readFile('prisma/demo/shop.dataset.yml', 'utf8'),
    email: siti.email,
    right: 'access',
  })

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
  await expect(request.run()).rejects.toThrow()
  expect(await request.task()).toMatchObject({ state: 'running', attempts: 1 })
  await request.run({ attempt: 6 })
  expect(await request.task()).toMatchObject({ state: 'failed', reason: 'connection_refused' })
  expect((await request.events()).filter((type) => type === 'task.failed')).toHaveLength(1)
  expect((await request.request()).status).toBe('collecting')
  await request.run()
  expect(await request.task()).toMatchObject({ state: 'failed' })
}, 60_000)
