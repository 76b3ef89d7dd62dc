import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { toldOf } from '#data/notices/staff.ts'
import type { Actor } from '#domain/actor.ts'
import { DriftKinds } from '#domain/source/drift.ts'
import type { Controller } from '#prisma/generated/client.ts'

/** What a mail about a source that drifted needs: how much of what, and no name of a table. */
export type FoundDrift = {
  sourceId: string
  name: string
  controller: Controller
  kinds: DriftKinds
  at: Temporal.Instant
  /** the ids of those who were told of it */
  told: string[]
}

const Drifted = z.object({ sourceId: z.uuid(), kinds: DriftKinds })

/** @returns null when the source is as its map says again */
export const findDrift = (actor: Actor, eventId: string): Promise<FoundDrift | null> =>
  transact(actor, async (tx) => {
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { sourceId, kinds } = Drifted.parse(event.data)
    const source = await tx.source.findUniqueOrThrow({ where: { id: sourceId }, include: { controller: true } })
    if (source.state !== 'drifted') return null
    const { name, controller } = source
    return { sourceId, name, controller, kinds, at: toInstant(event.at), told: await toldOf(tx, eventId) }
  })
