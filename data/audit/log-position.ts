import { inclusionProof } from '#crypto/merkle.ts'
import type { Tx } from '#data/db.ts'
import type { LogPosition } from '#domain/certificate/certificate.ts'
import { logOrigin } from './leaf.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/** Where an event stands in its controller's log, with the proof up to the newest checkpoint. @returns null when unsealed */
export async function logPosition(tx: Tx, controllerId: string, eventId: string): Promise<LogPosition | null> {
  const leaf = await tx.leaf.findUnique({ where: { eventId } })
  const checkpoint = await tx.checkpoint.findFirst({ where: { controllerId }, orderBy: { size: 'desc' } })
  if (!leaf || !checkpoint || leaf.controllerId !== controllerId) return null
  const leaves = await tx.leaf.findMany({
    where: { controllerId, index: { lt: checkpoint.size } },
    orderBy: { index: 'asc' },
    select: { hash: true },
  })
  const leafIndex = Number(leaf.index)
  return {
    origin: logOrigin(controllerId),
    leafIndex,
    treeSize: Number(checkpoint.size),
    leafHash: base64(leaf.hash),
    proof: inclusionProof(
      leafIndex,
      leaves.map(({ hash }) => hash),
    ).map(base64),
    checkpoint: checkpoint.note,
  }
}
