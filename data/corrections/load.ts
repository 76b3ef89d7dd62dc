import type { Tx } from '#data/db.ts'
import { type Owner, openJsonFor } from '#data/keys/request-key.ts'
import { SealedCorrection } from '#domain/rectification.ts'

/** Opens what is sealed of a correction. */
export const openCorrection = async (
  key: Uint8Array,
  owner: Owner,
  { sealed }: { sealed: Uint8Array },
): Promise<SealedCorrection> => SealedCorrection.parse(await openJsonFor(key, owner, 'correction', sealed))

/**
 * Counts the request as changed since anybody saw it; what waited for approval is asked for anew.
 * @returns false when somebody else was faster
 */
export async function touchProposals(tx: Tx, { id }: { id: string }, version: number): Promise<boolean> {
  const { count } = await tx.request.updateMany({
    where: { id, version },
    data: { submittedBy: null, submittedAt: null, version: { increment: 1 } },
  })
  return count === 1
}
