import { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { ConsentReceipt, type ReceiptRecipient } from '#domain/certificate/receipt.ts'
import type { Label } from '#domain/dataset/dataset.ts'

/** What a receipt says, for a mail and a page. `verifiedAt` null: nothing was read again. */
export type StoppedFacts = {
  purposes: Label[]
  stoppedAt: Temporal.Instant
  verifiedAt: Temporal.Instant | null
  /** whoever got the data and was told to stop as well */
  recipients: ReceiptRecipient[]
}

/** @returns null when there is none, or it is of another version */
export async function stoppedFacts(tx: Tx, requestId: string): Promise<StoppedFacts | null> {
  const stored = await tx.consentReceipt.findFirst({ where: { requestId }, orderBy: { issuedAt: 'desc' } })
  const [, payload = ''] = stored?.jws.split('.') ?? []
  if (!stored || payload === '') return null
  const read = ConsentReceipt.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  if (!read.success) return null
  const processes = read.data['dpv:hasRecordOfActivity']['dpv:hasProcess']
  const labels = new Map(processes.map(({ 'dpv:hasPurpose': each }) => [each['dct:identifier'], each['dct:title']]))
  const latest = (type: 'hakku:Stopped' | 'hakku:ReadAgain'): string | undefined =>
    processes
      .flatMap((process) => process['hakku:event'])
      .filter((event) => event['@type'] === type)
      .map((event) => event['dct:date'])
      .sort()
      .at(-1)
  const verifiedAt = latest('hakku:ReadAgain')
  return {
    purposes: [...labels.values()],
    recipients: read.data['dpv:hasRecordOfActivity']['dpv:hasRecipient'],
    stoppedAt: Temporal.Instant.from(latest('hakku:Stopped') ?? read.data['dct:issued']),
    verifiedAt: verifiedAt === undefined ? null : Temporal.Instant.from(verifiedAt),
  }
}

export const findStoppedFacts = (actor: Actor, requestId: string): Promise<StoppedFacts | null> =>
  transact(actor, (tx) => stoppedFacts(tx, requestId))
