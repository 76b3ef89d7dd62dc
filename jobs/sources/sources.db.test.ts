import { Temporal } from 'temporal-polyfill'
import { afterEach, describe, expect, inject, test } from 'vitest'
import { KNOWN_SCHEMES } from '#connectors/open.ts'
import { scratchDatabase } from '#connectors/scratch-database.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { addSource } from '#data/sources/add.ts'
import { askCandidateCheck, askCheck, askDraft, askPreview } from '#data/sources/ask.ts'
import { changeSource } from '#data/sources/change.ts'
import { hastenChecks, sourcesDue } from '#data/sources/due.ts'
import { findSource, listVersions } from '#data/sources/find.ts'
import { findCheck } from '#data/sources/find-check.ts'
import { mapSource } from '#data/sources/map.ts'
import { planTasks } from '#data/tasks/plan.ts'
import { newController } from '#data/test-controller.ts'
import type { Result } from '#domain/result.ts'
import { SCHEMES } from '#domain/source/kind.ts'
import { answerSourceCheck } from '../answer-source-check.ts'
import type { JobContext } from '../define.ts'
import { sweepSources } from '../sweep-sources.ts'

const DDL = `
  CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL, name text);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, total numeric);
  INSERT INTO customer VALUES (1, 'siti@example.id', 'Siti'), (2, 'budi@example.id', 'Budi');
  INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20), (3, 2, 5);`

const MAP = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        hakku_meta: { erase: delete }
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - { name: email, data_categories: [user.contact.email], fides_meta: { identity: email } }
          - { name: name, data_categories: [user.name] }
      - name: orders
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - name: customer_id
            fides_meta: { references: [{ dataset: shop, field: customer.id, direction: from }] }
          - { name: total, data_categories: [user.financial] }
