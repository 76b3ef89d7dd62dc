import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { listLocalMail } from '#data/local-outbox.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { newController } from '#data/test-controller.ts'
import { mailErasureScheduled } from './mail-erasure-scheduled.ts'

/** Approves an erasure because its purpose ended, tells the subject twice, and gives the mail and the clock of it. */
async function told(approvedAt: string) {
  const now = Temporal.Instant.from(approvedAt)
  const home = await newController()
  const { controllerId, system } = home
  const request = await newReviewed(home, { right: 'erasure' })
  const { id: requestId, version } = request
  await submitForReview(home.staff('agent'), { ...request, ground: 'purpose_ended' }, now)
  const approval = await approveRequest(home.staff('lead'), { ...request, version: version + 1 }, now)
  if (!approval.ok) throw new Error(approval.reason)
  const { id: eventId } = await transact(system, (tx) =>
    tx.event.findFirstOrThrow({ where: { requestId, type: 'request.approved' } }),
  )
  const context = { now: () => now.add({ seconds: 3 }), attempt: 1, signal: new AbortController().signal }
  for (let time = 0; time < 2; time += 1) await mailErasureScheduled.run({ eventId, controllerId, requestId }, context)
  const mails = (await listLocalMail()).filter(({ id }) => id.endsWith(`erasure-scheduled.${eventId}`))
  const clock = await transact(system, (tx) =>
    tx.clock.findFirst({ where: { requestId, clockId: 'ID-PP-87-PRENOTICE' } }),
  )
  return { texts: mails.map(({ text }) => text), clock }
}

test('from 16 January 2027 the mail is the notice beforehand, says why and when, and meets its clock', async () => {
  const { texts, clock } = await told('2027-01-20T03:00:00Z')
  expect(texts).toHaveLength(1)
  expect(texts[0]).toMatch(
    /PP 33\/2026 Pasal 87[\s\S]*tidak lagi diperlukan[\s\S]*Sabtu, 23 Januari 2027 pukul 11\.00 WIB/,
  )
  expect(clock).toMatchObject({ state: 'met', endedAt: new Date('2027-01-20T03:00:03Z') })
})

test('before that day it only says when, and no clock waits for it', async () => {
  const { texts, clock } = await told('2027-01-14T03:00:00Z')
  expect(texts[0]).toMatch(/tidak lagi diperlukan[\s\S]*Kamis, 14 Januari 2027 pukul 10\.01 WIB/)
  expect(texts[0]).not.toContain('Pasal 87')
  expect(clock).toBeNull()
})
