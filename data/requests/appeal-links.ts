import type { Tx } from '#data/db.ts'

/** References of the request that this one appeals, and of the one that appeals it. */
export type AppealLinks = { appealOf: string | null; appealedBy: string | null }

export async function findAppealLinks(
  tx: Tx,
  { id, previousId }: { id: string; previousId: string | null },
): Promise<AppealLinks> {
  const select = { reference: true }
  const previous = previousId ? await tx.request.findUnique({ where: { id: previousId }, select }) : null
  const next = await tx.request.findFirst({ where: { previousId: id }, select })
  return { appealOf: previous?.reference ?? null, appealedBy: next?.reference ?? null }
}
