import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { sealJson } from '#crypto/sealing.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import { Connection } from '#domain/connection.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { NewSource } from '#domain/source/form.ts'
import { connectionContext } from './connect.ts'
import { openCheck } from './open-check.ts'

type Added = { sourceId: string; checkId: string }

/** Adds a source without a map, which no request asks, and begins its first check or the draft of its map. */
export const addSource = (
  actor: Actor,
  { connection, yaml, ...facts }: NewSource,
  now: Temporal.Instant,
): Promise<Result<Added, 'not_found' | 'key_taken' | 'check_running'>> =>
  transact(actor, async (tx) => {
    const { controllerId, kind } = facts
    if (actor.kind !== 'staff' || !may(actor, 'manage_sources', controllerId)) return refuse('not_found')
    const id = randomUUID()
    const { wrapping } = await openControllerKeys(tx, controllerId)
    const context = connectionContext(controllerId, id)
    const sealedConnection = await sealJson(wrapping, Connection.parse(connection), context)
    const { count } = await tx.source.createMany({
      data: [{ ...facts, id, sealedConnection, createdAt: toDate(now), nextCheckAt: toDate(now) }],
      skipDuplicates: true,
    })
    if (count === 0) return refuse('key_taken')
    await record(tx, actor, { controllerId }, { type: 'source.added', sourceId: id, kind }, now)
    const question = yaml === null ? ({ purpose: 'draft' } as const) : ({ purpose: 'check', yaml } as const)
    const asked = await openCheck(tx, actor, { id, controllerId }, question, now)
    return asked.ok ? ok({ sourceId: id, checkId: asked.value.checkId }) : asked
  })
