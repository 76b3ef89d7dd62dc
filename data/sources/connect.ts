import type { Temporal } from 'temporal-polyfill'
import { openJson, sealJson } from '#crypto/sealing.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys, withEither } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import { Connection } from '#domain/connection.ts'
import type { SourceKind } from '#domain/source/kind.ts'

export type ConnectInput = {
  id: string
  key: string
  name: string
  kind: SourceKind
  region: string
  backupDays: number
  connection: Connection
  yaml: string
}

/** Bound into the seal of a source's credentials: they open for this source only. */
export const connectionContext = (controllerId: string, sourceId: string) => ({
  controllerId,
  sourceId,
  class: 'connection',
})

/** Connects a source with the first version of its dataset. */
export const connectSource = (actor: Actor, input: ConnectInput, now: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const { id, connection, yaml, ...facts } = input
    const { wrapping } = await openControllerKeys(tx, controllerId)
    const sealedConnection = await sealJson(wrapping, Connection.parse(connection), connectionContext(controllerId, id))
    await tx.source.create({
      data: { id, controllerId, ...facts, sealedConnection, createdAt: toDate(now), nextCheckAt: toDate(now) },
    })
    await tx.dataset.create({ data: { controllerId, sourceId: id, version: 1, yaml, createdAt: toDate(now) } })
  })

export async function openConnection(
  tx: Tx,
  source: { id: string; controllerId: string; sealedConnection: Uint8Array },
): Promise<Connection> {
  const context = connectionContext(source.controllerId, source.id)
  const keys = await openControllerKeys(tx, source.controllerId)
  return Connection.parse(await withEither(keys, (key) => openJson(key, source.sealedConnection, context)))
}
