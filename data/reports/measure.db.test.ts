import { expect, test } from 'vitest'
import { endClocks } from '#data/clocks/end.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { ReportQuery } from '#domain/report.ts'
import { measureReport } from './measure.ts'

const report = (actor: StaffActor, said: object) =>
  measureReport(actor, ReportQuery.parse(said), NOW.add({ hours: 200 }))

test('by right, by controller and by the month of receipt where the desk sits', async () => {
  const home = await newController()
  const lead = home.staff('lead')
  await newRequest(home)
  await newRequest(home, { right: 'erasure' }, NOW.subtract({ hours: 24 * 40 }))
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
