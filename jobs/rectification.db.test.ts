import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { attachEvidence } from '#data/corrections/attach-evidence.ts'
import { dropDisputes, findDisputes } from '#data/corrections/dispute.ts'
import { listCorrections } from '#data/corrections/list.ts'
import { openCorrections } from '#data/corrections/open.ts'
import { removeCorrection } from '#data/corrections/remove.ts'
import { transact } from '#data/db.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { newController } from '#data/test-controller.ts'
import { publishedSchemas } from '#domain/published-schemas.ts'
import { budi, siti } from '#prisma/demo/people.ts'
import { createShop } from '#prisma/demo/shop.ts'
import { validate } from './package/test-package.ts'
import { runTask } from './run-task.ts'
import { newRectification, now } from './test-rectification.ts'

let url = ''
let shop: pg.Client
let yaml = ''

beforeAll(async () => {
  const database = `rectify_${randomUUID().slice(0, 8)}`
  url = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
  shop = new pg.Client({ connectionString: inject('ownerUrl').replace(/\/[^/]*$/, `/${database}`) })
  await shop.connect()
  yaml = await readFile('prisma/demo/shop.dataset.yml', 'utf8')
  await ensureSigningKey(now())
}, 60_000)
afterAll(() => shop?.end())

const customer = async (email: string) =>
  (await shop.query('SELECT * FROM customers WHERE email = $1 ORDER BY id', [email])).rows
const others = async (email: string) =>
  (await shop.query('SELECT * FROM customers WHERE email IS DISTINCT FROM $1 ORDER BY id', [email])).rows

