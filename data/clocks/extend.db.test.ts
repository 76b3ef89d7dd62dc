import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { findCorrespondence } from '#data/notices/find-correspondence.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { extendClock } from './extend.ts'

const reason = 'Datanya ada di tiga puluh sistem.'
const clockId = 'EU-GDPR-12-3'

async function filed() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const submission = { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
  const result = await fileRequest(home.visitor, submission, NOW)
  if (!result.ok) throw new Error(result.reason)
  const { id, reference } = result.value
  const clocks = () =>
    transact(home.system, (tx) => tx.clock.findMany({ where: { requestId: id, clockId }, orderBy: { id: 'asc' } }))
  return { ...home, id, clocks, input: { reference, version: 1, clockId, reason } }
}

test('an extension counts from the start, keeps the old date, and its notice gives the reason', async () => {
  const { staff, input, clocks, system, id } = await filed()
  const results = await eight(() => extendClock(staff('agent'), input, NOW.add({ hours: 24 })))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await clocks()).map(({ state, dueLocalDate }) => [state, dueLocalDate])).toEqual([
    ['superseded', '2026-12-21'],
    ['running', '2027-02-22'],
  ])
  const event = await transact(system, (tx) =>
    tx.event.findFirstOrThrow({ where: { requestId: id, type: 'clocks.changed' } }),
  )
  expect((await findCorrespondence(system, { eventId: event.id, requestId: id }))?.extensionReason).toBe(reason)
})

test('refusals: three times 24 hours, a second time, too late, a closed request, somebody who may not', async () => {
  const { staff, input, system, id, clocks } = await filed()
  const before = await clocks()
  const extend = (change: object, at = NOW, role: 'agent' | 'auditor' = 'agent') =>
    extendClock(staff(role), { ...input, ...change }, at)
  const refused = (reason: string) => ({ ok: false, reason })
  expect(await extend({ clockId: 'ID-UU-32' })).toEqual(refused('clock_not_extendable'))
  expect(await extend({ clockId: 'NO-SUCH' })).toEqual(refused('unknown_clock'))
  expect(await extend({}, NOW, 'auditor')).toEqual(refused('not_allowed'))
  expect(await extend({}, NOW.add({ hours: 24 * 40 }))).toEqual(refused('extension_too_late'))
  expect(await clocks()).toEqual(before)
  expect((await extend({})).ok).toBe(true)
  expect(await extend({ version: 2 })).toEqual(refused('already_extended'))
  await transact(system, (tx) => tx.request.update({ where: { id }, data: { status: 'withdrawn' } }))
  expect(await extend({ version: 2 })).toEqual(refused('already_closed'))
  const other = await newController()
  expect(await extendClock(other.staff('lead'), input, NOW)).toEqual(refused('not_found'))
})
