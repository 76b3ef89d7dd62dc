import type { Temporal } from 'temporal-polyfill'
import { endClocks } from '#data/clocks/end.ts'
import { type Tx, transact } from '#data/db.ts'
import { noteErasureScheduled } from '#data/execution/prior-notice.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import { env } from '#env'

export type SentNotice = { requestId: string; eventId: string; kind: string; transport: string; region: string }

/** Notices that are the answer itself: handing one over is what every clock of the request waits for. */
export const ANSWERS: readonly string[] = ['answer-ready', 'erasure-done', 'refusal', 'answer', 'rectification-done']
/** Told of a stop that is only the beginning of an erasure, the person still waits for the rest. */
const STOPPED = 'processing-stopped'

/** Remembers that a mail was handed to its transport; saying it twice changes nothing. */
export const recordNotice = (actor: Actor, notice: SentNotice, now: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    const { requestId, kind, transport, region } = notice
    const { controllerId } = actor
    const { count } = await tx.notice.createMany({
      data: [{ ...notice, controllerId, at: toDate(now) }],
      skipDuplicates: true,
    })
    if (count === 0) return
    const about = { controllerId, requestId }
    await record(tx, actor, about, { type: 'notice.sent', kind, transport, region }, now)
    if (region !== env.REGION)
      await record(
        tx,
        actor,
        about,
        { type: 'data.moved', via: transport, dataClass: `mail:${kind}`, fromRegion: env.REGION, toRegion: region },
        now,
      )
    const owner = { controllerId, id: requestId }
    if (kind === 'acknowledgement') await acknowledge(tx, actor, owner, now)
    if (kind === 'erasure-scheduled') await noteErasureScheduled(tx, actor, owner, now)
    if (kind === STOPPED) await tellStopped(tx, actor, owner, now)
    if (ANSWERS.includes(kind)) await endClocks(tx, actor, owner, { as: 'met' }, now)
  })

/** The law's clock for stopping is met when the person hears of it; a withdrawal is answered by that altogether. */
async function tellStopped(
  tx: Tx,
  actor: Actor,
  owner: { controllerId: string; id: string },
  now: Temporal.Instant,
): Promise<void> {
  const { right } = await tx.request.findUniqueOrThrow({ where: { id: owner.id }, select: { right: true } })
  const only = right === 'consent_withdrawal' ? {} : { only: { stopEvent: 'processing_stopped' } }
  await endClocks(tx, actor, owner, { as: 'met', ...only }, now)
}

/** The acknowledgement ends the clocks that wait for it, by contract or by law, and puts the ball with the subject. */
async function acknowledge(
  tx: Tx,
  actor: Actor,
  owner: { controllerId: string; id: string },
  now: Temporal.Instant,
): Promise<void> {
  await endClocks(tx, actor, owner, { as: 'met', only: { stopEvent: 'acknowledged' } }, now)
  // Locked: somebody may prove identity at this very moment, and neither may undo the other.
  await tx.$queryRaw`select id::text from request where id = ${owner.id}::uuid for update`
  const request = await tx.request.findUniqueOrThrow({ where: { id: owner.id } })
  const to = move(request.status as Status, 'ask_identity')
  await tx.request.updateMany({
    where: { id: owner.id, acknowledgedAt: null },
    data: {
      acknowledgedAt: toDate(now),
      version: { increment: 1 },
      ...(to.ok ? { status: to.value } : {}),
    },
  })
}
