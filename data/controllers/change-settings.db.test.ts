import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { beginRecompute, recomputeNext } from '#data/clocks/recompute-all.ts'
import { eight } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { askSubject } from '#data/questions/ask.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { STAFF_ROLES } from '#domain/actor.ts'
import type { Filing } from '#domain/filing.ts'
import type { Right, Status } from '#domain/request.ts'
import type { ControllerSettings } from '#domain/settings.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { changeSettings } from './change-settings.ts'

const later = NOW.add({ hours: 24 })
const settings: ControllerSettings = {
  zone: 'Asia/Jakarta',
  contractDays: 14,
  jurisdictions: ['ID'],
  residentJurisdictions: [],
  memberState: null,
  lapseDays: 30,
  cancelWindowMinutes: 1,
  noticeUrl: null,
  noticeVersion: null,
}

async function open(change: Partial<Prisma.ControllerCreateInput> = {}) {
  const home = await newController(change)
  const { controllerId, system } = home
  const controller = `t-${controllerId}`
  const set = (wanted: Partial<ControllerSettings>, version = 1, actor = home.staff('lead'), at = later) =>
    changeSettings(actor, { ...settings, ...wanted, controller, version }, at)
  const file = async (right: Right = 'access', at = NOW, country?: Filing['country']) => {
    const submission = {
      filing: filing({ right, country }),
      locale: 'id',
      channel: 'portal',
      submissionKey: randomUUID(),
    } as const
    const filed = await fileRequest(home.visitor, submission, at)
    if (!filed.ok) throw new Error(filed.reason)
    return filed.value.id
  }
  const events = () =>
    transact(system, (tx) => tx.event.findMany({ where: { controllerId, type: 'controller.settings_changed' } }))
  const recompute = async (at = later) => {
    for (const { id: eventId } of await events()) {
      await beginRecompute({ controllerId, eventId }, at)
      while (await recomputeNext({ controllerId, eventId }, at));
    }
  }
  const dates = async (requestId: string) => {
    const where = { requestId, state: { not: 'superseded' } }
    const clocks = await transact(system, (tx) => tx.clock.findMany({ where, orderBy: { dueAt: 'asc' } }))
    return clocks.map(({ clockId, dueAt, state }) => [clockId, dueAt.toISOString().slice(0, 16), state])
  }
  return { ...home, controller, set, file, events, recompute, dates }
}

describe('the change', () => {
  test('is made, guarded, and recorded with the value before and after', async () => {
    const { set, events, system, controllerId } = await open()
    expect(await set({ contractDays: 30, jurisdictions: ['EU', 'ID'], memberState: 'FR' })).toMatchObject({ ok: true })
    const stored = await transact(system, (tx) => tx.controller.findUniqueOrThrow({ where: { id: controllerId } }))
    expect(stored).toMatchObject({ contractDays: 30, jurisdictions: ['EU', 'ID'], memberState: 'FR', version: 2 })
    expect((await events()).map(({ data }) => data)).toEqual([
      {
        changes: [
          { field: 'contractDays', from: 14, to: 30 },
          { field: 'jurisdictions', from: ['ID'], to: ['EU', 'ID'] },
          { field: 'memberState', from: null, to: 'FR' },
        ],
      },
    ])
  })

  test('that changes nothing is no event', async () => {
    const { set, events } = await open()
    expect(await set({})).toEqual({ ok: true, value: [] })
    expect(await events()).toEqual([])
  })

  test('of eight at once one is made', async () => {
    const { set, events, system, controllerId } = await open()
    // All eight have read the settings before the first may write them.
    const race = await transact(system, async (tx) => {
      await tx.$queryRaw`select id::text from controller where id = ${controllerId}::uuid for update`
      const results = eight(() => set({ contractDays: 30 }))
      await new Promise((begun) => setTimeout(begun, 500))
      return { results }
    })
    const results = await race.results
    expect(results.filter(({ ok }) => ok)).toHaveLength(1)
    expect(results.filter((result) => !result.ok && result.reason === 'changed_meanwhile')).toHaveLength(7)
    expect(await events()).toHaveLength(1)
  })

  test('is a lead’s or an admin’s, of this controller', async () => {
    const { set, staff, events } = await open()
    const other = await newController()
    for (const role of STAFF_ROLES.filter((role) => role !== 'lead' && role !== 'admin'))
      expect(await set({ contractDays: 30 }, 1, staff(role))).toEqual({ ok: false, reason: 'not_allowed' })
    for (const role of ['lead', 'admin'] as const)
      expect(await set({ contractDays: 30 }, 1, other.staff(role))).toEqual({ ok: false, reason: 'not_allowed' })
    expect(await events()).toEqual([])
    expect(await set({ contractDays: 30 }, 1, staff('admin'))).toMatchObject({ ok: true })
    const nobody = { ...settings, controller: 'no-such-portal', version: 1 }
    expect(await changeSettings(staff('lead'), nobody, later)).toEqual({ ok: false, reason: 'not_found' })
  })
})

