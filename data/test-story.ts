import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { breachClock } from '#data/clocks/breach.ts'
import { endClocks } from '#data/clocks/end.ts'
import { extendClock } from '#data/clocks/extend.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { recordNotice } from '#data/notices/record.ts'
import { askSubject } from '#data/questions/ask.ts'
import { replyToQuestion } from '#data/questions/reply.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import type { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { Result } from '#domain/result.ts'

type At = Temporal.Instant

async function done(write: Promise<Result<unknown, string>>): Promise<void> {
  const result = await write
  if (!result.ok) throw new Error(result.reason)
}

/** A request for access, and whatever may happen to its clocks, each through its own verb. */
export async function newStory(home: Awaited<ReturnType<typeof newController>>, receivedAt: At) {
  const { controllerId, system } = home
  const { id: requestId, reference } = await newRequest(home, {}, receivedAt)
  const subject = { kind: 'subject', controllerId, requestId, level: 'status' } as const
  const agent = home.staff('agent')
  const load = () => transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
  const pinned = async () => ({ reference, version: (await load()).version })
  const tell = async (kind: string, at: At) => {
    const { id: eventId } = await transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId } }))
    await recordNotice(system, { requestId, eventId, kind, transport: 'local', region: 'ID' }, at)
  }
  const fire = async (kind: string, at: At) => {
    const timer = { id: randomUUID(), controllerId, requestId, kind }
    await transact(system, (tx) => tx.timer.create({ data: { ...timer, dueAt: toDate(at) } }))
    await fireTimer(timer, at)
  }
  return {
    reference,
    requestId,
    load,
    acknowledge: (at: At) => tell('acknowledgement', at),
    prove: (at: At) => transact(system, (tx) => proveIdentity(tx, subject, at)),
    ask: async (at: At, about: 'identity' | 'clarification' = 'clarification') =>
      done(askSubject(agent, { ...(await pinned()), about, question: 'Toko mana yang Anda maksud?' }, at)),
    reply: (at: At) => done(replyToQuestion(subject, { reply: 'Toko di Bandung' }, at)),
    extend: async (at: At, clockId: string) =>
      done(extendClock(agent, { ...(await pinned()), clockId, reason: 'Datanya ada di banyak tempat.' }, at)),
    withdraw: (at: At) => done(withdrawRequest(subject, {}, at)),
    fallAway: (at: At, clockId: string) =>
      transact(system, (tx) =>
        endClocks(tx, system, { controllerId, id: requestId }, { as: 'void', only: { clockId } }, at),
      ),
    lapse: (at: At) => fire('lapse', at),
    answer: async (at: At) => {
      await transact(system, (tx) => tx.request.update({ where: { id: requestId }, data: { status: 'fulfilled' } }))
      await tell('answer-ready', at)
    },
    sweep: async (at: At) => {
      const due = await transact(system, (tx) =>
        tx.clock.findMany({ where: { requestId, state: 'running', dueAt: { lt: toDate(at) } } }),
      )
      for (const { id } of due) await breachClock({ id, controllerId, requestId }, at)
    },
  }
}
