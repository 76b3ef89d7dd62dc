import type { Temporal } from 'temporal-polyfill'
import { markRelayed, type WaitingEvent, waitingEvents } from '#data/outbox.ts'
import type { EventJob } from './define.ts'

export const RELAY_BATCH = 200
const LOOK_AGAIN_SECONDS = 10
const LOOK_AGAIN_MOST_SECONDS = 3_600

/** 10 s, 20 s, 40 s … 1 h: a poisoned job must not keep the queue busy, a lost one must come back soon. */
const lookAgainAt = (now: Temporal.Instant, relays: number): Temporal.Instant =>
  now.add({ seconds: Math.min(LOOK_AGAIN_SECONDS * 2 ** Math.min(relays, 10), LOOK_AGAIN_MOST_SECONDS) })

type Hand = (job: EventJob, event: WaitingEvent) => Promise<void>

/**
 * Hands each waiting event's undone jobs to the queue, and settles events whose jobs are all done.
 * A crash anywhere, a second relay, or a queue that lost everything only makes a job be handed over again.
 * @returns how many events were looked at
 */
export async function relay(jobs: readonly EventJob[], hand: Hand, now: Temporal.Instant): Promise<number> {
  const waiting = await waitingEvents(now, RELAY_BATCH)
  if (waiting.length === 0) return 0
  const undone = waiting.map((event) => ({
    event,
    jobs: jobs.filter((job) => job.on.includes(event.type) && !event.done.includes(job.name)),
  }))
  for (const { event, jobs } of undone) for (const job of jobs) await hand(job, event)
  await markRelayed(
    undone.map(({ event: { eventId, relays }, jobs }) => ({
      eventId,
      lookAgainAt: lookAgainAt(now, relays),
      isSettled: jobs.length === 0,
    })),
  )
  return waiting.length
}
