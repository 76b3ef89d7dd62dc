import type { Tx } from '#data/db.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { Source } from '#prisma/generated/client.ts'

/** A source that this actor manages, locked until the transaction ends. null: there is none, or it is somebody else's. */
export async function lockManaged(tx: Tx, actor: Actor, sourceId: string): Promise<Source | null> {
  await tx.$queryRaw`select id::text from source where id = ${sourceId}::uuid for update`
  const source = await tx.source.findUnique({ where: { id: sourceId } })
  return source && may(actor, 'manage_sources', source.controllerId) ? source : null
}

/** The map in force. null: none was taken into use yet. */
export const currentMap = (tx: Tx, sourceId: string) =>
  tx.dataset.findFirst({ where: { sourceId }, orderBy: { version: 'desc' } })
