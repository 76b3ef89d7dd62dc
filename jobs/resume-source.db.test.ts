import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ScratchDatabase, scratchDatabase } from '#connectors/scratch-database.ts'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { listSources } from '#data/findings/sources.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { keepPart } from '#data/parts/keep.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { linesOf, readRows } from '#data/vault/row-file.ts'
import { sweepVault } from '#data/vault/sweep.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import type { Right } from '#domain/request.ts'
import { now, plannedCollecting } from './test-collecting.ts'

const EMAIL = 'siti@example.com'
const COLLECTIONS = ['person', 'account', 'orders', 'item', 'remark'] as const
type Collection = (typeof COLLECTIONS)[number]

const above: Record<Collection, Collection | null> = {
  person: null,
  account: 'person',
  orders: 'account',
  item: 'orders',
  remark: 'item',
}
const yaml = `dataset: [{fides_key: shop, collections: [${COLLECTIONS.map((name) => {
  const categories = 'data_categories: [user.contact]'
  const link = above[name]
    ? `{name: above, ${categories}, fides_meta: {references: [{dataset: shop, field: ${above[name]}.id, direction: from}]}}`
    : `{name: email, ${categories}, fides_meta: {identity: email}}`
  return `{name: ${name}, hakku_meta: {erase: delete}, fields: [{name: id, ${categories}, fides_meta: {primary_key: true}}, ${link}, {name: note, ${categories}}]}`
}).join(', ')}]}]`

let world: ScratchDatabase
beforeAll(async () => {
  world = await scratchDatabase(
    COLLECTIONS.map((name, depth) => {
      const [column, value] = above[name]
        ? [`above bigint REFERENCES ${above[name]}`, '(i + 1) / 2']
        : ['email text', `'${EMAIL}'`]
      return `CREATE TABLE ${name} (id bigint PRIMARY KEY, ${column}, note text);
        INSERT INTO ${name} SELECT i, ${value}, '${name} ' || i FROM generate_series(1, ${2 ** depth}) i`
    }).join(';'),
  )
})
afterAll(() => world.drop())

const planned = (right: Right = 'access') => plannedCollecting({ url: world.url, yaml, email: EMAIL, right })
type Planned = Awaited<ReturnType<typeof planned>>

/** So slow that whatever is answered is kept: each look at the clock is a minute after the last. */
function slowClock() {
  let minutes = 0
  return () => {
    minutes += 1
    return now().add({ minutes })
  }
}
const slowly = (attempt = 1) => ({ now: slowClock(), attempt })

