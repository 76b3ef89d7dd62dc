import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'

test('works', async () => {
  const id = randomUUID()
  const actor = { kind: 'system' as const, controllerId: id, job: 'test' }
  const now = Temporal.Instant.from('2026-11-21T00:00:00Z')
  await transact(actor, async (tx) => {
    await tx.controller.create({
      data: {
        id,
        slug: id,
        kind: 'customer',
        name: 'T',
        contact: 'c',
        dpoName: 'd',
        dpoContact: 'e',
        zone: 'Asia/Jakarta',
        contractDays: 14,
        jurisdictions: ['ID'],
        cancelWindowMinutes: 1,
        lapseDays: 30,
        packageDays: 7,
        createdAt: new Date(),
      },
    })
    await record(tx, actor, { controllerId: id }, { type: 'user.signed_in', userId: id, sessionId: id }, now)
    expect(await tx.event.count()).toBe(1)
  })
  expect(await transact({ ...actor, controllerId: randomUUID() }, (tx) => tx.event.count())).toBe(0)
})
