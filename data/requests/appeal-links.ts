import type { Tx } from '#data/db.ts'

/**
 * References of the request that this one appeals and of the one that appeals it; of the withdrawal of consent that it
 * follows and of the erasure that follows it.
 */
export type AppealLinks = {
  appealOf: string | null
  appealedBy: string | null
  follows: string | null
  followedBy: string | null
}

export async function findAppealLinks(
  tx: Tx,
  { id, previousId, followsId }: { id: string; previousId: string | null; followsId: string | null },
): Promise<AppealLinks> {
  const select = { reference: true }
  const named = async (id: string | null) => (id ? await tx.request.findUnique({ where: { id }, select }) : null)
  const [previous, withdrawal] = [await named(previousId), await named(followsId)]
  const next = await tx.request.findFirst({ where: { previousId: id }, select })
  const erasure = await tx.request.findFirst({ where: { followsId: id }, select })
  return {
    appealOf: previous?.reference ?? null,
    appealedBy: next?.reference ?? null,
    follows: withdrawal?.reference ?? null,
    followedBy: erasure?.reference ?? null,
  }
}
