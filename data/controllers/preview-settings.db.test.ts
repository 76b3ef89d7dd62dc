import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { beginRecompute, recomputeNext } from '#data/clocks/recompute-all.ts'
import { transact } from '#data/db.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { changeSettings } from './change-settings.ts'
import { findSettings, listSettable } from './find-settings.ts'
import { previewSettings } from './preview-settings.ts'

const later = NOW.add({ hours: 24 * 10 })

async function two(change = {}) {
  const home = await newController({ contractDays: 30, ...change })
  for (const right of ['access', 'portability'] as const) {
    const submission = {
      filing: filing({ right }),
      locale: 'id',
      channel: 'portal',
      submissionKey: randomUUID(),
    } as const
    await fileRequest(home.visitor, submission, NOW)
  }
  const { controllerId } = home
  const wanted = (contractDays: number) => ({
    ...{ controller: `t-${controllerId}`, version: 1, contractDays, zone: 'Asia/Jakarta', memberState: null },
    ...{ jurisdictions: ['ID' as const], residentJurisdictions: [], lapseDays: 30, cancelWindowMinutes: 1 },
    ...{ noticeUrl: null, noticeVersion: null },
  })
  return { ...home, wanted }
}

test.each([
  [30, { moved: 0, late: 0 }],
  [60, { moved: 0, late: 0 }],
  [14, { moved: 2, late: 0 }],
  [7, { moved: 2, late: 2 }],
])('a promise of %i days instead of 30, ten days after receipt', async (days, expected) => {
  const { staff, wanted, system, controllerId } = await two()
  const effect = await previewSettings(staff('lead'), wanted(days), later)
  expect(effect).toEqual({ running: 2, lookedAt: 2, ...expected })
  expect(await transact(system, (tx) => tx.event.count({ where: { controllerId, requestId: null } }))).toBe(0)
})

test('what is foretold is what happens', async () => {
  const { staff, wanted, controllerId } = await two()
  const lead = staff('lead')
  const effect = await previewSettings(lead, wanted(14), later)
  await changeSettings(lead, wanted(14), later)
  const [waiting] = (await findSettings(lead, `t-${controllerId}`))?.history ?? []
  expect(waiting).toMatchObject({ changes: [{ field: 'contractDays', from: 30, to: 14 }], progress: null })
  const which = { controllerId, eventId: waiting?.id ?? '' }
  await beginRecompute(which, later)
  while (await recomputeNext(which, later));
  const [done] = (await findSettings(lead, `t-${controllerId}`))?.history ?? []
  expect(done?.progress).toEqual({
    total: effect?.running,
    seen: effect?.running,
    moved: effect?.moved,
    isFinished: true,
  })
})

test('nobody but a lead or an admin of this controller sees any of it', async () => {
  const { staff, wanted, controllerId } = await two()
  const other = await newController()
  const slug = `t-${controllerId}`
  for (const actor of [staff('agent'), staff('reviewer'), staff('auditor'), other.staff('lead')]) {
    expect(await findSettings(actor, slug)).toBeNull()
    expect(await previewSettings(actor, wanted(7), later)).toBeNull()
    expect((await listSettable(actor)).map((each) => each.slug)).not.toContain(slug)
  }
  expect((await listSettable(staff('admin'))).map((each) => each.slug)).toEqual([slug])
})
