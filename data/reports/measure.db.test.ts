import type { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { breachClock } from '#data/clocks/breach.ts'
import { endClocks } from '#data/clocks/end.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { ReportQuery } from '#domain/report.ts'
import { measureReport } from './measure.ts'

type Home = Awaited<ReturnType<typeof newController>>

/** Acknowledged, proved and answered so many hours after it came in; a deadline that passed meanwhile is breached. */
async function newAnswered(home: Home, hoursToAnswer: number, right: 'access' | 'erasure', at: Temporal.Instant = NOW) {
  const { id } = await newRequest(home, { right }, at)
  const answeredAt = at.add({ minutes: hoursToAnswer * 60 })
  const owner = { controllerId: home.controllerId, id }
  await transact(home.system, (tx) =>
    endClocks(tx, home.system, owner, { as: 'met', clockId: 'CT-ACK-SAMEDAY' }, at.add({ minutes: 6 })),
  )
  const clocks = await transact(home.system, (tx) => tx.clock.findMany({ where: { requestId: id, state: 'running' } }))
  for (const clock of clocks)
    if (clock.dueAt < toDate(answeredAt))
      await breachClock({ id: clock.id, controllerId: home.controllerId, requestId: id }, answeredAt)
  await transact(home.system, async (tx) => {
    await endClocks(tx, home.system, owner, { as: 'met' }, answeredAt)
    await tx.request.update({
      where: { id },
      data: {
        status: 'fulfilled',
        acknowledgedAt: toDate(at.add({ minutes: 6 })),
        verifiedAt: toDate(at.add({ hours: 1 })),
        closedAt: toDate(answeredAt),
      },
    })
  })
}

const report = (actor: StaffActor, said: object) =>
  measureReport(actor, ReportQuery.parse(said), NOW.add({ hours: 200 }))

test('duties done in time and too late for each clock; hours of each request once', async () => {
  const home = await newController()
  await newAnswered(home, 10, 'access')
  await newAnswered(home, 20, 'access')
  await newAnswered(home, 90, 'access')
  const { lines, all } = await report(home.staff('lead'), { by: 'clock' })
  const line = lines.find(({ key }) => key === 'ID-UU-32')
  expect(line).toMatchObject({ requests: 3, onTime: 2, late: 1, open: 0 })
  expect(line?.toAnswer).toEqual({ median: 20, p90: expect.closeTo(76) })
  expect([line?.toAcknowledge, line?.toVerify]).toEqual([
    { median: 0.1, p90: 0.1 },
    { median: 1, p90: 1 },
  ])
  expect(all).toMatchObject({ requests: 3, late: 1, toAnswer: { median: 20, p90: expect.closeTo(76) } })
})

test('by right, by controller and by the month of receipt where the desk sits', async () => {
  const home = await newController()
  const lead = home.staff('lead')
  await newAnswered(home, 10, 'access')
  await newAnswered(home, 30, 'erasure', NOW.subtract({ hours: 24 * 40 }))
  const keys = async (said: object) => (await report(lead, said)).lines.map(({ key, requests }) => [key, requests])
  expect(await keys({ by: 'right' })).toEqual([
    ['access', 1],
    ['erasure', 1],
  ])
  expect(await keys({ by: 'controller' })).toEqual([[home.controllerId, 2]])
  expect(await keys({ by: 'month' })).toEqual([
    ['2026-10', 1],
    ['2026-11', 1],
  ])
  expect(await keys({ by: 'right', from: '2026-11', to: '2026-11' })).toEqual([['access', 1]])
})

test('a duty whose time is over counts as late before any sweep says so; one that fell away does not count', async () => {
  const home = await newController()
  await newRequest(home)
  const withdrawn = await newRequest(home, { right: 'erasure' })
  await transact(home.system, (tx) =>
    endClocks(tx, home.system, { controllerId: home.controllerId, id: withdrawn.id }, { as: 'void' }, NOW),
  )
  const { lines } = await report(home.staff('auditor'), { by: 'right' })
  expect(lines.map(({ key, onTime, late, open }) => [key, onTime, late, open])).toEqual([
    ['access', 0, 2, 1],
    ['erasure', 0, 0, 0],
  ])
  expect(lines[0]).toMatchObject({ toAcknowledge: null, toVerify: null, toAnswer: null })
})

test('nobody reads the numbers of a controller that is not theirs, an admin none at all', async () => {
  const home = await newController()
  const other = await newController()
  await newRequest(home)
  expect((await report(other.staff('lead'), {})).all).toBeNull()
  expect((await report(other.staff('lead'), { controller: home.controllerId })).lines).toEqual([])
  expect((await report(home.staff('admin'), {})).lines).toEqual([])
})
