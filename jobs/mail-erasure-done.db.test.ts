import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { listLocalMail } from '#data/local-outbox.ts'
import { record } from '#data/record.ts'
import { mailErasureDone } from './mail-erasure-done.ts'

test('the subject is told only after everybody who got the data was; until then the job comes back', async () => {
  const { controllerId, requestId, system } = await newRequest({ right: 'erasure' })
  const now = Temporal.Now.instant()
  const about = { controllerId, requestId }
  const facts = { name: 'Kurir', kind: 'processor', contact: 'dpo@kurir.example', region: 'ID' }
  const { eventId, recipientId } = await transact(system, async (tx) => {
    const recipient = await tx.recipient.create({ data: { controllerId, ...facts } })
    const issued = { type: 'certificate.issued', certificateId: randomUUID(), kid: 'k', jwsSha256: 's' } as const
    return { eventId: await record(tx, system, about, issued, now), recipientId: recipient.id }
  })
  const tell = () =>
    mailErasureDone.run({ eventId, ...about }, { now: () => now, attempt: 1, signal: new AbortController().signal })
  const mails = async () => (await listLocalMail()).filter(({ id }) => id.endsWith(`erasure-done.${eventId}`)).length
  await expect(tell()).rejects.toThrow('processor_not_instructed_first')
  expect(await mails()).toBe(0)
  await transact(system, (tx) =>
    tx.instruction.create({ data: { ...about, recipientId, instructedAt: toDate(now.subtract({ seconds: 1 })) } }),
  )
  await tell()
  await tell()
  expect(await mails()).toBe(1)
  expect(await transact(system, (tx) => tx.notice.count({ where: { eventId, kind: 'erasure-done' } }))).toBe(1)
})