test('from a found value to the corrected one: checked, approved, written once, read again, passed on and told', async () => {
  const [before] = await customer(siti.email ?? '')
  const rest = await others(siti.email ?? '')
  const request = await newRectification(siti.email ?? '', [url], yaml)
  expect(await request.propose({ field: 'phone' }, { to: '+6281200000001' }, false)).toEqual({
    ok: false,
    reason: 'not_opened',
  })
  expect(await request.propose({ field: 'phone' }, { to: '+6281200000001' })).toMatchObject({ ok: true })
  expect(await request.propose({ field: 'phone' }, { to: '+6281200000002' })).toMatchObject({
    reason: 'proposed_already',
  })
  expect(await request.propose({ field: 'loyalty_points' }, { to: '7' })).toMatchObject({ reason: 'not_rectifiable' })
  expect(await request.propose({ field: 'birth_date' }, { to: '31 Februari' })).toMatchObject({ ok: true })
  expect(await request.propose({ field: 'interests' }, { to: '["buku", "kopi"]' })).toMatchObject({ ok: true })
  expect(
    await request.propose({ field: 'loyalty_points' }, { way: 'note', noteReason: 'not_rectifiable' }),
  ).toMatchObject({ ok: true })
  expect(await request.approve()).toEqual({ ok: false, reason: 'correction_open' })
  await request.check()
  expect((await request.list()).map(({ field, state, problem }) => [field.en, state, problem])).toEqual([
    ['Phone number', 'fits', null],
    ['Date of birth', 'unfit', 'wrong_type'],
    ['Interests', 'fits', null],
    ['Loyalty points', 'fits', null],
  ])
  expect(await request.approve()).toEqual({ ok: false, reason: 'correction_open' })
  const [, wrong] = await request.list()
  const { reference } = request
  const one = { reference, correctionId: wrong?.id ?? '', version: await request.version() }
  expect(await removeCorrection(request.agent, one, now())).toMatchObject({ ok: true })
  const [phone] = await request.list()
  const evidence = { name: 'tagihan.pdf', mediaType: 'application/pdf', bytes: new TextEncoder().encode('%PDF-1.7') }
  const attached = { reference, correctionId: phone?.id ?? '', version: await request.version(), file: evidence }
  expect(await attachEvidence(request.agent, attached, now())).toMatchObject({ ok: true })
  expect((await request.list())[0]).toMatchObject({ hasEvidence: true, opened: null })

  // The second person sees old and new before approving.
  expect(await submitForReview(request.agent, { reference, version: await request.version() }, now())).toMatchObject({
    ok: true,
  })
  const pinned = { reference, version: await request.version() }
  expect(await approveRequest(request.lead, pinned, now())).toEqual({ ok: false, reason: 'corrections_not_opened' })
  await openCorrections(request.lead, { reference, reason: 'check_answer' }, now())
  expect((await request.list())[0]?.opened?.write).toEqual({ field: 'phone', from: siti.phone, to: '+6281200000001' })
  const approvals = await Promise.all(Array.from({ length: 8 }, () => approveRequest(request.lead, pinned, now())))
  expect(approvals.filter(({ ok }) => ok)).toHaveLength(1)

  await request.execute()
  const [planned] = (await request.eventsOf('task.planned')).filter(
    ({ data }) => (data as { purpose: string }).purpose === 'change',
  )
  await Promise.allSettled(Array.from({ length: 8 }, () => request.run(runTask, planned?.id ?? '')))
  await request.run(runTask, planned?.id ?? '')
  const [after] = await customer(siti.email ?? '')
  expect(after).toEqual({ ...before, phone: '+6281200000001', interests: ['buku', 'kopi'] })
  expect(await others(siti.email ?? '')).toEqual(rest)
  expect((await request.eventsOf('corrections.applied')).map(({ data }) => data)).toEqual([{ corrected: 2, noted: 1 }])

  await request.finish()
  await request.finish()
  expect((await request.request()).status).toBe('partly_fulfilled')
  const facts = await transact(request.system, async (tx) => ({
    statements: await tx.statement.findMany({ where: { requestId: request.requestId } }),
    notices: await tx.notice.findMany({ where: { requestId: request.requestId, kind: 'rectification-done' } }),
    disputes: await tx.dispute.count({ where: { requestId: request.requestId } }),
    clocks: await tx.clock.findMany({ where: { requestId: request.requestId, state: { in: ['running', 'paused'] } } }),
  }))
  expect(facts.statements).toHaveLength(1)
  expect(await request.eventsOf('recipients.instructed')).toHaveLength(1)
  expect(facts.notices).toHaveLength(1)
  expect(facts.disputes).toBe(1)
  expect(facts.clocks).toEqual([])
  const statement = JSON.parse(Buffer.from(facts.statements[0]?.jws.split('.')[1] ?? '', 'base64url').toString())
  expect(validate(JSON.stringify(publishedSchemas['/schemas/evidence/1/rectification.json']), statement)).toEqual([])
  const { results } = statement
  expect(
    results.map(({ field, outcome, reason }: { field: { id: string }; outcome: string; reason: string | null }) => [
      field.id,
      outcome,
      reason,
    ]),
  ).toEqual([
    ['Nomor telepon', 'corrected', null],
    ['Minat', 'corrected', null],
    ['Poin loyalitas', 'stated', 'not_rectifiable'],
  ])
  expect(JSON.stringify(facts.statements[0])).not.toMatch(/0812|Siti|siti/)

  // What is disputed goes with every later copy of the same person, and of nobody else, until they are erased.
  const later = await newRequest({ right: 'access', email: siti.email }, request.home)
  const stranger = await newRequest({ right: 'access', email: budi.email }, request.home)
  const disputed = (id: string) =>
    transact(request.system, async (tx) => findDisputes(tx, await tx.request.findUniqueOrThrow({ where: { id } })))
  expect(await disputed(later.requestId)).toMatchObject([
    { collection: 'customers', field: 'loyalty_points', statement: 'Seen on a bill of this month' },
  ])
  expect(await disputed(stranger.requestId)).toEqual([])
  const row = await later.request()
  await transact(request.system, (tx) => dropDisputes(tx, row))
  expect(await disputed(later.requestId)).toEqual([])
}, 90_000)