/** Nobody can read these tables while `work` runs. */
async function locking<T>(tables: readonly Collection[], work: () => Promise<T>): Promise<T> {
  const client = await world.sql.connect()
  try {
    await client.query(`BEGIN; LOCK TABLE ${tables.join()} IN ACCESS EXCLUSIVE MODE`)
    return await work()
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

/** Meanwhile the server ends every connection that waits for a lock. */
async function killing<T>(work: Promise<T>): Promise<T> {
  const ended = work.then(
    () => true,
    () => true,
  )
  while (!(await Promise.race([ended, delay(50, false)])))
    await world.sql.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  return work
}

/** A first attempt whose connection is ended while it reads the fourth of the five collections. */
const killedInTheFourth = (request: Planned, attempt = 1) =>
  locking(['item'], () => killing(Promise.allSettled([request.run(slowly(attempt))])))

async function foundBy(request: Planned) {
  const { system, controllerId, requestId } = request
  return transact(system, async (tx) => {
    const key = await openRequestKey(tx, { controllerId, id: requestId })
    const findings = await tx.finding.findMany({ where: { requestId }, include: { file: true } })
    const found: Record<string, string[]> = {}
    for (const { collection, file } of findings) {
      found[collection] = []
      if (key) for await (const block of readRows(key, file)) found[collection].push(...linesOf(block))
    }
    return found
  })
}

const outcomeOf = async (request: Planned) => {
  const { planFileId, ...outcome } = CollectOutcome.parse((await request.task()).outcome)
  return { ...outcome, isPlanned: planFileId !== null }
}

/** What the desk says of a reading under way. */
const readSoFar = async ({ system, requestId }: Planned) =>
  (await transact(system, (tx) => listSources(tx, requestId)))[0]?.readSoFar

const isTidy = async (request: Planned) => {
  expect(await request.parts()).toEqual([])
  expect((await request.stored()).toSorted()).toEqual((await request.files()).map(({ id }) => id).toSorted())
}

test.each(['access', 'erasure'] as const)(
  '%s: killed in the fourth of five collections, a source is asked for the rest only, and the same is found',
  async (right) => {
    const [undisturbed, killed] = [await planned(right), await planned(right)]
    await undisturbed.run()
    expect(await killedInTheFourth(killed)).toMatchObject([{ status: 'rejected' }])
    expect((await killed.parts()).map(({ collection }) => collection)).toEqual(['person', 'account', 'orders'])
    expect(await readSoFar(killed)).toBe((await killed.parts()).reduce((sum, { rows }) => sum + rows, 0))
    expect(await readSoFar(killed)).toBeGreaterThan(2)
    // What would be erased is looked at once more, for what stands in the way.
    if (right === 'erasure') await killed.run(slowly(2))
    else await locking(['person', 'account', 'orders'], () => killed.run(slowly(2)))
    expect(await foundBy(killed)).toEqual(await foundBy(undisturbed))
    expect(await outcomeOf(killed)).toEqual(await outcomeOf(undisturbed))
    expect(await readSoFar(killed)).toBe(0)
    await isTidy(killed)
  },
)

test('answers of yesterday are asked for again, and swept when nobody asks', async () => {
  const [asking, left] = [await planned(), await planned()]
  for (const request of [asking, left]) await killedInTheFourth(request)
  const tomorrow = () => now().add({ hours: 25 })
  await world.sql.query(`UPDATE person SET note = 'changed'`)
  await asking.run({ now: tomorrow })
  expect((await foundBy(asking))['person']?.join()).toContain('changed')
  await isTidy(asking)
  await sweepVault(now())
  expect(await left.parts()).not.toEqual([])
  await sweepVault(tomorrow())
  await isTidy(left)
})

test('under another map everything is asked afresh', async () => {
  const request = await planned()
  await killedInTheFourth(request)
  const { datasetId, sourceId } = await request.task()
  const { version } = await transact(request.system, (tx) => tx.dataset.findUniqueOrThrow({ where: { id: datasetId } }))
  const about = { controllerId: request.controllerId, sourceId, version: version + 1 }
  const changed = yaml.replace('{name: note, data_categories: [user.contact]}', '')
  await transact(request.system, async (tx) => {
    const dataset = await tx.dataset.findUniqueOrThrow({ where: { id: datasetId } })
    const { id } = await tx.dataset.create({ data: { ...dataset, ...about, id: randomUUID(), yaml: changed } })
    await tx.task.updateMany({ where: { sourceId }, data: { datasetId: id } })
  })
  await request.run(slowly(2))
  expect((await foundBy(request))['person']?.join()).not.toContain('note')
  await isTidy(request)
})

test('a task that is given up or called off leaves nothing behind, and takes nothing in', async () => {
  const [givenUp, calledOff] = [await planned(), await planned()]
  await killedInTheFourth(givenUp, 6)
  expect(await givenUp.task()).toMatchObject({ state: 'failed', reason: 'connection_lost' })
  await killedInTheFourth(calledOff)
  await withdrawRequest(calledOff.subject, {}, now())
  for (const request of [givenUp, calledOff]) {
    await isTidy(request)
    const { id: taskId } = await request.task()
    const file = { id: randomUUID(), class: 'part', bytes: 1, sha256: '' } as const
    const part = { taskId, ordinal: 0, collection: 'person', lines: 1, rows: 1, file }
    expect(await keepPart(request.system, part, now())).toEqual({ ok: false, reason: 'not_running' })
  }
})

test('a request that is withdrawn while its source is read: reading ends there, and what was read is dropped', async () => {
  const [waiting, reading] = [await planned(), await planned()]
  await locking(['item'], async () => {
    const running = waiting.run()
    await world.sql.query('SELECT pg_sleep(0.3)')
    await withdrawRequest(waiting.subject, {}, now())
    await running // though the table is locked still
  })
  // Withdrawn so late that only storing it shows.
  const late = reading.run()
  await withdrawRequest(reading.subject, {}, now())
  await late
  for (const request of [waiting, reading]) {
    expect(await request.events()).not.toContain('task.finished')
    expect(await request.stored()).toEqual([])
  }
})

test('of eight at once one keeps its answers, and one finishes', async () => {
  const [undisturbed, request] = [await planned(), await planned()]
  await undisturbed.run()
  await locking(['item'], async () => {
    const runs = await killing(Promise.allSettled(Array.from({ length: 8 }, () => request.run(slowly()))))
    expect(runs.every(({ status }) => status === 'rejected')).toBe(true)
  })
  expect((await request.parts()).map(({ ordinal }) => ordinal).toSorted()).toEqual([0, 1, 2])
  await eight(() => request.run(slowly(2)))
  expect((await request.events()).filter((type) => type === 'task.finished')).toHaveLength(1)
  expect(await foundBy(request)).toEqual(await foundBy(undisturbed))
  await isTidy(request)
})
