import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, newController } from '#data/test-controller.ts'
import { mailCode } from './mail-code.ts'

/** A code whose mail was handed over by a worker that died before it could say so. */
async function codeWith(usedAt: Date | null) {
  const { controllerId, system, visitor } = await newController()
  const now = Temporal.Now.instant()
  const input = { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
  const filed = await fileRequest(visitor, input, now)
  if (!filed.ok) throw new Error(filed.reason)
  const requestId = filed.value.id
  const past = new Date(now.epochMilliseconds - 3_600_000)
  const eventId = await transact(system, async (tx) => {
    const { id: codeId } = await tx.code.create({
      data: {
        controllerId,
        requestId,
        purpose: 'verify',
        salt: '',
        codeHash: '',
        createdAt: past,
        expiresAt: past,
        usedAt,
      },
    })
    return record(tx, system, { controllerId, requestId }, { type: 'code.asked', codeId, purpose: 'verify' }, now)
  })
  const context = { now: () => now, attempt: 2, signal: new AbortController().signal }
  await mailCode.run({ eventId, controllerId, requestId }, context)
  await mailCode.run({ eventId, controllerId, requestId }, context)
  return transact(system, (tx) => tx.notice.count({ where: { eventId, kind: 'code' } }))
}

test('a code that was used was sent, and is remembered once', async () => {
  expect(await codeWith(new Date())).toBe(1)
})

test('a code that ran out unused is not said to be sent', async () => {
  expect(await codeWith(null)).toBe(0)
})
