import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { maskEmail } from '#domain/contact.ts'
import { RequestDetails, type RequesterKind } from '#domain/filing.ts'
import type { Right } from '#domain/request.ts'
import { listShownClocks, type ShownClock } from './shown-clock.ts'

export type Receipt = {
  reference: string
  right: Right
  requesterKind: RequesterKind
  receivedAt: Temporal.Instant
  isVerified: boolean
  /** masked; null once the request was shredded */
  contact: string | null
  clocks: ShownClock[]
}

/** The record of a filing for whoever holds one of its sessions: no name, no free text, the contact masked. */
export const findReceipt = ({ controllerId, requestId }: { controllerId: string; requestId: string }) =>
  transact({ kind: 'visitor', controllerId }, async (tx): Promise<Receipt | null> => {
    const request = await tx.request.findUnique({
      where: { id: requestId },
    })
    if (!request) return null
    const owner = { controllerId, id: requestId }
    const key = await openRequestKey(tx, owner)
    const details =
      key && request.sealed ? RequestDetails.parse(await openJsonFor(key, owner, 'details', request.sealed)) : null
    return {
      reference: request.reference,
      right: request.right as Right,
      requesterKind: request.requesterKind as RequesterKind,
      receivedAt: toInstant(request.receivedAt),
      isVerified: request.verifiedAt !== null,
      contact: details && maskEmail(details.email),
      clocks: await listShownClocks(tx, request.id),
    }
  })
