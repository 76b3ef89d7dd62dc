import { expect, test } from 'vitest'
import { eight, later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { newController } from '#data/test-controller.ts'
import { withdrawRequest } from './withdraw.ts'

test('closes the request, voids its clocks, calls its timers off and says so', async () => {
  const { subject, request, clocks, timers, events } = await newRequest()
  expect(await withdrawRequest(subject, {}, later(5))).toEqual({ ok: true, value: null })
  expect(await request()).toMatchObject({ status: 'withdrawn', nextDueAt: null, nextClockId: null })
  expect((await clocks()).every(({ state, endedAt }) => state === 'void' && endedAt)).toBe(true)
  const waiting = (await timers()).filter(({ doneAt }) => !doneAt)
  expect(waiting.map(({ kind }) => kind)).toEqual(['shred'])
  expect(await events()).toEqual(['request.received', 'request.withdrawn'])
})

test.each(['executing', 'fulfilled', 'refused', 'withdrawn', 'lapsed'])('is too late when %s', async (status) => {
  const { subject, system, requestId, events } = await newRequest()
  await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { status } }))
  expect(await withdrawRequest(subject, {}, later(5))).toEqual({ ok: false, reason: 'too_late_to_withdraw' })
  expect(await events()).toEqual(['request.received'])
})

test('of eight at once one withdraws', async () => {
  const { subject, events } = await newRequest()
  const results = await eight(() => withdrawRequest(subject, {}, later(5)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await events()).filter((type) => type === 'request.withdrawn')).toHaveLength(1)
})

test('another controller cannot', async () => {
  const { subject, request } = await newRequest()
  const { controllerId } = await newController()
  expect(await withdrawRequest({ ...subject, controllerId }, {}, later(5))).toMatchObject({ ok: false })
  expect((await request()).status).toBe('received')
})
