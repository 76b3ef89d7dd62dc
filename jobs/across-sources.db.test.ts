import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { afterAll, expect, test } from 'vitest'
import { type ScratchDatabase, scratchDatabase } from '#connectors/scratch-database.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import type { JobContext } from './define.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'

const now = () => Temporal.Now.instant()
const context: JobContext = { now, attempt: 1, signal: new AbortController().signal }
const databases: ScratchDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
})

const collection = (name: string, ...fields: string[]) =>
  `{name: ${name}, fields: [{name: id, fides_meta: {primary_key: true}}, ${fields.join(', ')}]}`
const map = (key: string, ...collections: string[]) => `dataset: [{fides_key: ${key}, collections: [${collections}]}]`

test('what only a reference from another source leads to is found, by the task of the source that holds it', async () => {
  const controller = await newController()
  const connect = async (key: string, ddl: string, yaml: string) => {
    const database = await scratchDatabase(ddl)
    databases.push(database)
    const source = { id: randomUUID(), key, name: key, kind: 'postgres', region: 'ID', backupDays: 1 } as const
    await connectSource(controller.system, { ...source, connection: { url: database.url }, yaml }, now())
  }
  await connect(
    'shop',
    `CREATE TABLE member (id int PRIMARY KEY, email text); INSERT INTO member VALUES (0, 'Ani@Example.com'), (1, 'budi@example.com')`,
    map('shop', collection('member', '{name: email, fides_meta: {identity: email}}')),
  )
  const reference = '{references: [{dataset: shop, field: member.id, direction: from}]}'
  await connect(
    'crm',
    `CREATE TABLE lead (id int PRIMARY KEY, member_id text); INSERT INTO lead VALUES (1, '0'), (2, '1'), (3, NULL)`,
    map('crm', collection('lead', `{name: member_id, fides_meta: ${reference}}`)),
  )
  const request = await newRequest({ right: 'access', email: 'ani@example.com' }, controller)
  const { requestId, reference: number, address, controllerId, system } = request
  await askCode({ address }, { reference: number }, now())
  expect(await acceptCode({ address }, { reference: number, code: await request.code() }, now())).toMatchObject({
    ok: true,
  })
  const eventsOf = (type: string) => transact(system, (tx) => tx.event.findMany({ where: { requestId, type } }))
  const payload = (eventId: string) => ({ eventId, controllerId, requestId })
  for (const { id } of await eventsOf('identity.proved')) await startCollecting.run(payload(id), context)
  for (const { id } of await eventsOf('task.planned')) await runTask.run(payload(id), context)
  const findings = await transact(system, (tx) =>
    tx.finding.findMany({ where: { requestId }, include: { task: true } }),
  )
  const sources = await transact(system, (tx) => tx.source.findMany())
  const keyOf = new Map(sources.map(({ id, key }) => [id, key]))
  const told = findings.map(({ collection: name, rows, task }) => `${keyOf.get(task.sourceId)} ${name} ${rows}`)
  expect(told.sort()).toEqual(['crm lead 1', 'shop member 1'])
}, 60_000)
