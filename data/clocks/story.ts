import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Story, storyOf } from '#domain/clock/story.ts'
import { Event, type EventType } from '#domain/event.ts'

const MOVING: EventType[] = ['identity.proved', 'question.asked', 'question.answered', 'deadline.extended']

/** Reads from the log all that can move a request's clocks; nothing about their dates is kept anywhere else. */
export async function findStory(tx: Tx, requestId: string, receivedAt: Temporal.Instant): Promise<Story> {
  const events = await tx.event.findMany({ where: { requestId, type: { in: MOVING } }, orderBy: { seq: 'asc' } })
  return storyOf(
    receivedAt,
    events.map(({ type, data, at }) => ({
      at: toInstant(at),
      event: Event.parse({ type, ...z.record(z.string(), z.unknown()).parse(data) }),
    })),
  )
}
