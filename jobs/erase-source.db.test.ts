import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { findActiveHolds } from '#data/holds/active.ts'
import { liftHold } from '#data/holds/lift.ts'
import { placeHold } from '#data/holds/place.ts'
import { shredRequest } from '#data/requests/shred.ts'
import { NOW } from '#data/test-controller.ts'
import { HoldForm } from '#domain/hold.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { newErasure } from './test-erasure.ts'

const open: Awaited<ReturnType<typeof newErasure>>[] = []
afterEach(async () => {
  for (const { shop } of open.splice(0)) await shop.drop()
})
async function reviewed() {
  const erasure = await newErasure()
  open.push(erasure)
  await erasure.review()
  expect((await erasure.request()).status).toBe('reviewing')
  return erasure
}
type Erasure = Awaited<ReturnType<typeof reviewed>>
const of = (certificate: Awaited<ReturnType<Erasure['certificates']>>[number] | undefined, name: string) =>
  certificate?.sources[0]?.collections.find((one) => one.name === name)

test('the whole: every field is counted as planned, as reported and as read again', async () => {
  const erasure = await reviewed()
  await erasure.approve()
  await erasure.execute()
  expect((await erasure.request()).status).toBe('partly_fulfilled')
  expect(await erasure.rows('customer')).toMatchObject([
    { id: 0, email: null, name: 'M***', address_id: null },
    { id: 1, email: 'you@x.example' },
  ])
  expect(await erasure.rows('orders')).toMatchObject([{ id: 3 }])
  const [certificate, ...more] = await erasure.certificates()
  expect(more).toEqual([])
  expect(of(certificate, 'customer')).toMatchObject({
    changed: 1,
    verifiedGone: true,
    reported: { erased: 0, changed: 1 },
    since: { added: 0, left: 0, vanished: 0 },
    fields: [
      { name: 'email', method: 'null', planned: 1, reported: 1, stillThere: 0 },
      { name: 'name', method: 'mask', planned: 1, reported: 1, stillThere: 0 },
      { name: 'address_id', method: 'null', planned: 1, reported: 1, stillThere: 0 },
    ],
  })
  expect(of(certificate, 'orders')).toMatchObject({ erased: 2, reported: { erased: 2, changed: 0 } })
  expect(certificate?.retained).toMatchObject([{ collection: 'invoice', count: 1, until: '2036-03-05' }])
}, 60_000)

test('rows that came, changed hands or became shared between approval and erasure', async () => {
  const erasure = await reviewed()
  await erasure.approve()
  await erasure.shop.sql.query(`
    INSERT INTO orders VALUES (4, 0, NULL, 'new');
    UPDATE orders SET customer_id = 1 WHERE id = 2;
    UPDATE customer SET address_id = 1 WHERE id = 1;
    UPDATE invoice SET issued_at = '2010-01-01' WHERE id = 1`)
  await erasure.execute()
  expect(await erasure.rows('orders')).toMatchObject([{ id: 2, customer_id: 1 }, { id: 3 }])
  expect(await erasure.rows('address')).toMatchObject([{ id: 1 }, { id: 2 }])
  // Kept when it was approved: that its years are over now is for the next request.
  expect(await erasure.rows('invoice')).toMatchObject([{ id: 1, memo: null }, { id: 3 }])
  const [certificate] = await erasure.certificates()
  expect(of(certificate, 'orders')?.since).toEqual({ added: 1, left: 0, vanished: 1 })
  expect(of(certificate, 'address')).toMatchObject({ erased: 0, held: 1, since: { added: 0, left: 1, vanished: 0 } })
  expect((await erasure.events()).filter(({ type }) => type === 'erasure.reread')).toMatchObject([
    { added: 1, left: 1, vanished: 1 },
  ])
}, 60_000)

const form = (erasure: Erasure, change: Partial<Record<'place' | 'field' | 'row' | 'scope' | 'until', string>>) =>
  HoldForm.parse({
    reference: erasure.reference,
    place: `${erasure.source.id}/orders`,
    basis: 'Perkara 12/Pdt.G/2026',
    reason: 'Gugatan atas pesanan ini',
    ...change,
  })

