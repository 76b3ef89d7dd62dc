import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { record } from '#data/record.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { recomputeClocks } from './recompute-clocks.ts'

test('run twice, run while it stops, run overlapped: every request is dated again once', async () => {
  const home = await newController({ contractDays: 30 })
  const { controllerId, system } = home
  for (const _ of [1, 2, 3]) await newRequest(home)
  await transact(system, (tx) => tx.controller.update({ where: { id: controllerId }, data: { contractDays: 7 } }))
  const eventId = await transact(system, (tx) =>
    record(tx, system, { controllerId }, { type: 'controller.settings_changed', changes: [] }, NOW),
  )
  const stopping = AbortSignal.abort(randomUUID())
  const run = (signal = new AbortController().signal) =>
    recomputeClocks.run({ eventId, controllerId, requestId: null }, { now: () => NOW, attempt: 1, signal })
  await Promise.all([run(stopping), run(), run()])
  await run()
  const [changed, progress] = await transact(system, (tx) =>
    Promise.all([
      tx.event.count({ where: { controllerId, type: 'clocks.changed' } }),
      tx.recompute.findUniqueOrThrow({ where: { eventId } }),
    ]),
  )
  expect(changed).toBe(3)
  expect(progress).toMatchObject({ total: 3, seen: 3, moved: 3 })
})
