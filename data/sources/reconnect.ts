import { sealJson } from '#crypto/sealing.ts'
import { transact } from '#data/db.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import { addressOf, Connection } from '#domain/connection.ts'
import { connectionContext, openConnection } from './connect.ts'

/** Gives a source another address; nothing happens when it has this one. @returns false when there is no such source */
export const reconnectSource = (
  actor: Actor,
  { key, connection }: { key: string; connection: Connection },
): Promise<boolean> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const source = await tx.source.findUnique({ where: { controllerId_key: { controllerId, key } } })
    if (!source) return false
    if (addressOf(await openConnection(tx, source)) === addressOf(connection)) return true
    const { wrapping } = await openControllerKeys(tx, controllerId)
    const sealedConnection = await sealJson(
      wrapping,
      Connection.parse(connection),
      connectionContext(controllerId, source.id),
    )
    await tx.source.update({ where: { id: source.id }, data: { sealedConnection } })
    return true
  })
