import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { findCorrespondence } from '#data/notices/find-correspondence.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { newStory } from '#data/test-story.ts'
import { findForDesk } from './find-for-desk.ts'
import { findReceipt } from './find-receipt.ts'
import { findStatus } from './find-status.ts'

const after = (hours: number) => NOW.add({ hours })
const month = 'EU-GDPR-12-3'

test('a clock whose date moved three times is shown once wherever it is shown; the desk also has the dates before', async () => {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const { controllerId, system } = home
  const story = await newStory(home, NOW)
  await story.ask(after(24))
  await story.reply(after(24 * 4))
  await story.extend(after(24 * 5), month)
  const { requestId, reference } = story
  const status = await findStatus({ kind: 'subject', controllerId, requestId, level: 'status' })
  const receipt = await findReceipt({ controllerId, requestId })
  const desk = await findForDesk(home.staff('agent'), reference, after(24 * 6))
  const event = await transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId } }))
  const mail = await findCorrespondence(system, { requestId, eventId: event.id })
  for (const clocks of [status?.clocks, receipt?.clocks, desk?.clocks, mail?.clocks])
    expect(clocks?.filter(({ clockId }) => clockId === month).map(({ dueLocalDate }) => dueLocalDate)).toEqual([
      '2027-02-23',
    ])
  expect(desk?.clocks.find(({ clockId }) => clockId === month)?.earlier).toMatchObject([
    { dueLocalDate: '2026-12-23' },
    { dueLocalDate: '2026-12-21' },
    { dueLocalDate: '2026-12-21' },
  ])
})
