import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { recordInstructions } from '#data/execution/instruct.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { recordNotice } from '#data/notices/record.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { finishStopping } from './finish.ts'

const LISTED = `dataset:
  - fides_key: shop
    hakku_meta: {purposes: [{key: iklan, label: {id: Iklan, en: Adverts}}]}
    collections: [{name: customers, fields: [{name: id}]}]
`

async function submitted(ground: ErasureGround) {
  const home = await newController()
  const { controllerId, system } = home
  const request = await newReviewed(home, { right: 'erasure' })
  const { id: requestId } = request
  await transact(system, async (tx) => {
    const { id: sourceId } = await tx.source.findFirstOrThrow({ where: { controllerId } })
    await tx.dataset.create({
      data: { controllerId, sourceId, version: 2, yaml: LISTED, createdAt: new Date(NOW.epochMilliseconds) },
    })
  })
  const asked = await submitForReview(home.staff('agent'), { ...request, ground }, NOW)
  if (!asked.ok) throw new Error(asked.reason)
  const tasks = (purpose: string) => transact(system, (tx) => tx.task.findMany({ where: { requestId, purpose } }))
  return { ...home, ...request, requestId, tasks }
}

test('an erasure because consent was withdrawn: stopping is planned at once, and nothing is erased before it is done', async () => {
  const { system, staff, tasks, requestId, reference, version, controllerId } = await submitted('consent_withdrawn')
  const [stop] = await tasks('stop')
  expect(stop).toMatchObject({ state: 'waiting' })
  if (!stop) throw new Error('no task')
  const approved = await approveRequest(staff('lead'), { reference, version: version + 1 }, NOW)
  expect(approved).toMatchObject({ ok: true })
  const later = NOW.add({ hours: 1 })
  const timer = await transact(system, (tx) =>
    tx.timer.findFirstOrThrow({ where: { requestId, kind: 'execute', doneAt: null } }),
  )
  await fireTimer(timer, later)
  await recordInstructions(system, { requestId, recipientIds: [] }, later)
  expect(await tasks('erase')).toEqual([])

  await transact(system, (tx) => tx.task.update({ where: { id: stop.id }, data: { state: 'running' } }))
  const at = later.toString()
  const outcome = { verified: true as const, startedAt: at, stoppedAt: at, verifiedAt: at, purposes: [] }
  expect(await finishStopping(system, { taskId: stop.id, outcome, hasWords: false }, later)).toMatchObject({ ok: true })
  expect(await finishStopping(system, { taskId: stop.id, outcome, hasWords: false }, later)).toMatchObject({
    ok: false,
  })
  await recordInstructions(system, { requestId, recipientIds: [] }, later)
  expect(await tasks('erase')).toHaveLength(1)

  // Told that it has stopped, the person still waits for the erasure: only the clock for stopping is met.
  const { id: eventId } = await transact(system, (tx) =>
    tx.event.findFirstOrThrow({ where: { requestId, type: 'stops.finished' } }),
  )
  const notice = { requestId, eventId, kind: 'processing-stopped', transport: 'local', region: 'ID' }
  await recordNotice(system, notice, later)
  const clocks = await transact(system, (tx) => tx.clock.findMany({ where: { requestId, controllerId } }))
  expect(clocks.find(({ clockId }) => clockId === 'ID-UU-40')).toMatchObject({ state: 'met' })
  expect(clocks.some(({ state }) => state === 'running')).toBe(true)
})

test('any other ground stops nothing first', async () => {
  const { tasks } = await submitted('request')
  expect(await tasks('stop')).toEqual([])
})
