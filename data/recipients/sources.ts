import type { Tx } from '#data/db.ts'

/** Whether all of these are sources of this controller. */
export const areSources = async (tx: Tx, controllerId: string, ids: readonly string[]): Promise<boolean> =>
  (await tx.source.count({ where: { controllerId, id: { in: [...ids] } } })) === new Set(ids).size

/** Says from which sources a recipient gets data; none: from every one. */
export async function setSources(
  tx: Tx,
  { controllerId, recipientId }: { controllerId: string; recipientId: string },
  sourceIds: readonly string[],
): Promise<void> {
  await tx.recipientSource.deleteMany({ where: { controllerId, recipientId, sourceId: { notIn: [...sourceIds] } } })
  await tx.recipientSource.createMany({
    data: sourceIds.map((sourceId) => ({ controllerId, recipientId, sourceId })),
    skipDuplicates: true,
  })
}
