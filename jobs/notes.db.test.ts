import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openPackage } from '#data/packages/open-for-download.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { EventType } from '#domain/event.ts'
import { budi, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { buildPackage } from './build-package.ts'
import type { EventJob } from './define.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'
import { newRectification, now } from './test-rectification.ts'

let url = ''
let shop: pg.Client
let yaml = ''

beforeAll(async () => {
  const database = `notes_${randomUUID().slice(0, 8)}`
  url = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
  shop = new pg.Client({ connectionString: inject('ownerUrl').replace(/\/[^/]*$/, `/${database}`) })
  await shop.connect()
  await shop.query('ALTER TABLE customers ADD COLUMN remarks text')
  await shop.query(`UPDATE customers SET remarks = 'Pelanggan lama' WHERE email = $1`, [siti.email])
  const map = await readFile('prisma/demo/shop.dataset.yml', 'utf8')
  yaml = map.replace(
    'fields:\n          - name: id',
    'fields:\n          - name: remarks\n            data_categories: [user.account]\n          - name: id',
  )
  await ensureSigningKey(now())
}, 60_000)
afterAll(() => shop?.end())

const LABEL = 'label: { id: Akun pelanggan, en: Customer account }'
const noteIn = (field: string) => yaml.replace(LABEL, `${LABEL}\n          note: ${field}`)
const customers = async () => (await shop.query('SELECT * FROM customers ORDER BY id')).rows
const note = { way: 'note', noteReason: 'disputed' } as const

test('where a value cannot be replaced the note is written into the row, after what stands there, and nowhere else', async () => {
  const before = await customers()
  const request = await newRectification(siti.email ?? '', [url], noteIn('remarks'))
  expect(await request.propose({ field: 'loyalty_points' }, note)).toMatchObject({ ok: true })
  await request.check()
  expect(await request.list()).toMatchObject([{ inSource: true, state: 'fits', problem: null }])
  expect(await request.approve()).toMatchObject({ ok: true })
  expect(await customers()).toEqual(before)
  await request.execute()
  await request.runOn(runTask, 'task.planned')
  const written = `Toko Uji, ${request.reference}, ${now().toString().slice(0, 10)}: Seen on a bill of this month`
  const after = before.map((row) =>
    row.email === siti.email ? { ...row, remarks: `Pelanggan lama\n${written}` } : row,
  )
  expect(await customers()).toEqual(after)
  await request.runOn(runTask, 'task.planned')
  expect(await customers()).toEqual(after)
  await request.finish()
  const { statement, disputes } = await transact(request.system, async (tx) => ({
    statement: await tx.statement.findFirstOrThrow({ where: { requestId: request.requestId } }),
    disputes: await tx.dispute.count({ where: { requestId: request.requestId } }),
  }))
  const { results } = JSON.parse(Buffer.from(statement.jws.split('.')[1] ?? '', 'base64url').toString())
  expect(results).toMatchObject([{ field: { en: 'Loyalty points' }, outcome: 'noted', reason: 'disputed' }])
  expect(disputes).toBe(0)
}, 90_000)

test('a row that changed since is not written over: back to review, the other note still there', async () => {
  const request = await newRectification(budi.email ?? '', [url], noteIn('remarks'))
  await request.propose({ field: 'loyalty_points' }, note)
  await request.check()
  expect(await request.approve()).toMatchObject({ ok: true })
  await shop.query(`UPDATE customers SET remarks = 'Baru ditulis' WHERE email = $1`, [budi.email])
  await request.execute()
  await request.runOn(runTask, 'task.planned')
  expect((await request.request()).status).toBe('reviewing')
  expect(await request.list()).toMatchObject([{ state: 'unfit', problem: 'changed_meanwhile' }])
  expect((await customers()).find(({ email }) => email === budi.email).remarks).toBe('Baru ditulis')
}, 60_000)

test('a note field that takes no text says so before anybody approves', async () => {
  const request = await newRectification(siti.email ?? '', [url], noteIn('status'))
  await request.propose({ field: 'loyalty_points' }, note)
  await request.check()
  expect(await request.list()).toMatchObject([{ inSource: true, state: 'unfit', problem: 'wrong_type' }])
  expect(await request.approve()).toEqual({ ok: false, reason: 'correction_open' })
}, 60_000)

/** An access request of somebody at the same controller, from the proof of identity to the files of its package. */
async function packageOf(home: Awaited<ReturnType<typeof newRectification>>['home'], email: string | null) {
  const request = await newRequest({ right: 'access', email: email ?? '' }, home)
  const { requestId, controllerId, system, subject, reference } = request
  await transact(system, (tx) => proveIdentity(tx, subject, now()))
  const runOn = async (job: EventJob, type: EventType) => {
    const events = await transact(system, (tx) => tx.event.findMany({ where: { requestId, type } }))
    const context = { now, attempt: 1, signal: new AbortController().signal }
    for (const { id: eventId } of events) await job.run({ eventId, controllerId, requestId }, context)
  }
  await runOn(startCollecting, 'identity.proved')
  await runOn(runTask, 'task.planned')
  const pinned = async () => ({ reference, version: (await request.request()).version })
  expect(await submitForReview(home.staff('agent'), await pinned(), now())).toMatchObject({ ok: true })
  expect(await approveRequest(home.staff('lead'), await pinned(), now())).toMatchObject({ ok: true })
  const timers = await transact(system, (tx) => tx.timer.findMany({ where: { requestId, kind: 'execute' } }))
  for (const timer of timers) await fireTimer(timer, now().add({ hours: 1 }))
  await runOn(buildPackage, 'execution.started')
  const opened = await openPackage({ ...subject, level: 'download' }, {}, now())
  if (!opened.ok) throw new Error(opened.reason)
  const files = new Map<string, string>()
  const zip = new ZipReader(new Uint8ArrayReader(await buffer(opened.value.stream)), { useWebWorkers: false })
  for (const entry of await zip.getEntries())
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString())
  return files
}

test('what somebody disputes is a row of every later package of theirs, and of nobody else’s', async () => {
  const request = await newRectification(siti.email ?? '', [url], yaml)
  await request.propose({ field: 'loyalty_points' }, { way: 'note', noteReason: 'not_rectifiable' })
  await request.check()
  expect(await request.approve()).toMatchObject({ ok: true })
  await request.execute()
  await request.runOn(runTask, 'task.planned')
  await request.finish()
  const own = await packageOf(request.home, siti.email)
  expect(JSON.parse(own.get('data/hakku/disputed.json') ?? '')).toEqual([
    {
      ...{ source: 'shop-0', collection: 'customers', field: 'loyalty_points' },
      ...{ statement: 'Seen on a bill of this month', since: expect.stringMatching(/^\d{4}-\d\d-\d\d/) },
    },
  ])
  expect(own.get('data/hakku/disputed.csv')).toContain('Seen on a bill of this month')
  expect(own.get('index.html')).toContain('Data that you dispute')
  expect(own.get('index.html')).toContain('Seen on a bill of this month')
  const others = await packageOf(request.home, budi.email)
  expect([...others.keys()].filter((path) => path.includes('disputed'))).toEqual([])
  expect([...others.values()].join('')).not.toContain('Seen on a bill')
}, 90_000)
