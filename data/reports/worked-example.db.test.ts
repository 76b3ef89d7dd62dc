import { expect, test } from 'vitest'
import { NOW, newController } from '#data/test-controller.ts'
import { newStory } from '#data/test-story.ts'
import { ReportQuery } from '#domain/report.ts'
import { measureReport } from './measure.ts'

const after = (hours: number) => NOW.add({ minutes: Math.round(hours * 60) })

/**
 * Seven requests for access received in Jakarta on Friday 20 November 2026 at 15.04, under the laws of Indonesia and
 * of the European Union, looked at 200 hours later. Worked out on paper:
 *
 *             ack 20 Nov  UU PDP 23 Nov  contract 4 Dec  GDPR 21 Dec
 * answered 10 h    on time   on time         on time        on time
 * answered 80 h    on time   late            on time        on time
 * waited, 120 h    on time   late            on time        on time, one pause
 * extended         on time   late            open           open, one extension
 * waits            on time   late            open           open, one pause
 * lapsed           on time   late            open           open
 * withdrawn        (all four fell away after an hour)
 */
async function sevenStories() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const [quick, slow, waited, extended, waits, lapsed, withdrawn] = await Promise.all(
    Array.from({ length: 7 }, () => newStory(home, NOW)),
  )
  for (const story of [quick, slow, waited, extended, waits, lapsed]) await story?.acknowledge(after(0.1))
  await quick?.prove(after(1))
  await slow?.prove(after(2))
  await waited?.prove(after(3))
  await extended?.prove(after(4))
  await waits?.prove(after(5))
  await quick?.answer(after(10))
  await slow?.sweep(after(73))
  await slow?.answer(after(80))
  await waited?.ask(after(24))
  await waited?.sweep(after(73))
  await waited?.reply(after(96))
  await waited?.answer(after(120))
  await extended?.extend(after(48), 'EU-GDPR-12-3')
  await waits?.ask(after(24))
  await lapsed?.lapse(after(100))
  await lapsed?.sweep(after(101))
  await withdrawn?.withdraw(after(1))
  const report = (by: string) => measureReport(home.staff('lead'), ReportQuery.parse({ by }), after(200))
  return { home, report }
}

const counts = ({
  key,
  requests,
  onTime,
  late,
  open,
  extensions,
  pauses,
}: Awaited<ReturnType<typeof measureReport>>['lines'][number]) =>
  [key, requests, onTime, late, open, extensions, pauses] as const

test('the report says what was worked out by hand, whatever moved, waited, was missed or fell away', async () => {
  const { home, report } = await sevenStories()
  const { lines, all } = await report('clock')
  expect(lines.map(counts)).toEqual([
    ['CT-ACK-SAMEDAY', 7, 6, 0, 0, 0, 0],
    ['CT-DALANG-14D', 7, 3, 0, 3, 0, 0],
    ['EU-GDPR-12-3', 7, 3, 0, 3, 1, 2],
    ['ID-UU-32', 7, 1, 5, 0, 0, 0],
  ])
  const whole = [7, 13, 5, 6, 1, 2]
  expect(all && counts(all)).toEqual(['all', ...whole])
  expect((await report('right')).lines.map(counts)).toEqual([['access', ...whole]])
  expect((await report('month')).lines.map(counts)).toEqual([['2026-11', ...whole]])
  expect((await report('controller')).lines.map(counts)).toEqual([[home.controllerId, ...whole]])
  // acknowledged after 0.1 h each; proved after 1 to 5 h: the 90th lies at 4.6; answered after 10, 80 and 120 h: at 112
  expect(all).toMatchObject({
    toAcknowledge: { median: expect.closeTo(0.1), p90: expect.closeTo(0.1) },
    toVerify: { median: 3, p90: expect.closeTo(4.6) },
    toAnswer: { median: 80, p90: expect.closeTo(112) },
  })
})

test('a breach stays in the report after its clock would have waited, moved or been withdrawn', async () => {
  const home = await newController({ jurisdictions: ['UK'] })
  const story = await newStory(home, NOW)
  await story.acknowledge(after(0.1))
  await story.prove(after(1))
  await story.ask(after(24 * 40), 'identity')
  await story.reply(after(24 * 41))
  await story.withdraw(after(24 * 42))
  const { lines } = await measureReport(home.staff('lead'), ReportQuery.parse({}), after(24 * 50))
  expect(lines.map(counts).filter(([key]) => key === 'UK-12A')).toEqual([['UK-12A', 1, 0, 1, 0, 0, 0]])
})
