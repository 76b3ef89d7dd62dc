import type { Temporal } from 'temporal-polyfill'
import { findCalendars } from '#data/calendars/find.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { ENDED_STATUSES } from '#domain/request.ts'
import type { Recompute } from '#prisma/generated/client.ts'
import { type CauseType, changesOf } from './changes.ts'
import { recomputeClocks } from './recompute.ts'
import { findStories } from './story.ts'

type Which = { controllerId: string; eventId: string }

export const RECOMPUTE_BATCH = 500
/** Leaves most of the connections to other jobs. */
const AT_ONCE = 4

const actorOf = ({ controllerId }: Which) => ({ kind: 'system', controllerId, job: 'recompute-clocks' }) as const
const running = ({ controllerId }: Which) => ({ controllerId, status: { notIn: [...ENDED_STATUSES] } })

/** Notes that every running request of the event's controller is to be dated again; twice is once. */
export const beginRecompute = (which: Which, now: Temporal.Instant): Promise<void> =>
  transact(actorOf(which), async (tx) => {
    const total = await tx.request.count({ where: running(which) })
    await tx.recompute.createMany({ data: [{ ...which, total, startedAt: toDate(now) }], skipDuplicates: true })
  })

/**
 * Dates the next 500 running requests again. Only those with a date that differs are locked, each in a transaction of
 * its own, so a stop anywhere loses nothing and a second run finds nothing left to do. @returns whether there are more
 */
export async function recomputeNext(which: Which, now: Temporal.Instant, most = RECOMPUTE_BATCH): Promise<boolean> {
  const actor = actorOf(which)
  const batch = await transact(actor, (tx) => findBatch(tx, which, most))
  if (!batch) return false
  const waiting = [...batch.stale]
  const hand = async () => {
    for (let id = waiting.pop(); id; id = waiting.pop()) await moveOne(which, id, batch.cause, now)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
  const isLast = batch.ids.length < most
  await transact(actor, (tx) =>
    tx.recompute.updateMany({
      // Of two that dated the same batch, one moves on.
      where: { ...which, afterId: batch.afterId, finishedAt: null },
      data: {
        afterId: batch.ids.at(-1) ?? batch.afterId,
        seen: { increment: batch.ids.length },
        finishedAt: isLast ? toDate(now) : null,
      },
    }),
  )
  return !isLast
}

const moveOne = (which: Which, id: string, type: CauseType, now: Temporal.Instant): Promise<void> =>
  transact(actorOf(which), async (tx) => {
    const owner = { controllerId: which.controllerId, id }
    const moved = await recomputeClocks(tx, actorOf(which), owner, { id: which.eventId, type }, now)
    if (moved > 0) await tx.recompute.updateMany({ where: which, data: { moved: { increment: 1 } } })
  })

type Batch = Pick<Recompute, 'afterId'> & { cause: CauseType; ids: string[]; stale: string[] }

async function findBatch(tx: Tx, which: Which, most: number): Promise<Batch | null> {
  const { controllerId, eventId } = which
  const { afterId, finishedAt } = await tx.recompute.findUniqueOrThrow({ where: { eventId } })
  if (finishedAt) return null
  const event = await tx.event.findUniqueOrThrow({ where: { id: eventId }, select: { type: true } })
  const cause = event.type as CauseType
  const requests = await tx.request.findMany({
    where: { ...running(which), ...(afterId ? { id: { gt: afterId } } : {}) },
    select: {
      ...{ id: true, controllerId: true, receivedAt: true, right: true, previousId: true, subjectCountry: true },
      clocks: { where: { state: { not: 'superseded' } } },
    },
    orderBy: { id: 'asc' },
    take: most,
  })
  const controller = await tx.controller.findUniqueOrThrow({ where: { id: controllerId } })
  const calendars = await findCalendars(tx, controllerId)
  const stories = await findStories(tx, controllerId, requests)
  const stale = requests.filter(({ id, right, previousId, subjectCountry, clocks: current }) => {
    const story = stories.get(id)
    const request = { right, previousId, subjectCountry, controller }
    return story && changesOf(cause, { request, current, story: { ...story, calendars } }).length > 0
  })
  return { afterId, cause, ids: requests.map(({ id }) => id), stale: stale.map(({ id }) => id) }
}
