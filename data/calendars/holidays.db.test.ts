import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { beginRecompute, recomputeNext } from '#data/clocks/recompute-all.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { HolidayProposal } from '#domain/holiday-proposal.ts'
import { approveHolidays } from './approve.ts'
import { findList } from './find-list.ts'
import { holdCalendars } from './hold.ts'
import { listHolidays } from './list.ts'
import { previewHolidays } from './preview.ts'
import { proposeHolidays } from './propose.ts'
import { rejectHolidays } from './reject.ts'

const christmas = 'date,name\n2026-12-21,Pont de Noël\n2026-12-25,Noël'

/** A controller under French holidays, two leads, and a request due on 21 December 2026. */
async function france() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const { controllerId, system, staff } = home
  const { reference } = await newRequest(home)
  const [first, second] = [staff('lead'), staff('lead')]
  const proposal = (list = christmas, year = '2026') =>
    HolidayProposal.parse({ controllerId, calendarId: 'FR', year, source: 'Légifrance', list })
  const propose = async (...given: Parameters<typeof proposal>) => {
    const proposed = await proposeHolidays(first, proposal(...given), NOW)
    if (!proposed.ok) throw new Error(proposed.reason)
    return proposed.value.listId
  }
  const events = (type: string) =>
    transact(system, (tx) => tx.event.findMany({ where: { controllerId, type }, orderBy: { seq: 'asc' } }))
  const recompute = async () => {
    const approved = (await events('calendar.approved')).at(-1)
    const which = { eventId: approved?.id ?? '', controllerId }
    await beginRecompute(which, NOW)
    while (await recomputeNext(which, NOW));
  }
  const dueDates = () =>
    transact(system, async (tx) => {
      const clocks = await tx.clock.findMany({ where: { controllerId, clockId: 'EU-GDPR-12-3', state: 'running' } })
      return clocks.map(({ dueLocalDate }) => dueLocalDate)
    })
  return { ...home, reference, first, second, proposal, propose, events, recompute, dueDates }
}

test('proposed, previewed, approved by a second lead, and every running clock is dated again, once', async () => {
  const { first, second, reference, propose, events, recompute, dueDates } = await france()
  const listId = await propose()
  const found = await findList(second, listId)
  if (!found) throw new Error('not found')
  const preview = await previewHolidays(second, found)
  expect(preview).toMatchObject({ looked: 1, isComplete: true, earlier: 0, later: 1 })
  expect(preview.moves.map(({ from, to, ...move }) => [move.reference, from.dueLocalDate, to.dueLocalDate])).toEqual([
    [reference, '2026-12-21', '2026-12-22'],
  ])
  expect(await dueDates()).toEqual(['2026-12-21'])
  expect(await approveHolidays(first, { listId }, NOW)).toEqual({ ok: false, reason: 'same_person' })
  expect(await approveHolidays(second, { listId }, NOW)).toEqual({ ok: true, value: null })
  await recompute()
  await recompute()
  expect(await dueDates()).toEqual(['2026-12-22'])
  const [changed, ...others] = await events('clocks.changed')
  expect(others).toEqual([])
  expect(changed?.data).toMatchObject({ cause: 'calendar.approved', clocks: [{ clockId: 'EU-GDPR-12-3' }] })
  expect(await previewHolidays(second, found)).toMatchObject({ earlier: 0, later: 0 })
})

test('of eight approvals at once one counts', async () => {
  const { staff, propose, events } = await france()
  const listId = await propose()
  const answers = await Promise.all(Array.from({ length: 8 }, () => approveHolidays(staff('lead'), { listId }, NOW)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(new Set(answers.map((answer) => (answer.ok ? 'ok' : answer.reason)))).toEqual(
    new Set(['ok', 'already_decided']),
  )
  expect(await events('calendar.approved')).toHaveLength(1)
})

test('approved and rejected at once, eight ways: one decision stands', async () => {
  const { staff, propose, events } = await france()
  const listId = await propose()
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      index % 2 === 0
        ? approveHolidays(staff('lead'), { listId }, NOW)
        : rejectHolidays(staff('lead'), { listId, reason: 'other source' }, NOW),
    ),
  )
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  const decisions = [...(await events('calendar.approved')), ...(await events('calendar.rejected'))]
  expect(decisions).toHaveLength(1)
})

test('of eight proposals of one year at once one waits', async () => {
  const { first, proposal, events } = await france()
  const answers = await Promise.all(Array.from({ length: 8 }, () => proposeHolidays(first, proposal(), NOW)))
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await events('calendar.proposed')).toHaveLength(1)
})

test('a later list takes the place of the earlier, and what was decided stays decided', async () => {
  const { first, second, propose, recompute, dueDates } = await france()
  const earlier = await propose()
  await approveHolidays(second, { listId: earlier }, NOW)
  await recompute()
  const later = await propose('date,name\n2026-12-25,Noël')
  expect(await approveHolidays(second, { listId: later }, NOW)).toMatchObject({ ok: true })
  await recompute()
  expect(await dueDates()).toEqual(['2026-12-21'])
  expect((await findList(first, earlier))?.state).toBe('superseded')
  for (const listId of [earlier, later]) {
    expect(await approveHolidays(second, { listId }, NOW)).toEqual({ ok: false, reason: 'already_decided' })
    expect(await rejectHolidays(second, { listId, reason: 'too late' }, NOW)).toMatchObject({
      reason: 'already_decided',
    })
  }
})

