import { randomUUID } from 'node:crypto'
import { describe, expect, inject, test } from 'vitest'
import { KNOWN_SCHEMES } from '#connectors/open.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { listLocalMail } from '#data/local-outbox.ts'
import { askCandidateCheck, askCheck, askDraft } from '#data/sources/ask.ts'
import { changeSource } from '#data/sources/change.ts'
import { hastenChecks, sourcesDue } from '#data/sources/due.ts'
import { listVersions } from '#data/sources/find.ts'
import { mapSource } from '#data/sources/map.ts'
import { planTasks } from '#data/tasks/plan.ts'
import { newController } from '#data/test-controller.ts'
import { chooseLanguage } from '#data/users/choose-language.ts'
import { createUser } from '#data/users/create.ts'
import type { Actor, StaffRole } from '#domain/actor.ts'
import { SCHEMES } from '#domain/source/kind.ts'
import { mailSourceDrift } from '../mail-source-drift.ts'
import { added, at, hours, MAP, mapped, START, value } from './test-source.ts'

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
      rights: { read: true, change: true, delete: true, stop: null },
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
      'new_collection',
      'new_field',
    ])
    await database.sql.query('ALTER TABLE orders_old RENAME TO orders; ALTER TABLE customer DROP COLUMN phone')
    expect(await sweep(hours(9))).toMatchObject({ state: 'fine', stateSince: hours(9), drift: [] })
    expect((await events()).filter((type) => ['source.drifted', 'source.mended'].includes(type))).toEqual([
      'source.drifted',
      'source.drifted',
      'source.mended',
    ])
    expect((await sourcesDue(hours(10), 100_000)).some(({ id }) => id === sourceId)).toBe(false)
  })

  test('a new table that the map neither describes nor ignores', async () => {
    const { database, sweep, mapAgain } = await mapped()
    await database.sql.query('CREATE TABLE loyalty_card (id int PRIMARY KEY, customer_id int)')
    const card = { collection: 'loyalty_card', field: null, difference: 'new_collection' }
    expect(await sweep(hours(6))).toMatchObject({ state: 'drifted', drift: [card] })
    const ignoring = MAP.replace('fides_key: shop', 'fides_key: shop\n    hakku_meta: { ignored: [loyalty_card] }')
    value(await mapAgain(ignoring, hours(7)))
    expect(await sweep(hours(13))).toMatchObject({ state: 'fine', drift: [] })
  })

  test('where there is no lead the administrators are told, and where there is nobody the operator’s people', async () => {
    const { controllerId, system, database, sweep } = await mapped()
    const join = async (actor: Actor, role: StaffRole) => {
      const email = `${randomUUID()}@team.example`
      value(await createUser(actor, { email, name: 'Team', role, password: null }, START))
      return email
    }
    const operator = await newController({ kind: 'operator' })
    const [lead, admin] = [await join(operator.system, 'lead'), await join(operator.system, 'admin')]
    const told = async () => {
      const [latest] = await transact(system, (tx) =>
        tx.event.findMany({ where: { controllerId, type: 'source.drifted' }, orderBy: { seq: 'desc' }, take: 1 }),
      )
      const before = new Set((await listLocalMail()).map(({ id }) => id))
      await mailSourceDrift.run({ eventId: latest?.id ?? '', controllerId, requestId: null }, at(hours(12)))
      return (await listLocalMail()).filter(({ id }) => !before.has(id)).map(({ to }) => to)
    }
    await database.sql.query('CREATE TABLE loyalty_card (id int PRIMARY KEY)')
    await sweep(hours(6))
    const first = await told()
    expect(first).toContain(lead)
    expect(first).not.toContain(admin)
    const own = await join(system, 'admin')
    await join(system, 'agent')
    await database.sql.query('CREATE TABLE points (id int PRIMARY KEY)')
    await sweep(hours(7))
    expect(await told()).toEqual([own])
  })

  test('the leads are told of each change once, in their language, with no name of a table', async () => {
    const { controllerId, system, database, sweep, sourceId } = await mapped()
    const join = async (role: StaffRole, locale: 'id' | 'en') => {
      const email = `${randomUUID()}@team.example`
      const { userId } = value(await createUser(system, { email, name: 'Team', role, password: null }, START))
      const person = { kind: 'staff', controllerId, userId, role, controllerIds: [] } as const
      await chooseLanguage(person, { locale })
      return email
    }
    const [lead, english, agent] = [await join('lead', 'id'), await join('lead', 'en'), await join('agent', 'id')]
    const tell = async () => {
      const drifts = await transact(system, (tx) =>
        tx.event.findMany({ where: { controllerId, type: 'source.drifted' }, orderBy: { seq: 'asc' } }),
      )
      for (const { id: eventId } of [...drifts, ...drifts])
        await mailSourceDrift.run({ eventId, controllerId, requestId: null }, at(hours(12)))
      const mails = (await listLocalMail()).filter(({ to }) => [lead, english, agent].includes(to))
      return mails.map(({ to, text }) => [to === lead ? 'id' : to, text] as const)
    }
    await database.sql.query('CREATE TABLE loyalty_card (id int PRIMARY KEY)')
    await sweep(hours(6))
    await sweep(hours(7))
    const first = await tell()
    expect(first.map(([to]) => to).sort()).toEqual([english, 'id'].sort())
    expect(first.find(([to]) => to === 'id')?.[1]).toMatch(/1 tabel baru yang tidak ada di peta[\s\S]*desk\/sources\//)
    expect(first.find(([to]) => to === english)?.[1]).toContain(sourceId)
    expect(JSON.stringify(first)).not.toContain('loyalty_card')
    await database.sql.query('CREATE TABLE points (id int PRIMARY KEY); ALTER TABLE customer ADD COLUMN phone text')
    await sweep(hours(8))
    const second = (await tell()).filter(([, text]) => !first.some(([, before]) => before === text))
    expect(second).toHaveLength(2)
    expect(second.find(([to]) => to === 'id')?.[1]).toMatch(/1 tabel baru[\s\S]*1 kolom baru/)
    await database.sql.query('DROP TABLE points, loyalty_card; ALTER TABLE customer DROP COLUMN phone')
    await sweep(hours(9))
    expect(await tell()).toHaveLength(4)
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
    expect((await sourcesDue(START.add({ minutes: 9 }), 100_000)).some(({ id }) => id === sourceId)).toBe(false)
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
