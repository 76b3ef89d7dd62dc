import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { openJson, sealJson } from '#crypto/sealing.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys, withEither } from '#data/keys/controller-keys.ts'

/** What a person disputes and nobody could replace, in the words that are handed out with the data. */
export const Dispute = z.strictObject({
  source: z.string(),
  collection: z.string(),
  field: z.string(),
  statement: z.string(),
  since: z.string(),
})
export type Dispute = z.infer<typeof Dispute>

/** Bound into the seal: it opens in its own place only. */
export const disputeContext = ({ controllerId, id }: { controllerId: string; id: string }) => ({
  controllerId,
  disputeId: id,
  class: 'dispute',
})

type Request = { id: string; controllerId: string; contactIndex: string | null }

/** Keeps a statement beside the data for as long as the controller holds data of this contact. */
export async function keepDispute(tx: Tx, request: Request, dispute: Dispute, now: Temporal.Instant): Promise<void> {
  const { controllerId, id: requestId, contactIndex } = request
  if (!contactIndex) return
  const id = randomUUID()
  const { wrapping } = await openControllerKeys(tx, controllerId)
  const sealed = await sealJson(wrapping, dispute, disputeContext({ controllerId, id }))
  await tx.dispute.create({ data: { id, controllerId, requestId, contactIndex, sealed, statedAt: toDate(now) } })
}

/** What the person behind a request disputes, oldest first. */
export async function findDisputes(tx: Tx, { controllerId, contactIndex }: Request): Promise<Dispute[]> {
  if (!contactIndex) return []
  const keys = await openControllerKeys(tx, controllerId)
  const rows = await tx.dispute.findMany({ where: { controllerId, contactIndex }, orderBy: { statedAt: 'asc' } })
  const found: Dispute[] = []
  for (const row of rows)
    found.push(Dispute.parse(await withEither(keys, (key) => openJson(key, row.sealed, disputeContext(row)))))
  return found
}

/** The person's data are erased, and what was said about them goes too. */
export const dropDisputes = async (tx: Tx, { controllerId, contactIndex }: Request): Promise<void> => {
  if (contactIndex) await tx.dispute.deleteMany({ where: { controllerId, contactIndex } })
}