test('a hold on one row: it stays, is certified as such, and goes once a lead lifts the hold', async () => {
  const erasure = await reviewed()
  const agent = erasure.staff('agent')
  const now = NOW
  const placed = await placeHold(agent, form(erasure, { row: '1' }), now)
  // What the order names stays with it, and whoever approves sees that.
  expect(placed).toMatchObject({ ok: true, value: { rows: 2 } })
  const { preview } = CollectOutcome.parse((await erasure.task('collect')).outcome)
  expect(preview.find(({ collection }) => collection === 'address')).toMatchObject({ delete: 0, onHoldRows: 1 })
  await erasure.approve()
  await erasure.execute()
  expect(await erasure.rows('orders')).toMatchObject([{ id: 1 }, { id: 3 }])
  const [first] = await erasure.certificates()
  expect(of(first, 'orders')).toMatchObject({ found: 2, erased: 1, held: 1, outcome: 'partly_kept' })
  expect(await erasure.rows('address')).toHaveLength(2)
  expect(of(first, 'address')).toMatchObject({ erased: 0, held: 2, since: { left: 0 } })
  expect(first?.held).toContainEqual(
    expect.objectContaining({ reason: 'legal_hold', why: 'Perkara 12/Pdt.G/2026', count: 1, until: null }),
  )
  await erasure.fire('shred')
  const answered = await erasure.request()
  expect(answered).toMatchObject({ status: 'partly_fulfilled', shreddedAt: null })

  const holdId = placed.ok ? placed.value.holdId : ''
  const lift = (role: 'agent' | 'lead') => liftHold(erasure.staff(role), { reference: erasure.reference, holdId }, now)
  expect(await lift('agent')).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await lift('lead')).toMatchObject({ ok: true })
  expect(await lift('lead')).toEqual({ ok: false, reason: 'already_lifted' })
  await erasure.work()
  expect(await erasure.rows('orders')).toMatchObject([{ id: 3 }])
  expect(await erasure.rows('address')).toMatchObject([{ id: 2 }])
  const [, second, ...more] = await erasure.certificates()
  expect(more).toEqual([])
  expect(second).toMatchObject({ supersedesId: first?.id, supersedes: first?.id })
  expect(of(second, 'orders')).toMatchObject({
    found: 2,
    erased: 2,
    held: 0,
    reported: { erased: 2 },
    verifiedGone: true,
  })
  expect(second?.held.some(({ reason }) => reason === 'legal_hold')).toBe(false)
  // How it was answered, and when, is not rewritten: see docs/decisions/0012.
  const { status, closedAt } = await erasure.request()
  expect({ status, closedAt }).toEqual({ status: 'partly_fulfilled', closedAt: answered.closedAt })
  expect((await erasure.events()).at(-1)).toMatchObject({ type: 'certificate.issued', cause: 'hold_lifted' })
}, 60_000)

test('a hold on a field, and what is refused', async () => {
  const erasure = await reviewed()
  const agent = erasure.staff('agent')
  const place = (change: Parameters<typeof form>[1], actor: Parameters<typeof placeHold>[0] = agent) =>
    placeHold(actor, form(erasure, change), NOW)
  const customer = { place: `${erasure.source.id}/customer` }
  expect(await place({ ...customer, field: 'name' })).toMatchObject({ ok: true, value: { rows: 1 } })
  expect(await place({ row: '3' })).toEqual({ ok: false, reason: 'no_such_row' })
  expect(await place({ ...customer, field: 'nothing' })).toEqual({ ok: false, reason: 'no_such_row' })
  expect(await place({ place: `${randomUUID()}/orders` })).toEqual({ ok: false, reason: 'not_found' })
  expect(await place({ until: '2020-01-01' })).toEqual({ ok: false, reason: 'already_past' })
  expect(await place({}, erasure.staff('auditor'))).toEqual({ ok: false, reason: 'not_allowed' })
  const before = await erasure.pinned()
  expect(await transact(erasure.system, (tx) => tx.hold.count({ where: { requestId: erasure.requestId } }))).toBe(1)
  await erasure.approve()
  await erasure.execute()
  expect((await erasure.pinned()).version).toBeGreaterThan(before.version)
  expect((await erasure.rows('customer'))[0]).toMatchObject({ email: null, name: 'My Name' })
  expect(await place({})).toEqual({ ok: false, reason: 'too_late' })
  const [certificate] = await erasure.certificates()
  expect(of(certificate, 'customer')).toMatchObject({ changed: 1, held: 0 })
  expect(certificate?.held).toContainEqual(expect.objectContaining({ reason: 'legal_hold', fields: ['name'] }))
  const hold = await transact(erasure.system, (tx) =>
    tx.hold.findFirstOrThrow({ where: { requestId: erasure.requestId } }),
  )
  await liftHold(erasure.staff('lead'), { reference: erasure.reference, holdId: hold.id }, NOW)
  await erasure.work()
  expect((await erasure.rows('customer'))[0]).toMatchObject({ name: 'M***' })
  expect((await erasure.certificates()).map(({ supersedes }) => supersedes)).toEqual([null, certificate?.id])
}, 60_000)

