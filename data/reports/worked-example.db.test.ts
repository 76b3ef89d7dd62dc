import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { breachClock } from '#data/clocks/breach.ts'
import { extendClock } from '#data/clocks/extend.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { recordNotice } from '#data/notices/record.ts'
import { askSubject } from '#data/questions/ask.ts'
import { replyToQuestion } from '#data/questions/reply.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import { ReportQuery } from '#domain/report.ts'
import { measureReport } from './measure.ts'

const after = (hours: number) => NOW.add({ minutes: Math.round(hours * 60) })

/** What can happen to one request, hours after it was received. */
async function newStory(home: Awaited<ReturnType<typeof newController>>) {
  const { controllerId, system } = home
  const { id: requestId, reference } = await newRequest(home)
  const subject = { kind: 'subject', controllerId, requestId, level: 'status' } as const
  const agent = home.staff('agent')
  const pinned = async () => {
    const { version } = await transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
    return { reference, version }
  }
  const tell = async (kind: string, hours: number) => {
    const event = await transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId } }))
    const sent = { requestId, eventId: event.id, kind, transport: 'local', region: 'ID' }
    await recordNotice(system, sent, after(hours))
  }
  const done = <T extends { ok: boolean }>(result: T) => expect(result).toMatchObject({ ok: true })
  return {
    acknowledge: () => tell('acknowledgement', 0.1),
    prove: (hours: number) => transact(system, (tx) => proveIdentity(tx, subject, after(hours))),
    answer: (hours: number) => tell('answer-ready', hours),
    ask: async (hours: number, about: 'identity' | 'clarification' = 'clarification') =>
      done(await askSubject(agent, { ...(await pinned()), about, question: 'Toko mana yang dimaksud?' }, after(hours))),
    reply: async (hours: number) => done(await replyToQuestion(subject, { reply: 'Toko di Bandung' }, after(hours))),
    extend: async (hours: number) =>
      done(
        await extendClock(
          agent,
          { ...(await pinned()), clockId: 'EU-GDPR-12-3', reason: 'Datanya tersebar di banyak tempat.' },
          after(hours),
        ),
      ),
    withdraw: async (hours: number) => done(await withdrawRequest(subject, {}, after(hours))),
    sweep: async (hours: number) => {
      const due = await transact(system, (tx) =>
        tx.clock.findMany({ where: { requestId, state: 'running', dueAt: { lt: toDate(after(hours)) } } }),
      )
      for (const { id } of due) await breachClock({ id, controllerId, requestId }, after(hours))
    },
    lapse: async (hours: number) => {
      const id = randomUUID()
      const dueAt = toDate(after(hours))
      await transact(system, (tx) => tx.timer.create({ data: { id, controllerId, requestId, kind: 'lapse', dueAt } }))
      await fireTimer({ id, controllerId, requestId, kind: 'lapse' }, after(hours))
    },
  }
}

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
    Array.from({ length: 7 }, () => newStory(home)),
  )
  for (const story of [quick, slow, waited, extended, waits, lapsed]) await story?.acknowledge()
  await quick?.prove(1)
  await slow?.prove(2)
  await waited?.prove(3)
  await extended?.prove(4)
  await waits?.prove(5)
  await quick?.answer(10)
  await slow?.sweep(73)
  await slow?.answer(80)
  await waited?.ask(24)
  await waited?.sweep(73)
  await waited?.reply(96)
  await waited?.answer(120)
  await extended?.extend(48)
  await waits?.ask(24)
  await lapsed?.lapse(100)
  await lapsed?.sweep(101)
  await withdrawn?.withdraw(1)
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
  const story = await newStory(home)
  await story.acknowledge()
  await story.prove(1)
  await story.ask(24 * 40, 'identity')
  await story.reply(24 * 41)
  await story.withdraw(24 * 42)
  const { lines } = await measureReport(home.staff('lead'), ReportQuery.parse({}), after(24 * 50))
  expect(lines.map(counts).filter(([key]) => key === 'UK-12A')).toEqual([['UK-12A', 1, 0, 1, 0, 0, 0]])
})
