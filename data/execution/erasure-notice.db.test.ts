import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { breachClock, clocksDue } from '#data/clocks/breach.ts'
import { transact } from '#data/db.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { recordNotice } from '#data/notices/record.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { finishErasing } from '#data/tasks/finish-erasing.ts'
import { planTasks } from '#data/tasks/plan.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { mayTellOfErasure, recordInstructions } from './instruct.ts'

const at = (text: string) => Temporal.Instant.from(text)
const PRENOTICE = 'ID-PP-87-PRENOTICE'
const NOTICE = 'ID-PP-87-NOTICE'

/** An erasure, approved at `approvedAt` on the ground given, and what tests ask of it. */
async function approved(ground: ErasureGround, approvedAt: Temporal.Instant) {
  const home = await newController()
  const { controllerId, system } = home
  const request = await newReviewed(home, { right: 'erasure' })
  const { id: requestId } = request
  const submitted = await submitForReview(home.staff('agent'), { ...request, ground }, approvedAt)
  if (!submitted.ok) throw new Error(submitted.reason)
  const approval = await approveRequest(home.staff('lead'), { ...request, version: request.version + 1 }, approvedAt)
  if (!approval.ok) throw new Error(approval.reason)
  const look = () => transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
  return {
    ...home,
    requestId,
    look,
    clock: (clockId: string) =>
      transact(system, (tx) => tx.clock.findFirst({ where: { requestId, clockId, state: { not: 'superseded' } } })),
    /** Lets the timer that stands happen at an instant; says where the request is then. */
    fire: async (now: Temporal.Instant) => {
      const timer = await transact(system, (tx) =>
        tx.timer.findFirst({ where: { requestId, kind: 'execute', doneAt: null } }),
      )
      if (timer) await fireTimer(timer, now)
      return (await look()).status
    },
    tell: async (kind: string, now: Temporal.Instant) => {
      const { id: eventId } = await transact(system, (tx) =>
        tx.event.findFirstOrThrow({ where: { requestId, type: 'request.approved' } }),
      )
      return recordNotice(system, { requestId, eventId, kind, transport: 'local', region: 'ID' }, now)
    },
    addRecipient: () =>
      transact(system, (tx) =>
        tx.recipient.create({
          data: { controllerId, name: 'Kurir', kind: 'processor', contact: 'dpo@kurir.example', region: 'ID' },
        }),
      ),
  }
}

/** The erasing tasks are planned; `erase` finishes them. */
async function executing(executedAt: Temporal.Instant) {
  const home = await approved('request', executedAt.subtract({ hours: 1 }))
  const { system, requestId } = home
  await home.fire(executedAt)
  await recordInstructions(system, { requestId, recipientIds: [] }, executedAt)
  const task = await transact(system, (tx) => tx.task.findFirstOrThrow({ where: { requestId, purpose: 'erase' } }))
  await transact(system, (tx) => tx.task.update({ where: { id: task.id }, data: { state: 'running' } }))
  const times = { startedAt: executedAt.toString(), endedAt: executedAt.toString() }
  const outcome = { verified: true, ...times, collections: [] }
  const finished = await finishErasing(system, { taskId: task.id, outcome }, executedAt)
  if (!finished.ok) throw new Error(finished.reason)
  return home
}

test('an erasure planned before 16 January 2027 waits for its cancel window alone', async () => {
  const { look, clock, fire } = await approved('purpose_ended', at('2027-01-15T16:58:00Z'))
  expect((await look()).executeAfter).toEqual(new Date('2027-01-15T16:59:00Z'))
  expect(await clock(PRENOTICE)).toBeNull()
  expect(await fire(at('2027-01-15T16:59:00Z'))).toBe('executing')
})

test('from that day it waits for its notice, which meets its clock, and three times 24 hours', async () => {
  const { look, clock, fire, tell } = await approved('purpose_ended', at('2027-01-15T16:59:00Z'))
  expect((await look()).executeAfter).toEqual(new Date('2027-01-18T17:59:00Z'))
  expect(await clock(PRENOTICE)).toMatchObject({ state: 'running', dueAt: new Date('2027-01-15T17:59:00Z') })
  expect((await look()).nextClockId).toBe('ID-UU-40')
  await tell('erasure-scheduled', at('2027-01-15T16:59:05Z'))
  expect(await clock(PRENOTICE)).toMatchObject({ state: 'met' })
  expect(await fire(at('2027-01-18T17:58:59Z'))).toBe('approved')
  expect(await fire(at('2027-01-18T17:59:00Z'))).toBe('executing')
})

test('without the notice nothing is erased; a late one is a breach and moves the erasure', async () => {
  const { look, clock, fire, tell, requestId, system } = await approved('unlawful', at('2027-02-01T03:00:00Z'))
  expect(await fire(at('2027-02-04T04:00:00Z'))).toBe('approved')
  expect(await fire(at('2027-02-09T04:00:00Z'))).toBe('approved')
  const late = at('2027-02-10T04:00:30Z')
  for (const due of (await clocksDue(late, 100_000)).filter((each) => each.requestId === requestId))
    await breachClock(due, late)
  await tell('erasure-scheduled', late)
  expect(await clock(PRENOTICE)).toMatchObject({ state: 'breached', breachCause: 'notice_not_sent' })
  expect((await look()).executeAfter).toEqual(new Date('2027-02-13T04:01:00Z'))
  const postponed = await transact(system, (tx) =>
    tx.event.findMany({ where: { requestId, type: 'execution.postponed' } }),
  )
  expect(postponed.map(({ data }) => data)).toEqual([{ executeAfter: '2027-02-13T04:01:00.000Z' }])
  expect(await fire(at('2027-02-13T04:00:59Z'))).toBe('approved')
  expect(await fire(at('2027-02-13T04:01:00Z'))).toBe('executing')
})

