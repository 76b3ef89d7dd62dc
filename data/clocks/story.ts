import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Moment, type Story, storyOf } from '#domain/clock/story.ts'
import { Event, type EventType } from '#domain/event.ts'

type Received = { id: string; controllerId: string; receivedAt: Date }

const MOVING: EventType[] = ['identity.proved', 'question.asked', 'question.answered', 'deadline.extended']

/** Reads from the log all that can move a request's clocks; nothing about their dates is kept anywhere else. */
export async function findStory(tx: Tx, request: Received): Promise<Story> {
  const stories = await findStories(tx, request.controllerId, [request])
  return stories.get(request.id) ?? storyOf(toInstant(request.receivedAt), [])
}

/** The same for many requests of one controller at once, by their id. */
export async function findStories(
  tx: Tx,
  controllerId: string,
  requests: readonly Received[],
): Promise<Map<string, Story>> {
  const events = await tx.event.findMany({
    where: { controllerId, requestId: { in: requests.map(({ id }) => id) }, type: { in: MOVING } },
    orderBy: { seq: 'asc' },
  })
  const moments = Map.groupBy(events, ({ requestId }) => requestId)
  return new Map(
    requests.map(({ id, receivedAt }) => [id, storyOf(toInstant(receivedAt), (moments.get(id) ?? []).map(toMoment))]),
  )
}

const toMoment = ({ type, data, at }: { type: string; data: unknown; at: Date }): Moment => ({
  at: toInstant(at),
  event: Event.parse({ type, ...z.record(z.string(), z.unknown()).parse(data) }),
})
