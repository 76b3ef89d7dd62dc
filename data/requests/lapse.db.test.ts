import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { breachClock, clocksDue } from '#data/clocks/breach.ts'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { eight, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { recordNotice } from '#data/notices/record.ts'
import { countQueue } from '#data/queue/count.ts'
import { record } from '#data/record.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'

const days = (count: number) => NOW.add({ hours: 24 * count })

/** A request under Indonesian and French law that nobody proved, of a controller that lets it lapse after ten days. */
async function lapsed() {
  const home = await newController({ lapseDays: 10, contractDays: 30, jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const request = await newRequest({}, home)
  const { requestId, controllerId, system } = request
  const about = { controllerId, requestId }
  const { id: eventId } = await transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId } }))
  const notice = { requestId, eventId, kind: 'acknowledgement', transport: 'local', region: 'ID' }
  await recordNotice(system, notice, NOW.add({ seconds: 2 }))
  const lapse = async (now: typeof NOW) => {
    const timer = (await request.timers()).find(({ kind }) => kind === 'lapse')
    if (!timer) throw new Error('no timer')
    await fireTimer(timer, now)
    return (await request.request()).status
  }
  const clocks = async () =>
    (await request.clocks())
      .filter(({ state }) => state !== 'superseded')
      .map(({ clockId, state, dueLocalDate }) => [clockId, state, dueLocalDate])
      .sort()
  const sweep = async (now: typeof NOW) => {
    for (const due of (await clocksDue(now, 100_000)).filter((each) => each.requestId === requestId))
      await breachClock(due, now)
  }
  const prove = async (now: typeof NOW) => {
    await askCode(request, request, now)
    return acceptCode(request, { reference: request.reference, code: await request.code() }, now)
  }
  const atRisk = async (now: typeof NOW) => (await countQueue(home.staff('agent'), now))['at-risk']
  const happen = (event: Parameters<typeof record>[3], now: typeof NOW) =>
    transact(system, (tx) => record(tx, system, about, event, now))
  return { ...request, lapse, listed: clocks, sweep, prove, atRisk, happen }
}

test('after the controller’s own period it lapses, not before; its clocks run on, and it stays at risk', async () => {
  const { lapse, listed, sweep, atRisk, events } = await lapsed()
  expect(await lapse(days(10).subtract({ seconds: 1 }))).toBe('verifying')
  const before = await listed()
  expect(await lapse(days(10))).toBe('lapsed')
  expect(await listed()).toEqual(before)
  expect(await atRisk(days(10))).toBe(1)
  await sweep(days(11))
  expect(await listed()).toEqual([
    ['CT-ACK-SAMEDAY', 'met', '2026-11-20'],
    ['CT-QE-30D', 'running', '2026-12-20'],
    ['EU-GDPR-12-3', 'running', '2026-12-21'],
    ['ID-UU-32', 'breached', null],
  ])
  expect((await events()).filter((type) => type === 'clock.breached')).toHaveLength(1)
  await sweep(days(40))
  expect((await listed()).map(([, state]) => state)).toEqual(['met', 'breached', 'breached', 'breached'])
  expect(await atRisk(days(40))).toBe(1)
})

test('proving identity reopens it once; what was missed stays missed, what runs keeps its date', async () => {
  const { lapse, listed, sweep, prove, request, events } = await lapsed()
  await lapse(days(10))
  await sweep(days(11))
  const before = await listed()
  expect(await prove(days(12))).toMatchObject({ ok: true })
  expect(await request()).toMatchObject({ status: 'collecting', closedAt: null, assurance: 'contact_code' })
  expect(await listed()).toEqual(before)
  expect((await events()).filter((type) => type === 'request.reopened')).toHaveLength(1)
  expect(await lapse(days(50))).toBe('collecting')
})

test('what nobody proved is shredded 30 days after it lapsed; what is proved before stays', async () => {
  const [silent, proved] = [await lapsed(), await lapsed()]
  const shred = async ({ timers }: typeof silent) =>
    Promise.all((await timers()).filter(({ kind }) => kind === 'shred').map((timer) => fireTimer(timer, days(41))))
  for (const { lapse } of [silent, proved]) await lapse(days(10))
  expect((await silent.timers()).find(({ kind }) => kind === 'shred')?.dueAt).toEqual(
    new Date(days(40).epochMilliseconds),
  )
  expect(await proved.prove(days(12))).toMatchObject({ ok: true })
  for (const one of [silent, proved]) await shred(one)
  expect(await silent.request()).toMatchObject({ status: 'lapsed', sealed: null, contactIndex: null })
  expect(await silent.atRisk(days(41))).toBe(1)
  expect((await proved.request()).shreddedAt).toBeNull()
})

test('of eight who enter the code at once, one reopens', async () => {
  const { lapse, request: look, reference, code, events, ...test } = await lapsed()
  await lapse(days(10))
  await askCode(test, { reference }, days(12))
  const given = await code()
  await eight(() => acceptCode(test, { reference, code: given }, days(12)))
  expect((await events()).filter((type) => type === 'request.reopened')).toHaveLength(1)
  expect((await look()).status).toBe('collecting')
})

test('reopening dates its clocks again, from all that happened meanwhile', async () => {
  const { lapse, listed, prove, happen, system, controllerId, requestId, events } = await lapsed()
  const questionId = randomUUID()
  const asked = { type: 'question.asked', questionId, about: 'clarification' } as const
  const eventId = await happen(asked, days(2))
  await transact(system, (tx) =>
    recomputeClocks(tx, system, { controllerId, id: requestId }, { id: eventId, type: asked.type }, days(2)),
  )
  await lapse(days(10))
  expect((await listed()).find(([id]) => id === 'EU-GDPR-12-3')).toEqual(['EU-GDPR-12-3', 'paused', '2026-12-21'])
  // Nine days of waiting from the unrolled 20 December, a Sunday.
  await happen({ type: 'question.answered', questionId }, days(11))
  await prove(days(12))
  expect((await listed()).find(([id]) => id === 'EU-GDPR-12-3')).toEqual(['EU-GDPR-12-3', 'running', '2026-12-29'])
  expect((await events()).filter((type) => type === 'clocks.changed')).toHaveLength(2)
})