`

const signal = new AbortController().signal
const START = Temporal.Now.instant()
const hours = (n: number) => START.add({ hours: n })
const at = (now: Temporal.Instant): JobContext => ({ now: () => now, attempt: 1, signal })

const dropped: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const drop of dropped.splice(0)) await drop()
})

function value<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.reason)
  return result.value
}

/** A source added to a controller of its own, and whatever a person or the worker does with it. */
async function added(yaml: string | null = MAP) {
  const database = await scratchDatabase(DDL)
  dropped.push(database.drop)
  const home = await newController()
  const { controllerId, system } = home
  const lead = home.staff('lead')
  const answer = async (checkId: string, now = START) => {
    const event = await transact(system, (tx) =>
      tx.event.findFirstOrThrow({ where: { controllerId, data: { path: ['checkId'], equals: checkId } } }),
    )
    await answerSourceCheck.run({ eventId: event.id, controllerId, requestId: null }, at(now))
    const found = await findCheck(lead, { sourceId, checkId })
    if (!found) throw new Error('no answer')
    return found
  }
  const facts = { controllerId, kind: 'postgres', key: 'shop', name: 'Toko', region: 'ID', backupDays: 7 } as const
  const { sourceId, checkId } = value(
    await addSource(lead, { ...facts, connection: { url: database.url }, yaml }, START),
  )
  const look = async () => {
    const source = await findSource(lead, sourceId)
    if (!source) throw new Error('no source')
    return source
  }
  const events = async () =>
    (
      await transact(system, (tx) =>
        tx.event.findMany({ where: { controllerId, requestId: null }, orderBy: { seq: 'asc' } }),
      )
    ).map(({ type }) => type)
  return { ...home, database, lead, sourceId, checkId, answer, look, events }
}

async function mapped() {
  const source = await added()
  await source.answer(source.checkId)
  value(await mapSource(source.lead, source, START))
  const mapAgain = async (yaml: string, now = START) => {
    const { checkId } = value(await askCandidateCheck(source.lead, { sourceId: source.sourceId, yaml }, now))
    await source.answer(checkId, now)
    return mapSource(source.lead, { sourceId: source.sourceId, checkId }, now)
  }
  const sweep = async (now: Temporal.Instant) => {
    await sweepSources.run(at(now))
    return source.look()
  }
  return { ...source, mapAgain, sweep }
}

test('the desk offers the schemes that connectors know', () => {
  const queried: readonly string[] = [...SCHEMES.postgres, ...SCHEMES.mysql, ...SCHEMES.mongodb]
  expect(queried).toEqual(expect.arrayContaining([...KNOWN_SCHEMES]))
})

describe('a source added with its map', () => {
  test('is checked first, and asked by requests only once its map is taken into use', async () => {
    const { lead, sourceId, checkId, answer, look, system, ...home } = await added()
    expect(await mapSource(lead, { sourceId, checkId }, START)).toEqual({ ok: false, reason: 'not_checked' })
    const plan = async () => {
      const request = await newRequest({ system, ...home })
      return transact(system, (tx) =>
        planTasks(tx, system, { ...request, controllerId: home.controllerId }, 'collect', START),
      )
    }
    expect(await plan()).toBe(0)
    const check = await answer(checkId)
    expect(check).toMatchObject({ state: 'done', result: { problems: [] } })
    expect(check.purpose === 'check' && check.result?.collections[0]).toMatchObject({
      name: 'customer',
      key: ['id'],
      rights: { read: true, change: true, delete: true },
      columns: { email: 'text' },
    })
    expect(await look()).toMatchObject({ state: 'unchecked', map: null })
    expect(value(await mapSource(lead, { sourceId, checkId }, START))).toEqual({ version: 1 })
    expect(await look()).toMatchObject({ state: 'fine', map: { version: 1 } })
    expect(await plan()).toBe(1)
  })

  test('a map that does not fit is not taken; one that forgets a column is, and says so', async () => {
    const wrong = await added(MAP.replace('name: orders', 'name: order_items'))
    const check = await wrong.answer(wrong.checkId)
    expect(check.purpose === 'check' && check.result?.problems).toContainEqual({
      collection: 'order_items',
      field: null,
      problem: 'missing_collection',
    })
    expect(await mapSource(wrong.lead, wrong, START)).toEqual({ ok: false, reason: 'map_does_not_fit' })
    const { mapAgain, look } = await mapped()
    expect(value(await mapAgain(MAP.replace(/\n.*name: total.*/, '')))).toEqual({ version: 2 })
    expect(await look()).toMatchObject({ state: 'problems', drift: [] })
  })

  test('a draft is made from the live schema, and is a map as it is', async () => {
    const { lead, sourceId, checkId, answer } = await added(null)
    const draft = await answer(checkId)
    expect(draft).toMatchObject({ purpose: 'draft', state: 'done' })
    expect(draft.yaml).toContain('identity: email')
    expect(draft.yaml).not.toContain('siti')
    const asked = value(await askCandidateCheck(lead, { sourceId, yaml: draft.yaml ?? '' }, START))
    await answer(asked.checkId)
    expect(value(await mapSource(lead, { sourceId, ...asked }, START))).toEqual({ version: 1 })
  })

  test('one that cannot be reached says why in one word, and nothing of the driver', async () => {
    const { lead, sourceId, answer, look, events } = await mapped()
    const away = { url: inject('databaseUrl').replace(/:\d+\//, ':1/') }
    const facts = { sourceId, version: 1, kind: 'postgres', name: 'Toko', region: 'ID', backupDays: 7 } as const
    expect(await changeSource(lead, { ...facts, connection: away }, START)).toEqual({ ok: true, value: ['connection'] })
    const { checkId } = value(await askCheck(lead, { sourceId }, START))
    expect(await answer(checkId)).toMatchObject({ state: 'failed', reason: 'connection_refused', result: null })
    expect(await look()).toMatchObject({ state: 'unreachable', fault: 'connection_refused' })
    expect((await events()).slice(-1)).toEqual(['source.unreachable'])
  })
})

describe('drift', () => {
  test('a new column, a lost table: the next check says so once, and takes it back when it is mended', async () => {
    const { database, sweep, events, sourceId } = await mapped()
    await database.sql.query('ALTER TABLE customer ADD COLUMN phone text')
    expect((await sweep(hours(1))).state).toBe('fine')
    expect(await sweep(hours(6))).toMatchObject({
      state: 'drifted',
      stateSince: hours(6),
      drift: [{ collection: 'customer', field: 'phone', difference: 'new_field' }],
    })
    await sweep(hours(7))
    await database.sql.query('ALTER TABLE orders RENAME TO orders_old')
    expect((await sweep(hours(8))).drift.map(({ difference }) => difference).sort()).toEqual([
      'gone_collection',
      'new_field',
    ])
    await database.sql.query('ALTER TABLE orders_old RENAME TO orders; ALTER TABLE customer DROP COLUMN phone')
    expect(await sweep(hours(9))).toMatchObject({ state: 'fine', stateSince: hours(9), drift: [] })
    expect((await events()).filter((type) => ['source.drifted', 'source.mended'].includes(type))).toEqual([
      'source.drifted',
      'source.mended',
    ])
    expect((await sourcesDue(hours(10), 1_000)).some(({ id }) => id === sourceId)).toBe(false)
  })

  test('a lost right is drift', async () => {
    const { database, lead, sourceId, sweep } = await mapped()
    const role = `r_${database.name.slice(-12)}`
    await database.sql.query(
      `CREATE ROLE ${role} LOGIN PASSWORD 'p'; GRANT SELECT, UPDATE, DELETE ON customer, orders TO ${role}`,
    )
    const url = Object.assign(new URL(database.url), { username: role, password: 'p' })
    const facts = { sourceId, version: 1, kind: 'postgres', name: 'Toko', region: 'ID', backupDays: 7 } as const
    value(await changeSource(lead, { ...facts, connection: { url: url.href } }, START))
    expect((await sweep(START)).state).toBe('fine')
    await database.sql.query(`REVOKE DELETE ON orders FROM ${role}`)
    expect((await sweep(hours(6))).drift).toEqual([{ collection: 'orders', field: null, difference: 'lost_delete' }])
    await database.sql.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  test('a request that begins to collect makes every check due that is not fresh', async () => {
    const { system, sourceId, sweep, database, look } = await mapped()
    await hastenChecks(system, START.add({ minutes: 9 }))
    expect((await sourcesDue(START.add({ minutes: 9 }), 1_000)).some(({ id }) => id === sourceId)).toBe(false)
    await database.sql.query('ALTER TABLE customer ADD COLUMN phone text')
    await hastenChecks(system, START.add({ minutes: 11 }))
    await sweep(START.add({ minutes: 11 }))
    expect((await look()).state).toBe('drifted')
  })

  test('eight sweeps at once look once; a check by a former map counts for nothing', async () => {
    const { lead, sourceId, sweep, answer, mapAgain, look, database, events } = await mapped()
    await Promise.all(Array.from({ length: 8 }, () => sweep(hours(6))))
    const { checkId } = value(await askCheck(lead, { sourceId }, hours(7)))
    await database.sql.query('ALTER TABLE customer ADD COLUMN phone text')
    const phone = '          - { name: phone, data_categories: [user.contact] }\n      - name: orders'
    value(await mapAgain(MAP.replace('      - name: orders', phone), hours(7).add({ minutes: 6 })))
    await answer(checkId, hours(7))
    expect(await look()).toMatchObject({ state: 'fine', map: { version: 2 } })
    expect(await events()).not.toContain('source.drifted')
  })
})

test('a running request keeps the version it started with; the next one starts with the new one', async () => {
  const { system, mapAgain, look, lead, sourceId, ...home } = await mapped()
  const plan = async () => {
    const request = await newRequest({ system, ...home })
    await transact(system, (tx) =>
      planTasks(tx, system, { ...request, controllerId: home.controllerId }, 'collect', START),
    )
    const version = () =>
      transact(system, async (tx) => {
        const task = await tx.task.findFirstOrThrow({ where: { requestId: request.id }, include: { dataset: true } })
        return task.dataset.version
      })
    return { ...request, version }
  }
  const first = await plan()
  value(await mapAgain(MAP.replace('user.financial', 'user.behavior')))
  const second = await plan()
  // Sent back for another look, it is still the same request.
  await transact(system, (tx) => planTasks(tx, system, { ...first, controllerId: home.controllerId }, 'collect', START))
  expect([await first.version(), await second.version()]).toEqual([1, 2])
  expect((await listVersions(lead, await look())).map(({ version, running }) => [version, running])).toEqual([
    [2, 1],
    [1, 1],
  ])
})

describe('the preview of a person', () => {
  const siti = [{ label: 'email', value: 'SITI@example.id' }]
  const person = { identities: siti, reason: 'handle_complaint' as const }

  test('counts what a request would reach and what an erasure would do, and keeps no identifier', async () => {
    const { lead, sourceId, answer, system, database } = await mapped()
    const { checkId } = value(await askPreview(lead, { sourceId, ...person, erase: 'on' }, START))
    const row = () => transact(system, (tx) => tx.sourceCheck.findUniqueOrThrow({ where: { id: checkId } }))
    expect(Buffer.from((await row()).sealed ?? []).toString()).not.toContain('siti')
    const seen = await answer(checkId)
    expect(seen.purpose === 'preview' && seen.result).toMatchObject({
      unknownLabels: [],
      collections: [
        { collection: 'customer', rows: 1, thirdParty: 0, shared: 0, fate: { deleted: 1, changed: [] } },
        { collection: 'orders', rows: 2, thirdParty: 0, shared: 0, fate: { deleted: 0 } },
      ],
    })
    expect(await row()).toMatchObject({ sealed: null })
    const events = await transact(system, (tx) =>
      tx.event.findMany({ where: { type: 'source.preview_asked', controllerId: lead.controllerId } }),
    )
    expect(events.map(({ data }) => data)).toEqual([{ sourceId, checkId, reason: 'handle_complaint', erase: true }])
    expect(JSON.stringify([await row(), events.map(({ data, actor }) => [data, actor])]).toLowerCase()).not.toContain(
      'siti',
    )
    expect((await database.sql.query('SELECT count(*)::int AS n FROM orders')).rows).toEqual([{ n: 3 }])
  })

  test('is a lead’s, who asked for it; it names a label that leads nowhere', async () => {
    const { lead, staff, sourceId, answer } = await mapped()
    for (const actor of [staff('admin'), staff('agent'), (await newController()).staff('lead')])
      expect(await askPreview(actor, { sourceId, ...person }, START)).toEqual({ ok: false, reason: 'not_found' })
    const asked = { ...person, identities: [...siti, { label: 'nik', value: '1' }] }
    const { checkId } = value(await askPreview(lead, { sourceId, ...asked }, START))
    const seen = await answer(checkId)
    expect(seen.purpose === 'preview' && seen.result?.unknownLabels).toEqual(['nik'])
    expect(await findCheck(staff('lead'), { sourceId, checkId })).toBeNull()
  })

  test('one that fails leaves nothing sealed either', async () => {
    const { lead, sourceId, answer, system, database } = await mapped()
    await database.sql.query('DROP TABLE orders')
    const { checkId } = value(await askPreview(lead, { sourceId, ...person }, START))
    expect(await answer(checkId)).toMatchObject({ state: 'failed', reason: 'schema_mismatch' })
    expect(await transact(system, (tx) => tx.sourceCheck.findUniqueOrThrow({ where: { id: checkId } }))).toMatchObject({
      sealed: null,
    })
  })
})

test('eight questions at once: one is asked, and its answer is given once', async () => {
  const { lead, sourceId, answer, events } = await mapped()
  const asked = await Promise.all(Array.from({ length: 8 }, () => askCheck(lead, { sourceId }, START)))
  const [first, ...more] = asked.flatMap((one) => (one.ok ? [one.value.checkId] : []))
  expect(more).toEqual([])
  expect(asked.filter((one) => !one.ok && one.reason === 'check_running')).toHaveLength(7)
  await Promise.all(Array.from({ length: 8 }, () => answer(first ?? '')))
  expect(await events()).toEqual(['source.added', 'source.check_asked', 'source.mapped', 'source.check_asked'])
  expect(await askDraft(lead, { sourceId }, START)).toMatchObject({ ok: true })
})
