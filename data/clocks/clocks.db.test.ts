import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { recordNotice } from '#data/notices/record.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { breachClock, clocksDue } from './breach.ts'
import { endClocks } from './end.ts'

async function filed(settings: Parameters<typeof newController>[0] = {}) {
  const controller = await newController(settings)
  const result = await fileRequest(
    controller.visitor,
    { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    NOW,
  )
  if (!result.ok) throw new Error(result.reason)
  const { id } = result.value
  const look = () =>
    transact(controller.system, (tx) =>
      tx.request.findUniqueOrThrow({ where: { id }, include: { clocks: { orderBy: { dueAt: 'asc' } } } }),
    )
  const countEvents = (type: string) =>
    transact(controller.system, (tx) => tx.event.count({ where: { requestId: id, type } }))
  const { id: eventId } = await transact(controller.system, (tx) =>
    tx.event.findFirstOrThrow({ where: { requestId: id } }),
  )
  return { ...controller, id, eventId, look, countEvents }
}

test('handing over the acknowledgement ends its clock, asks for identity, and counts once of eight', async () => {
  const { id, eventId, system, look, countEvents } = await filed()
  const notice = { requestId: id, eventId, kind: 'acknowledgement', transport: 'local', region: 'ID' }
  const at = NOW.add({ seconds: 2 })
  await Promise.all(Array.from({ length: 8 }, () => recordNotice(system, notice, at)))
  const request = await look()
  expect(request.status).toBe('verifying')
  expect(request.acknowledgedAt?.toISOString()).toBe('2026-11-20T08:04:02.000Z')
  expect(request.clocks.map(({ clockId, state }) => [clockId, state])).toEqual([
    ['CT-ACK-SAMEDAY', 'met'],
    ['ID-UU-32', 'running'],
    ['CT-DALANG-14D', 'running'],
  ])
  expect(await countEvents('notice.sent')).toBe(1)
  expect(await countEvents('data.moved')).toBe(0)
})

test('the confirmation that California’s law asks for is this mail too', async () => {
  const { id, eventId, system, look } = await filed({ jurisdictions: ['US-CA'], zone: 'America/Los_Angeles' })
  await recordNotice(system, { requestId: id, eventId, kind: 'acknowledgement', transport: 'local', region: 'ID' }, NOW)
  const { clocks } = await look()
  expect(clocks.filter(({ state }) => state === 'met').map(({ clockId }) => clockId)).toEqual([
    'CT-ACK-SAMEDAY',
    'US-CA-ACK',
  ])
})

test('a mail stored in another country is recorded as a movement of data', async () => {
  const { id, eventId, system, countEvents } = await filed()
  await recordNotice(system, { requestId: id, eventId, kind: 'withdrawn', transport: 'resend', region: 'US' }, NOW)
  expect(await countEvents('data.moved')).toBe(1)
})

test('a passed deadline is breached once, keeps binding, and one that is on time is not', async () => {
  const { id, look, countEvents } = await filed()
  const late = NOW.add({ hours: 73 })
  const due = (await clocksDue(late, 100_000)).filter(({ requestId }) => requestId === id)
  expect(due).toHaveLength(2)
  await Promise.all(due.flatMap((clock) => Array.from({ length: 4 }, () => breachClock(clock, late))))
  const request = await look()
  expect(request.clocks.map(({ clockId, state }) => [clockId, state])).toEqual([
    ['CT-ACK-SAMEDAY', 'breached'],
    ['ID-UU-32', 'breached'],
    ['CT-DALANG-14D', 'running'],
  ])
  expect(request.nextClockId).toBe('ID-UU-32')
  expect(await countEvents('clock.breached')).toBe(2)
})

test('at the very instant of an hours clock the answer is still on time', async () => {
  const { id, look } = await filed()
  const instant = NOW.add({ hours: 72 })
  const due = (await clocksDue(instant, 100_000)).filter(({ requestId }) => requestId === id)
  for (const clock of due) await breachClock(clock, instant)
  expect((await look()).clocks.find(({ clockId }) => clockId === 'ID-UU-32')?.state).toBe('running')
})

test('an answer meets what runs; what was breached stays breached', async () => {
  const { controllerId, id, system, look } = await filed()
  const late = NOW.add({ hours: 80 })
  for (const clock of (await clocksDue(late, 100_000)).filter(({ requestId }) => requestId === id))
    await breachClock(clock, late)
  await transact(system, (tx) => endClocks(tx, system, { controllerId, id }, { as: 'met' }, late))
  expect((await look()).clocks.map(({ state }) => state)).toEqual(['breached', 'breached', 'met'])
})
