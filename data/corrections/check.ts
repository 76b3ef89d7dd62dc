import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { openConnection } from '#data/sources/connect.ts'
import type { Actor } from '#domain/actor.ts'
import type { Connection } from '#domain/connection.ts'
import type { SealedCorrection } from '#domain/rectification.ts'
import { openCorrection } from './load.ts'

/** A proposal that its source was not asked about yet. Personal: it stays in memory. */
export type Unchecked = {
  id: string
  source: { kind: string }
  yaml: string
  connection: Connection
  collection: string
  correction: SealedCorrection
}

const Proposed = z.object({ correctionId: z.uuid() })

/** @returns null when there is nothing to ask: removed, asked before, or the request is shredded */
export const findUnchecked = (actor: Actor, eventId: string): Promise<Unchecked | null> =>
  transact(actor, async (tx) => {
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { correctionId } = Proposed.parse(event.data)
    const found = await tx.correction.findFirst({
      where: { id: correctionId, state: 'proposed' },
      include: { request: true, task: { include: { source: true, dataset: true } } },
    })
    const key = found && (await openRequestKey(tx, found.request))
    if (!found || !key) return null
    const { task, request, id, collection } = found
    return {
      id,
      source: { kind: task.source.kind },
      yaml: task.dataset.yaml,
      connection: await openConnection(tx, task.source),
      collection,
      correction: await openCorrection(key, request, found),
    }
  })

/** Remembers what the source said. @param problem null: it takes the value */
export const recordCheck = (
  actor: Actor,
  { correctionId, problem }: { correctionId: string; problem: string | null },
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    const { count } = await tx.correction.updateMany({
      where: { id: correctionId, state: 'proposed' },
      data: { state: problem ? 'unfit' : 'fits', problem },
    })
    if (count === 0) return
    const { controllerId, requestId } = await tx.correction.findUniqueOrThrow({ where: { id: correctionId } })
    await record(tx, actor, { controllerId, requestId }, { type: 'correction.checked', correctionId, problem }, now)
  })