test('whoever loaded a list may take it back; it moves nothing, stays to be read and frees the year', async () => {
  const { first, propose, dueDates } = await france()
  const listId = await propose()
  expect(await rejectHolidays(first, { listId, reason: 'typed from an old page' }, NOW)).toMatchObject({ ok: true })
  expect(await findList(first, listId)).toMatchObject({ state: 'rejected', rejection: 'typed from an old page' })
  expect(await dueDates()).toEqual(['2026-12-21'])
  await propose()
})

test.each(['agent', 'reviewer', 'auditor', 'admin'] as const)(
  'a person whose role is %s does nothing here',
  async (role) => {
    const { controllerId, staff, propose, proposal } = await france()
    const listId = await propose()
    const other = staff(role)
    expect(await proposeHolidays(other, proposal(), NOW)).toEqual({ ok: false, reason: 'not_allowed' })
    expect(await approveHolidays(other, { listId }, NOW)).toEqual({ ok: false, reason: 'not_allowed' })
    expect(await rejectHolidays(other, { listId, reason: 'because' }, NOW)).toEqual({
      ok: false,
      reason: 'not_allowed',
    })
    expect(await findList(other, listId)).toBeNull()
    expect(await listHolidays(other, controllerId)).toBeNull()
  },
)

test('a lead of another controller sees, proposes and decides nothing', async () => {
  const { controllerId, propose, proposal } = await france()
  const listId = await propose()
  const stranger = (await newController()).staff('lead')
  expect(await findList(stranger, listId)).toBeNull()
  expect(await listHolidays(stranger, controllerId)).toBeNull()
  expect(await proposeHolidays(stranger, proposal(), NOW)).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await approveHolidays(stranger, { listId }, NOW)).toEqual({ ok: false, reason: 'not_found' })
  expect(await rejectHolidays(stranger, { listId, reason: 'because' }, NOW)).toEqual({ ok: false, reason: 'not_found' })
})

test('four eyes stand in the tables too: no row is edited, decided twice, or approved by who loaded it', async () => {
  const { system, first, second, propose } = await france()
  const id = await propose()
  const set = (data: object) => transact(system, (tx) => tx.holidayList.updateMany({ where: { id }, data }))
  const decidedAt = new Date()
  await expect(set({ days: [] })).rejects.toThrow(/permission denied/)
  await expect(set({ state: 'approved', decidedBy: first.userId, decidedAt })).rejects.toThrow(/check constraint/)
  await expect(set({ state: 'approved' })).rejects.toThrow(/check constraint/)
  await approveHolidays(second, { listId: id }, NOW)
  await expect(set({ state: 'rejected', rejection: 'later' })).rejects.toThrow(/decided once/)
  await expect(set({ decidedBy: randomUUID() })).rejects.toThrow(/decided once/)
})

test('a filing under way while a list is approved is dated by the list in the end', async () => {
  const home = await france()
  const listId = await home.propose()
  const filings = Array.from({ length: 8 }, () => newRequest(home))
  const approval = approveHolidays(home.second, { listId }, NOW)
  await Promise.all([...filings, approval])
  await home.recompute()
  expect(new Set(await home.dueDates())).toEqual(new Set(['2026-12-22']))
})

test('an approval waits for whoever writes a date, and is not kept waiting by those who come after', async () => {
  const { controllerId, system, second, propose } = await france()
  const listId = await propose()
  const ended: string[] = []
  const write = (name: string, held: () => void, forMs: number) =>
    transact(system, async (tx) => {
      await holdCalendars(tx, controllerId)
      held()
      await wait(forMs)
      ended.push(name)
    })
  const writing = Promise.withResolvers<void>()
  const first = write('first', writing.resolve, 300)
  await writing.promise
  const approval = approveHolidays(second, { listId }, NOW).then(() => ended.push('approved'))
  await wait(100)
  await Promise.all([first, approval, write('later', () => {}, 0)])
  expect(ended).toEqual(['first', 'approved', 'later'])
})

test('the overview says what is used, what waits and how far a recalculation came', async () => {
  const { controllerId, first, second, propose, recompute, events } = await france()
  const listId = await propose()
  await approveHolidays(second, { listId }, NOW)
  await recompute()
  const overview = await listHolidays(first, controllerId)
  expect(overview).toMatchObject({
    lists: [{ id: listId, state: 'approved', isOwn: true }],
    inUse: ['ID-NATIONAL', 'FR'],
    missing: 0,
    recomputes: [{ cause: 'calendar.approved', total: 1, seen: 1, moved: 1, finishedAt: NOW }],
  })
  const [approved] = await events('calendar.approved')
  expect(await recomputeNext({ controllerId, eventId: approved?.id ?? '' }, NOW)).toBe(false)
})
