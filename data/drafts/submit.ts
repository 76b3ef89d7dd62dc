import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { countUse, uncountUse } from '#data/rate-limits/limiter.ts'
import { networkOf } from '#data/rate-limits/network.ts'
import { acceptFiling } from '#data/requests/file.ts'
import { startSession } from '#data/subject-sessions/start.ts'
import { toFiling } from '#domain/draft.ts'
import type { Filing, Locale } from '#domain/filing.ts'
import { isNearLimit } from '#domain/proof-of-work.ts'
import { type Ok, ok, type Result, refuse } from '#domain/result.ts'
import type { DraftHolder } from './answer.ts'
import { lockDraft, sealDraft } from './draft.ts'
import { isProven, type Proof } from './proof.ts'

export type Sender = DraftHolder & { address: string; locale: Locale }
export type Submitted = { reference: string; sessionToken: string }
export type SubmitRefusal = 'draft_gone' | 'incomplete' | 'too_many_requests' | 'proof_needed' | 'not_found'

/**
 * Files what a draft holds, in one transaction: the draft stays locked until it knows what it became, so that pressed
 * twice it is one request, and both presses see its receipt.
 */
export async function submitDraft(
  sender: Sender,
  proof: Proof,
  now: Temporal.Instant,
): Promise<Result<Submitted, SubmitRefusal>> {
  const { controllerId, token, locale } = sender
  if (!token) return refuse('draft_gone')
  const actor = { kind: 'visitor', controllerId } as const
  return transact(actor, async (tx) => {
    const draft = await lockDraft(tx, controllerId, token, toDate(now))
    if (!draft) return refuse('draft_gone')
    if (draft.content.state === 'filed') {
      const { reference } = draft.content
      const request = await tx.request.findUnique({ where: { reference }, select: { id: true } })
      return request ? openReceipt(tx, { controllerId, id: request.id, reference }, now) : refuse('not_found')
    }
    const filing = toFiling(draft.content.answers)
    if (!filing.ok) return filing
    const limits = await passLimits(sender, filing.value, draft.id, proof, now)
    if (!limits.ok) return limits
    const input = { filing: filing.value, locale, channel: 'portal', submissionKey: draft.id } as const
    const filed = await acceptFiling(tx, actor, input, now)
    if (!filed.ok) return filed
    const { id, reference } = filed.value
    const sealed = await sealDraft(tx, controllerId, draft.id, { state: 'filed', reference })
    await tx.draft.updateMany({ where: { id: draft.id }, data: { sealed } })
    return openReceipt(tx, { controllerId, id, reference }, now)
  })
}

/** Half of a limit used: some work is asked for. All of it: nothing more this hour. What is refused is not counted. */
async function passLimits(
  { controllerId, address }: Sender,
  { email }: Filing,
  draftId: string,
  proof: Proof,
  now: Temporal.Instant,
): Promise<Result<null, 'too_many_requests' | 'proof_needed'>> {
  const network = networkOf(address)
  const contact = `${controllerId}/${email}`
  const counted = await Promise.all([countUse('intake_address', network), countUse('intake_contact', contact)])
  const uncount = () => Promise.all([uncountUse('intake_address', network), uncountUse('intake_contact', contact)])
  if (counted.some(({ used, limit }) => used > limit)) {
    await uncount()
    return refuse('too_many_requests')
  }
  if (counted.some(({ used, limit }) => isNearLimit(used - 1, limit)) && !(await isProven(draftId, proof, now))) {
    await uncount()
    return refuse('proof_needed')
  }
  return ok(null)
}

async function openReceipt(
  tx: Tx,
  { controllerId, id, reference }: { controllerId: string; id: string; reference: string },
  now: Temporal.Instant,
): Promise<Ok<Submitted>> {
  const sessionToken = await startSession(tx, { controllerId, requestId: id }, 'receipt', now)
  return ok({ reference, sessionToken })
}
