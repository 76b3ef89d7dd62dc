import { afterEach, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { placeHold } from '#data/holds/place.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { NOW } from '#data/test-controller.ts'
import { RequestDetails } from '#domain/filing.ts'
import { HoldForm } from '#domain/hold.ts'
import { newErasure } from './test-erasure.ts'

const open: Awaited<ReturnType<typeof newErasure>>[] = []
afterEach(async () => {
  for (const { shop } of open.splice(0)) await shop.drop()
})
async function reviewed(ddl = 'SELECT') {
  const erasure = await newErasure()
  open.push(erasure)
  await erasure.shop.sql.query(ddl)
  await erasure.review()
  return erasure
}

test('rows that law keeps until a thousand different days are one line, and the request ends', async () => {
  const erasure = await reviewed(
    `INSERT INTO invoice SELECT 10 + i, 0, date '2020-01-01' + i, 'memo' FROM generate_series(0, 1499) i`,
  )
  await erasure.approve()
  await erasure.execute()
  expect((await erasure.request()).status).toBe('partly_fulfilled')
  const [certificate] = await erasure.certificates()
  expect(certificate?.retained).toMatchObject([
    { collection: 'invoice', count: 1_501, basis: 'UU KUP art. 28(11)', from: '2030-01-01', until: '2036-03-05' },
  ])
}, 60_000)

test('a hold whose basis names the person is certified without it, and the request ends', async () => {
  const erasure = await reviewed()
  const { name } = await transact(erasure.system, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: erasure.requestId } })
    const key = await openRequestKey(tx, request)
    if (!key || !request.sealed) throw new Error('a request that is not shredded')
    return RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
  })
  const form = HoldForm.parse({
    reference: erasure.reference,
    place: `${erasure.source.id}/orders`,
    row: '1',
    basis: `Perkara ${name}`,
    reason: 'Gugatan atas pesanan ini',
  })
  expect(await placeHold(erasure.staff('agent'), form, NOW)).toMatchObject({ ok: true })
  await erasure.approve()
  await erasure.execute()
  expect((await erasure.request()).status).toBe('partly_fulfilled')
  const [certificate] = await erasure.certificates()
  expect(JSON.stringify(certificate)).not.toContain(name)
  expect(certificate?.held).toContainEqual(
    expect.objectContaining({ reason: 'legal_hold', why: expect.stringContaining('Basis not printed') }),
  )
}, 60_000)