describe('a source that does not take it', () => {
  test('goes back to review saying why; what another source took stays done and is said', async () => {
    const database = `rectify_${randomUUID().slice(0, 8)}`
    const second = (await createShop(inject('databaseUrl'), { people: 12, orders: 60, database, role: database })).url
    const request = await newRectification(budi.email ?? '', [url, second], yaml)
    expect(await request.propose({ field: 'full_name', at: 0 }, { to: 'Budi Santosa' })).toMatchObject({ ok: true })
    expect(await request.propose({ field: 'full_name', at: 1 }, { to: 'Budi Santosa' })).toMatchObject({ ok: true })
    await request.check()
    expect(await request.approve()).toMatchObject({ ok: true })
    await shop.query(`UPDATE customers SET full_name = 'Somebody was faster' WHERE email = $1`, [budi.email])
    await request.execute()
    await request.runOn(runTask, 'task.planned')
    expect((await request.request()).status).toBe('reviewing')
    expect((await request.list()).map(({ source, state, problem }) => [source, state, problem])).toEqual([
      ['Toko 0', 'unfit', 'changed_meanwhile'],
      ['Toko 1', 'done', null],
    ])
    expect((await request.eventsOf('corrections.returned'))[0]?.data).toEqual({ applied: 1, refused: 1 })
    expect((await customer(budi.email ?? ''))[0].full_name).toBe('Somebody was faster')
    expect(await request.approve()).toEqual({ ok: false, reason: 'correction_open' })

    const [refused] = await request.list()
    const { reference } = request
    const one = { reference, correctionId: refused?.id ?? '', version: await request.version() }
    expect(await removeCorrection(request.agent, one, now())).toMatchObject({ ok: true })
    const [, done] = await request.list()
    expect(done).toBeUndefined()
    const kept = (await request.list())[0]
    const again = { reference, correctionId: kept?.id ?? '', version: await request.version() }
    expect(await removeCorrection(request.agent, again, now())).toEqual({ ok: false, reason: 'not_found' })
    expect(await request.approve()).toMatchObject({ ok: true })
    await request.execute()
    await request.finish()
    expect((await request.request()).status).toBe('fulfilled')
  }, 90_000)

  test('a worker that died after writing: the repeat writes nothing and ends the same', async () => {
    const request = await newRectification(siti.email ?? '', [url], yaml)
    await request.propose({ field: 'full_name' }, { to: 'Siti Wahyuni S.' })
    await request.check()
    expect(await request.approve()).toMatchObject({ ok: true })
    await request.execute()
    await shop.query(`UPDATE customers SET full_name = 'Siti Wahyuni S.' WHERE email = $1`, [siti.email])
    await request.runOn(runTask, 'task.planned')
    const task = await transact(request.system, (tx) =>
      tx.task.findFirstOrThrow({ where: { requestId: request.requestId, purpose: 'change' } }),
    )
    expect(task).toMatchObject({ state: 'done', outcome: { written: 0, already: 1, problems: [] } })
    await request.finish()
    expect((await request.request()).status).toBe('fulfilled')
  }, 60_000)
})

test('nobody of another controller proposes, sees or removes', async () => {
  const request = await newRectification(siti.email ?? '', [url], yaml)
  await request.propose({ field: 'full_name' }, { to: 'X' })
  const stranger = (await newController()).staff('lead')
  const { reference } = request
  expect(await listCorrections(stranger, reference, now())).toBeNull()
  const [one] = await request.list()
  const input = { reference, correctionId: one?.id ?? '', version: await request.version() }
  expect(await removeCorrection(stranger, input, now())).toEqual({ ok: false, reason: 'not_found' })
  expect(await openCorrections(stranger, { reference, reason: 'check_answer' }, now())).toEqual({
    ok: false,
    reason: 'not_found',
  })
  const races = await Promise.all(Array.from({ length: 8 }, () => removeCorrection(request.agent, input, now())))
  expect(races.filter(({ ok }) => ok)).toHaveLength(1)
}, 60_000)