test('a hold that was placed on a person meets their next request; its last day ends it', async () => {
  const erasure = await reviewed()
  expect(
    await placeHold(erasure.staff('agent'), form(erasure, { scope: 'person', until: '2026-12-31' }), NOW),
  ).toMatchObject({
    ok: true,
    value: { rows: 3 },
  })
  await erasure.approve()
  await erasure.execute()
  expect(await erasure.rows('orders')).toHaveLength(3)
  await erasure.fire('end_holds')
  await erasure.work()
  expect(await erasure.rows('orders')).toMatchObject([{ id: 3 }])
  const hold = await transact(erasure.system, (tx) =>
    tx.hold.findFirstOrThrow({ where: { requestId: erasure.requestId } }),
  )
  expect(hold).toMatchObject({ liftedBy: null, contactIndex: null })
}, 60_000)

test('a hold on a person stands in what they ask later, in nobody else’s request, and until it is lifted', async () => {
  const erasure = await reviewed()
  const placed = await placeHold(erasure.staff('agent'), form(erasure, { scope: 'person' }), NOW)
  const holdId = placed.ok ? placed.value.holdId : ''
  const holdsOn = async (email: string) => {
    const { id } = await newRequest(erasure, { right: 'erasure', email }, NOW)
    return transact(erasure.system, async (tx) =>
      findActiveHolds(tx, await tx.request.findUniqueOrThrow({ where: { id } }), erasure.source.id),
    )
  }
  expect(await holdsOn('me@x.example')).toMatchObject([{ id: holdId, collection: 'orders', covers: null }])
  expect(await holdsOn('you@x.example')).toEqual([])
  await liftHold(erasure.staff('lead'), { reference: erasure.reference, holdId }, NOW)
  expect(await holdsOn('me@x.example')).toEqual([])
}, 60_000)

test('a recipient that answers late is on a certificate that replaces the first; once shredded, without a PDF', async () => {
  const erasure = await reviewed()
  const { system, controllerId, requestId } = erasure
  const facts = { name: 'PT Kurir', kind: 'processor', contact: 'privasi@kurir.example', region: 'ID' }
  const recipient = await transact(system, (tx) => tx.recipient.create({ data: { ...facts, controllerId } }))
  await erasure.approve()
  await erasure.execute()
  expect((await erasure.certificates())[0]?.recipients).toMatchObject([{ name: 'PT Kurir', answeredAt: null }])
  const { recordRecipientAnswer } = await import('#data/recipients/record-answer.ts')
  const { Temporal } = await import('temporal-polyfill')
  const now = Temporal.Now.instant()
  const answered = { reference: erasure.reference, recipientId: recipient.id, answer: 'done' as const }
  const answeredOn = now.toZonedDateTimeISO('Asia/Jakarta').toPlainDate().toString()
  expect(await recordRecipientAnswer(erasure.staff('agent'), { ...answered, answeredOn }, now)).toMatchObject({
    ok: true,
  })
  await erasure.work()
  const [first, second] = await erasure.certificates()
  expect(second).toMatchObject({ supersedes: first?.id, recipients: [{ name: 'PT Kurir', answer: 'done' }] })
  await transact(system, async (tx) =>
    shredRequest(tx, system, await tx.request.findUniqueOrThrow({ where: { id: requestId } }), now),
  )
  const later = { ...answered, answer: 'partly' as const, answeredOn }
  expect(await recordRecipientAnswer(erasure.staff('agent'), later, now)).toMatchObject({ ok: true })
  await erasure.work()
  const [, , third] = await erasure.certificates()
  expect(third).toMatchObject({ supersedes: second?.id, subjectCommitment: second?.subjectCommitment })
  const stored = await transact(system, (tx) => tx.certificate.findUniqueOrThrow({ where: { id: third?.id ?? '' } }))
  expect(stored.pdfFileId).toBeNull()
}, 60_000)