describe('requests that run already', () => {
  test.each<[string, Partial<ControllerSettings>, Partial<ControllerSettings>, string[]]>([
    ['30 → 14 days: earlier', { contractDays: 30 }, { contractDays: 14 }, ['CT-DALANG-14D', '2026-12-04T17:00']],
    ['14 → 30 days: the promise stands', {}, { contractDays: 30 }, ['CT-DALANG-14D', '2026-12-04T17:00']],
    ['14 → 10 days', {}, { contractDays: 10 }, ['CT-RESPONSE-DAYS', '2026-11-30T17:00']],
    ['WIB → WIT: midnight comes earlier', {}, { zone: 'Asia/Jayapura' }, ['CT-DALANG-14D', '2026-12-04T15:00']],
    ['WIT → WIB: the promise stands', { zone: 'Asia/Jayapura' }, {}, ['CT-DALANG-14D', '2026-12-04T15:00']],
    ['a law that no longer applies', { jurisdictions: ['ID', 'SG'] }, {}, ['CT-DALANG-14D', '2026-12-04T17:00']],
  ])('%s', async (_, before, after, expected) => {
    const { set, file, recompute, dates } = await open(before)
    const id = await file()
    const old = await dates(id)
    await set(after)
    await recompute()
    const now = await dates(id)
    expect(now.find(([clockId]) => clockId === expected[0])?.slice(0, 2)).toEqual(expected)
    expect(now).toHaveLength(old.length)
  })

  test.each<[string, ControllerSettings['memberState'], string]>([
    // 8 March is a holiday in Berlin alone.
    ['DE-BE', 'FR', '2027-03-08T17:00'],
    ['FR', 'DE-BE', '2027-03-08T17:00'],
    ['DE-BE', 'WEEKENDS-ONLY', '2027-03-08T17:00'],
    ['DE-BE', 'IE', '2027-03-08T17:00'],
  ])('the holidays of %s, then of %s: the earlier end of the month', async (before, memberState, end) => {
    const { set, file, recompute, dates } = await open({ jurisdictions: ['EU'], memberState: before })
    const receivedAt = Temporal.Instant.from('2027-02-08T03:00:00Z')
    const id = await file('access', receivedAt)
    await set({ jurisdictions: ['EU'], memberState }, 1, undefined, receivedAt)
    await recompute(receivedAt)
    expect((await dates(id)).find(([clockId]) => clockId === 'EU-GDPR-12-3')?.[1]).toBe(end)
  })

  test('a law for residents that begins to apply starts for those who may live there', async () => {
    const { set, file, recompute, dates } = await open()
    const [german, singaporean, unknown] = [
      await file('access', NOW, 'DE'),
      await file('access', NOW, 'SG'),
      await file(),
    ]
    await set({ residentJurisdictions: ['EU', 'SG'], memberState: 'DE-BE' })
    await recompute()
    const begun = async (id: string) => (await dates(id)).slice(3).map(([clockId]) => clockId)
    expect(await begun(german)).toEqual(['EU-GDPR-12-3'])
    expect(await begun(singaporean)).toEqual(['SG-ACCESS-30'])
    expect(await begun(unknown)).toEqual(['SG-ACCESS-30', 'EU-GDPR-12-3'])
  })

  test('a law that begins to apply starts at receipt, waiting where a question is open', async () => {
    const { set, file, recompute, dates, staff, system } = await open()
    const id = await file()
    const { reference, version } = await transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id } }))
    const words = { about: 'clarification', question: 'Toko mana yang Anda maksud?' } as const
    expect((await askSubject(staff('agent'), { reference, version, ...words }, NOW.add({ hours: 5 }))).ok).toBe(true)
    await set({ jurisdictions: ['EU', 'ID', 'SG'], memberState: 'FR' })
    await recompute()
    expect((await dates(id)).slice(3)).toEqual([
      ['SG-ACCESS-30', '2026-12-21T16:00', 'running'],
      ['EU-GDPR-12-3', '2026-12-21T17:00', 'paused'],
    ])
  })

  test.each<[Status, number]>([
    ['lapsed', 1],
    ['executing', 1],
    ['fulfilled', 0],
    ['withdrawn', 0],
  ])('%s: %i moves', async (status, moved) => {
    const { set, file, recompute, system, controllerId } = await open({ contractDays: 30 })
    const id = await file()
    await transact(system, (tx) => tx.request.update({ where: { id }, data: { status } }))
    await set({})
    await recompute()
    const progress = await transact(system, (tx) => tx.recompute.findMany({ where: { controllerId } }))
    expect(progress).toMatchObject([{ total: moved, seen: moved, moved }])
    expect(progress[0]?.finishedAt).not.toBeNull()
  })

  test('a filing at the same moment has the new dates', async () => {
    const { set, file, recompute, dates } = await open({ contractDays: 30 })
    const [, ...ids] = await Promise.all([set({}), file(), file(), file(), file()])
    await recompute()
    for (const id of ids) expect((await dates(id)).map(([clockId]) => clockId)).toContain('CT-DALANG-14D')
  })

  test('of another controller stay as they are', async () => {
    const home = await open({ contractDays: 30 })
    const other = await open({ contractDays: 30 })
    const id = await other.file()
    const before = await other.dates(id)
    await home.set({})
    await home.recompute()
    expect(await other.dates(id)).toEqual(before)
  })
})
