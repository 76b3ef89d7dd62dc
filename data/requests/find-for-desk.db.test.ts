import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import { transact } from '#data/db.ts'
import { askSubject } from '#data/questions/ask.ts'
import { record } from '#data/record.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { fileRequest } from './file.ts'
import { findForDesk } from './find-for-desk.ts'

async function filed(change: Partial<Prisma.ControllerCreateInput>) {
  const home = await newController(change)
  const submission = { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
  const result = await fileRequest(home.visitor, submission, NOW)
  if (!result.ok) throw new Error(result.reason)
  return { ...home, id: result.value.id, reference: result.value.reference }
}

test('a clock that waits knows the question that stopped it, and who asked', async () => {
  const { reference, ...home } = await filed({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const agent = home.staff('agent')
  await transact(home.system, (tx) =>
    tx.user.create({
      data: {
        ...{ id: agent.userId, controllerId: home.controllerId, email: `${agent.userId}@tim.example` },
        ...{ name: 'Ayu Lestari', role: 'agent', createdAt: new Date() },
      },
    }),
  )
  const words = { about: 'clarification', question: 'Toko mana yang Anda maksud?' } as const
  await askSubject(agent, { reference, version: 1, ...words }, NOW.add({ hours: 1 }))

  const shown = await findForDesk(agent, reference, NOW.add({ hours: 2 }))
  const asked = shown?.evidence.moments.find(({ event }) => event.type === 'question.asked')
  expect(asked?.by.name).toBe('Ayu Lestari')
  const stopped = shown?.clocks.filter(({ setBy }) => setBy.includes(asked?.id ?? ''))
  expect(stopped?.map(({ clockId, state }) => [clockId, state])).toEqual([['EU-GDPR-12-3', 'paused']])
})

test('a shorter promise shows the longer one before it, though another clock counted that', async () => {
  const { reference, id, controllerId, system, staff } = await filed({ contractDays: 30 })
  await transact(system, async (tx) => {
    await tx.controller.update({ where: { id: controllerId }, data: { contractDays: 14 } })
    const about = { controllerId, requestId: id }
    const cause = await record(tx, system, about, { type: 'controller.settings_changed', changes: [] }, NOW)
    const type = 'controller.settings_changed'
    await recomputeClocks(tx, system, { controllerId, id }, { id: cause, type }, NOW.add({ hours: 1 }))
  })
  const shown = await findForDesk(staff('agent'), reference, NOW.add({ hours: 2 }))
  const promise = shown?.clocks.find(({ kind, clockId }) => kind === 'contractual' && clockId !== 'CT-ACK-SAMEDAY')
  expect([promise?.clockId, promise?.dueLocalDate]).toEqual(['CT-DALANG-14D', '2026-12-04'])
  expect(promise?.earlier.map(({ dueLocalDate }) => dueLocalDate)).toEqual(['2026-12-20'])
})
