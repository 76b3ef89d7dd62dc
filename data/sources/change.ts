import type { Temporal } from 'temporal-polyfill'
import { sealJson } from '#crypto/sealing.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { Connection } from '#domain/connection.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { ChangedSource } from '#domain/source/form.ts'
import { connectionContext } from './connect.ts'
import { lockManaged } from './managed.ts'

type Refusal = 'not_found' | 'changed_meanwhile' | 'other_kind'

/** Corrects what is known of a source. A new address is looked at soon; the old one is not kept. */
export const changeSource = (
  actor: Actor,
  { sourceId, version, kind, connection, ...facts }: ChangedSource,
  now: Temporal.Instant,
): Promise<Result<string[], Refusal>> =>
  transact(actor, async (tx) => {
    const source = await lockManaged(tx, actor, sourceId)
    if (!source) return refuse('not_found')
    if (source.kind !== kind) return refuse('other_kind')
    if (source.version !== version) return refuse('changed_meanwhile')
    const { controllerId } = source
    const fields = (['name', 'region', 'backupDays'] as const)
      .filter((field) => facts[field] !== source[field])
      .map(String)
    if (connection) fields.push('connection')
    if (fields.length === 0) return ok(fields)
    const { wrapping } = await openControllerKeys(tx, controllerId)
    const replaced = connection && {
      sealedConnection: await sealJson(
        wrapping,
        Connection.parse(connection),
        connectionContext(controllerId, sourceId),
      ),
      nextCheckAt: toDate(now),
    }
    await tx.source.update({
      where: { id: sourceId },
      data: { ...facts, ...replaced, version: { increment: 1 } },
    })
    await record(tx, actor, { controllerId }, { type: 'source.changed', sourceId, fields }, now)
    return ok(fields)
  })
