import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { transact } from '#data/db.ts'
import { retryTask } from '#data/requests/retry-task.ts'
import { claimTask } from '#data/tasks/claim.ts'
import { NOW } from '#data/test-controller.ts'
import { budi, ratna, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { runStop, runTask } from './run-task.ts'
import { stopSource } from './stop-source.ts'
import { context, newWithdrawal } from './test-withdrawal.ts'

let url = ''
let shop: pg.Client

beforeAll(async () => {
  const database = `stops_${randomUUID().slice(0, 8)}`
  url = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
  shop = new pg.Client({ connectionString: inject('ownerUrl').replace(/\/[^/]*$/, `/${database}`) })
  await shop.connect()
}, 60_000)
afterAll(() => shop?.end())

const granted = async (email: string) =>
  (
    await shop.query<{ withdrawn_at: Date | null }>(
      'SELECT withdrawn_at FROM marketing_consents JOIN customers c ON c.id = customer_id WHERE c.email = $1',
      [email],
    )
  ).rows
const everybodyElse = async (email: string) =>
  (
    await shop.query(
      `SELECT customer_id, channel, withdrawn_at FROM marketing_consents JOIN customers c ON c.id = customer_id
       WHERE c.email IS DISTINCT FROM $1 ORDER BY 1, 2`,
      [email],
    )
  ).rows

test('named consents stop at once, in the person’s rows and nobody else’s, and are read again', async () => {
  const before = await everybodyElse(siti.email)
  const request = await newWithdrawal(url, { email: siti.email, purposes: ['pemasaran', 'buletin'] })
  expect((await request.request()).status).toBe('executing')
  expect(await request.tasks()).toMatchObject([{ state: 'waiting' }])
  // Overlapped runs meet each other's writes: they fail, and their retry finds everything stopped.
  await Promise.allSettled(Array.from({ length: 8 }, () => request.runOn(runStop, 'stop.planned')))
  await request.runOn(runStop, 'stop.planned')

  const rows = await granted(siti.email)
  expect(rows).toHaveLength(3)
  for (const { withdrawn_at } of rows) expect(withdrawn_at).not.toBeNull()
  expect(rows.some(({ withdrawn_at }) => withdrawn_at?.toISOString() === '2026-11-20T08:04:00.000Z')).toBe(true)
  const { rows: letters } = await shop.query('SELECT unsubscribed_at FROM newsletter_subscribers WHERE email = $1', [
    siti.email,
  ])
  expect(letters).toEqual([{ unsubscribed_at: new Date(NOW.epochMilliseconds) }, { unsubscribed_at: expect.any(Date) }])
  const { rows: reviews } = await shop.query('SELECT FROM reviews WHERE author_name = $1 AND NOT is_shown', [siti.name])
  expect(reviews).toHaveLength(0)
  expect(await everybodyElse(siti.email)).toEqual(before)

  const { purposes } = await request.outcome()
  expect(purposes.map(({ key, way }) => [key, way])).toEqual([
    ['pemasaran', 'stopped'],
    ['buletin', 'stopped'],
  ])
  expect(purposes[0]?.collections).toMatchObject([{ collection: 'marketing_consents', stopped: 3, held: 0 }])
  const events = await request.events()
  expect(events.filter((type) => type === 'stops.finished')).toHaveLength(1)
  expect((await request.newest('stops.finished')).data).toEqual({ needsPerson: false })
  expect(events.indexOf('stops.planned')).toBeGreaterThan(events.indexOf('identity.proved'))
  expect(events).not.toContain('collecting.started')
}, 60_000)

test('a worker killed after the write and before the record: the repeat writes nothing and says the same', async () => {
  const request = await newWithdrawal(url, { email: budi.email, purposes: ['ulasan'] })
  const { id } = await request.newest('stop.planned')
  const actor = { kind: 'system', controllerId: request.controllerId, job: 'run-stop' } as const
  const task = await claimTask(actor, id, NOW)
  if (!task) throw new Error('nothing to do')
  const lost = await stopSource(task, context().now, context().signal)
  expect(lost.outcome.purposes[0]?.collections[0]).toMatchObject({ stopped: 2, written: 2 })
  expect(await request.tasks()).toMatchObject([{ state: 'running' }])

  await request.runOn(runStop, 'stop.planned')
  expect(await request.tasks()).toMatchObject([{ state: 'done' }])
  expect((await request.outcome()).purposes[0]?.collections[0]).toMatchObject({ stopped: 2, written: 0 })
  expect((await request.events()).filter((type) => type === 'stops.finished')).toHaveLength(1)
}, 60_000)

describe('a source that does not stop', () => {
  test('says why, waits for a person and is asked again', async () => {
    const request = await newWithdrawal(url.replace(/:\d+\//, ':1/'), { email: ratna.email, purposes: ['all'] })
    await expect(request.runOn(runStop, 'stop.planned')).rejects.toThrow()
    await request.runOn(runStop, 'stop.planned', 6)
    expect(await request.tasks()).toMatchObject([{ state: 'failed', reason: 'connection_refused' }])
    expect((await request.request()).status).toBe('executing')
    const [task] = await request.tasks()
    const retried = await retryTask(
      request.staff('agent'),
      { reference: request.reference, taskId: task?.id ?? '' },
      NOW,
    )
    expect(retried).toMatchObject({ ok: true })
    expect((await request.events()).at(-1)).toBe('stop.retried')
  }, 60_000)

  test('is not taken for stopped when a trigger undoes what was written', async () => {
    await shop.query(`CREATE FUNCTION keep_shown() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN new.is_shown := true; RETURN new; END $$;
      CREATE TRIGGER keep_shown BEFORE UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION keep_shown()`)
    const request = await newWithdrawal(url, { email: ratna.email, purposes: ['ulasan'] })
    await request.runOn(runStop, 'stop.planned', 6)
    expect(await request.tasks()).toMatchObject([{ state: 'failed', reason: 'constraint' }])
    expect(await request.events()).not.toContain('stops.finished')
    await shop.query('DROP TRIGGER keep_shown ON reviews; DROP FUNCTION keep_shown')
  }, 60_000)
})

test('words of the person, and purposes that stop nowhere by themselves, wait for somebody of the team', async () => {
  const request = await newWithdrawal(url, {
    email: ratna.email,
    purposes: ['pemasaran'],
    details: 'Juga brosur kertas.',
  })
  await request.runOn(runStop, 'stop.planned')
  expect((await request.newest('stops.finished')).data).toEqual({ needsPerson: true })

  const without = (yaml: string) => yaml.replace(/ *hakku_meta: { stop: { purpose: ulasan.*\n/, '')
  const other = await newWithdrawal(url, { email: ratna.email, purposes: ['all'] }, without)
  await other.runOn(runStop, 'stop.planned')
  expect((await other.outcome()).purposes.map(({ key, way }) => [key, way])).toContainEqual(['ulasan', 'by_hand'])
  expect((await other.newest('stops.finished')).data).toEqual({ needsPerson: true })
}, 60_000)

test('a row that is somebody else’s as well is left as it is, and waits for a person', async () => {
  const stop = 'stop: { purpose: ulasan, set: "-" }'
  const shared = (yaml: string) => yaml.replace('label: { id: Kecamatan', `${stop}, label: { id: Kecamatan`)
  const request = await newWithdrawal(url, { email: ratna.email, purposes: ['ulasan'] }, shared)
  await request.runOn(runStop, 'stop.planned')
  const { purposes } = await request.outcome()
  expect(purposes[0]?.collections.find(({ collection }) => collection === 'addresses')).toMatchObject({ held: 1 })
  expect((await shop.query("SELECT FROM addresses WHERE id = 3 AND district = '-'")).rows).toEqual([])
  expect((await request.newest('stops.finished')).data).toEqual({ needsPerson: true })
}, 60_000)

test('nothing stops by itself for a guardian, for free words, or for a purpose that is not there', async () => {
  for (const change of [
    { requesterKind: 'guardian', purposes: ['pemasaran'] },
    { details: 'Semua promosi' },
    { purposes: ['tidak-ada'] },
  ] as const) {
    const request = await newWithdrawal(url, {
      email: siti.email,
      ...change,
      purposes: [...('purposes' in change ? change.purposes : [])],
    })
    expect((await request.request()).status).toBe('collecting')
    expect(await request.tasks()).toEqual([])
    await request.runOn(runTask, 'task.planned')
    expect((await request.request()).status).toBe('reviewing')
  }
}, 60_000)

test('the database refuses to erase while a stop is open, and a receipt without proof', async () => {
  const request = await newWithdrawal(url, { email: siti.email, purposes: ['pemasaran'] })
  const { controllerId, requestId, system } = request
  const [stop] = await request.tasks()
  if (!stop) throw new Error('no task')
  const { sourceId, datasetId } = stop
  await expect(
    transact(system, (tx) =>
      tx.task.create({ data: { controllerId, requestId, sourceId, datasetId, purpose: 'erase' } }),
    ),
  ).rejects.toThrow(/stops first/)
  const receipt = {
    id: randomUUID(),
    controllerId,
    requestId,
    jws: 'x',
    kid: 'x',
    sealedSalt: Buffer.from('x'),
    issuedAt: new Date(),
  }
  await expect(transact(system, (tx) => tx.consentReceipt.create({ data: receipt }))).rejects.toThrow(/without proof/)
}, 60_000)
