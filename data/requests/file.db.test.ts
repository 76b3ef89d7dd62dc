import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { fileRequest } from './file.ts'

const input = (change = {}) => ({
  filing: filing(change),
  locale: 'id' as const,
  channel: 'portal' as const,
  submissionKey: randomUUID(),
})

test('seals what is personal, starts the clocks, and records it in the same transaction', async () => {
  const { controllerId, system, visitor } = await newController()
  const filed = await fileRequest(visitor, input({ email: 'siti@example.id', details: 'Semua pesanan saya' }), NOW)
  if (!filed.ok) throw new Error(filed.reason)
  await transact(system, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: filed.value.id }, include: { clocks: true } })
    expect(request.clocks.map((clock) => clock.clockId).sort()).toEqual(['CT-ACK-SAMEDAY', 'CT-DALANG-14D', 'ID-UU-32'])
    expect(request.nextClockId).toBe('ID-UU-32')
    expect(request.nextDueAt?.toISOString()).toBe('2026-11-23T08:04:00.000Z')
    expect(Buffer.from(request.sealed!).toString('latin1')).not.toContain('siti@example.id')
    const key = await openRequestKey(tx, { controllerId, id: request.id })
    expect(await openJsonFor(key!, request, 'details', request.sealed!)).toMatchObject({ email: 'siti@example.id' })
    const events = await tx.event.findMany({ where: { requestId: request.id } })
    expect(events.map((event) => event.type)).toEqual(['request.received'])
    expect(JSON.stringify(events, (_, value) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain('siti')
    expect(await tx.outbox.count({ where: { requestId: request.id } })).toBe(1)
  })
})

test.each([
  ['DE', 'DE', ['EU-GDPR-12-3']],
  ['SG', 'SG', ['SG-ACCESS-30']],
  ['ID', 'ID', []],
  ['', null, ['EU-GDPR-12-3', 'SG-ACCESS-30']],
  [undefined, null, ['EU-GDPR-12-3', 'SG-ACCESS-30']],
] as const)(
  'who lives in %s starts the clocks of that country’s law, who does not say those of all',
  async (country, kept, laws) => {
    const { system, visitor } = await newController({ residentJurisdictions: ['EU', 'SG'], memberState: 'DE-BE' })
    const filed = await fileRequest(visitor, input({ country }), NOW)
    if (!filed.ok) throw new Error(filed.reason)
    const request = await transact(system, (tx) =>
      tx.request.findUniqueOrThrow({ where: { id: filed.value.id }, include: { clocks: true } }),
    )
    const everybody = ['CT-ACK-SAMEDAY', 'CT-DALANG-14D', 'ID-UU-32']
    expect(request.clocks.map(({ clockId }) => clockId).sort()).toEqual([...everybody, ...laws].sort())
    expect(request.subjectCountry).toBe(kept)
  },
)

test('of eight submits with one key, one request comes out', async () => {
  const { system, visitor } = await newController()
  const once = input()
  const filed = await Promise.all(Array.from({ length: 8 }, () => fileRequest(visitor, once, NOW)))
  expect(new Set(filed.map((result) => result.ok && result.value.reference)).size).toBe(1)
  expect(await transact(system, (tx) => tx.request.count())).toBe(1)
})

test('another controller sees nothing, and a sealed blob moved to another request does not open', async () => {
  const one = await newController()
  const other = await newController()
  const a = await fileRequest(one.visitor, input(), NOW)
  const b = await fileRequest(one.visitor, input(), NOW)
  if (!a.ok || !b.ok) throw new Error('not filed')
  expect(await transact(other.system, (tx) => tx.request.findUnique({ where: { id: a.value.id } }))).toBeNull()
  await transact(one.system, async (tx) => {
    const { sealed } = await tx.request.findUniqueOrThrow({ where: { id: a.value.id } })
    const owner = { controllerId: one.controllerId, id: b.value.id }
    const key = await openRequestKey(tx, owner)
    await expect(openJsonFor(key!, owner, 'details', sealed!)).rejects.toThrow()
  })
})

test('an unknown controller is refused', async () => {
  expect(await fileRequest({ kind: 'visitor', controllerId: randomUUID() }, input(), NOW)).toEqual({
    ok: false,
    reason: 'not_found',
  })
})