test('a timer that comes too early plans the erasure again', async () => {
  const { fire, tell, requestId, system, controllerId } = await approved('no_case', at('2027-02-01T03:00:00Z'))
  await tell('erasure-scheduled', at('2027-02-01T03:00:05Z'))
  await transact(system, (tx) =>
    tx.timer.updateMany({
      where: { requestId, kind: 'execute', doneAt: null },
      data: { doneAt: toDate(at('2027-02-01T03:00:06Z')) },
    }),
  )
  const early = toDate(at('2027-02-02T00:00:00Z'))
  await transact(system, (tx) => tx.timer.create({ data: { controllerId, requestId, kind: 'execute', dueAt: early } }))
  expect(await fire(at('2027-02-02T00:00:00Z'))).toBe('approved')
  expect(await fire(at('2027-02-04T04:00:00Z'))).toBe('executing')
})

test('what the subject asked for is not held up; withdrawing ends the wait of what is', async () => {
  const asked = await approved('request', at('2027-02-01T03:00:00Z'))
  expect(await asked.clock(PRENOTICE)).toBeNull()
  expect(await asked.fire(at('2027-02-01T03:01:00Z'))).toBe('executing')
  const { clock, fire, requestId, controllerId } = await approved('unlawful', at('2027-02-01T03:00:00Z'))
  const subject = { kind: 'subject', controllerId, requestId, level: 'status' } as const
  expect((await withdrawRequest(subject, {}, at('2027-02-01T03:30:00Z'))).ok).toBe(true)
  expect(await clock(PRENOTICE)).toMatchObject({ state: 'void' })
  expect(await fire(at('2027-02-05T00:00:00Z'))).toBe('withdrawn')
})

test('the notice afterwards: its clock runs from the erasure and is met when the mail is handed over', async () => {
  const { clock, tell, look } = await executing(at('2027-02-01T03:00:00Z'))
  expect(await clock(NOTICE)).toMatchObject({ state: 'running', dueAt: new Date('2027-02-04T03:00:00Z') })
  expect((await look()).nextClockId).toBe('ID-UU-40')
  await tell('erasure-done', at('2027-02-04T03:00:00Z'))
  expect(await clock(NOTICE)).toMatchObject({ state: 'met' })
})

test('handed over later than that it is a breach, and stays one', async () => {
  const { clock, tell } = await executing(at('2027-02-01T03:00:00Z'))
  await tell('erasure-done', at('2027-02-04T03:00:00.001Z'))
  expect(await clock(NOTICE)).toMatchObject({ state: 'breached', breachCause: 'notice_not_sent' })
})

test('an erasure before 16 January 2027 starts no such clock', async () => {
  const { clock } = await executing(at('2027-01-15T16:59:59Z'))
  expect(await clock(NOTICE)).toBeNull()
})

test('the order cannot be broken: nothing is erased and nobody is told before recipients are instructed', async () => {
  const now = at('2026-12-01T03:00:00Z')
  const { system, requestId, controllerId, addRecipient, fire, tell } = await approved('request', now)
  const recipient = await addRecipient()
  expect(await fire(now.add({ hours: 1 }))).toBe('executing')
  const request = { id: requestId, controllerId }
  const erase = () => transact(system, (tx) => planTasks(tx, system, request, 'erase', now))
  await expect(erase()).rejects.toThrow('recipients are instructed first')
  await expect(recordInstructions(system, { requestId, recipientIds: [] }, now)).rejects.toThrow('instructed first')
  await expect(tell('erasure-done', now)).rejects.toThrow('recipients are instructed first')
  expect(await mayTellOfErasure(system, requestId, now)).toMatchObject({ reason: 'processor_not_instructed_first' })

  await recordInstructions(system, { requestId, recipientIds: [recipient.id] }, now)
  expect(await erase()).toBe(1)
  await expect(tell('erasure-done', now)).rejects.toThrow('recipients are instructed first')
  expect(await mayTellOfErasure(system, requestId, now.add({ seconds: 1 }))).toMatchObject({ ok: true })
  await tell('erasure-done', now.add({ seconds: 1 }))
})

test('a recipient who comes during the erasure is instructed before the subject hears of it', async () => {
  const executedAt = at('2026-12-01T03:00:00Z')
  const { system, requestId, addRecipient, tell } = await executing(executedAt)
  const late = await addRecipient()
  await expect(tell('erasure-done', executedAt.add({ hours: 1 }))).rejects.toThrow('recipients are instructed first')
  await recordInstructions(system, { requestId, recipientIds: [late.id] }, executedAt.add({ hours: 2 }))
  await tell('erasure-done', executedAt.add({ hours: 3 }))
  const other = await newController()
  expect(await transact(other.system, (tx) => tx.instruction.count({ where: { recipientId: late.id } }))).toBe(0)
})
