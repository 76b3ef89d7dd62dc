import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { EventType } from '#domain/event.ts'

/** What a queue may know about an event: ids. */
export const EventPayload = z.strictObject({
  eventId: z.uuid(),
  controllerId: z.uuid(),
  requestId: z.uuid().nullable(),
})
export type EventPayload = z.infer<typeof EventPayload>

/** `now` tells the time of the worker: a job asks it again after slow work, and a simulation answers as it likes. */
export type JobContext = { now: () => Temporal.Instant; attempt: number; signal: AbortSignal }

type Common = {
  name: string
  /** swift: mail and clocks; stop: ending what was withdrawn; slow: reading, packaging and erasing */
  lane: 'swift' | 'stop' | 'slow'
  retry: { attempts: number; delayMs: number }
}

/** Runs for each event of the listed types until it once ended without throwing. Must be safe twice and overlapped. */
export type EventJob = Common & {
  on: readonly EventType[]
  run: (payload: EventPayload, context: JobContext) => Promise<void>
}

/** Runs every so often, once in the whole installation. */
export type ScheduledJob = Common & { everyMs: number; run: (context: JobContext) => Promise<void> }

export type Job = EventJob | ScheduledJob

export const defineJob = (job: EventJob): EventJob => job
export const defineSchedule = (job: ScheduledJob): ScheduledJob => job
