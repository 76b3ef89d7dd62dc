import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { countUse, usedOf } from '#data/rate-limits/limiter.ts'
import { networkOf } from '#data/rate-limits/network.ts'
import { fileRequest } from '#data/requests/file.ts'
import { startSession } from '#data/subject-sessions/start.ts'
import { toFiling } from '#domain/draft.ts'
import type { Filing, Locale } from '#domain/filing.ts'
import { isNearLimit } from '#domain/proof-of-work.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { DraftHolder } from './answer.ts'
import { lockDraft, sealDraft } from './draft.ts'
import { findDraft } from './find.ts'
import { isProven, type Proof } from './proof.ts'

export type Sender = DraftHolder & { address: string; locale: Locale }
export type Submitted = { reference: string; sessionToken: string }
export type SubmitRefusal = 'draft_gone' | 'incomplete' | 'too_many_requests' | 'proof_needed' | 'not_found'

/** Files what a draft holds. Pressed twice, it is one request and both presses see its receipt. */
export async function submitDraft(
  sender: Sender,
  proof: Proof,
  now: Temporal.Instant,
): Promise<Result<Submitted, SubmitRefusal>> {
  const { controllerId, token, locale } = sender
  const draft = token ? await findDraft(controllerId, token, now) : null
  if (!draft || !token) return refuse('draft_gone')
  if (draft.content.state === 'filed') return openReceipt(controllerId, draft.content.reference, now)
  const filing = toFiling(draft.content.answers)
  if (!filing.ok) return filing
  const limits = await passLimits(sender, filing.value, draft.id, proof, now)
  if (!limits.ok) return limits
  const filed = await fileRequest(
    { kind: 'visitor', controllerId },
    { filing: filing.value, locale, channel: 'portal', submissionKey: draft.id },
    now,
  )
  if (!filed.ok) return filed
  const { reference } = filed.value
  await transact({ kind: 'visitor', controllerId }, async (tx) => {
    const current = await lockDraft(tx, controllerId, token, toDate(now))
    const sealed = await sealDraft(tx, controllerId, draft.id, { state: 'filed', reference })
    if (current) await tx.draft.update({ where: { id: current.id }, data: { sealed } })
  })
  return openReceipt(controllerId, reference, now)
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
  const used = await Promise.all([usedOf('intake_address', network), usedOf('intake_contact', contact)])
  if (used.some((count) => count.used >= count.limit)) return refuse('too_many_requests')
  if (used.some((count) => isNearLimit(count.used, count.limit)) && !(await isProven(draftId, proof, now)))
    return refuse('proof_needed')
  const counted = await Promise.all([countUse('intake_address', network), countUse('intake_contact', contact)])
  return counted.every(Boolean) ? ok(null) : refuse('too_many_requests')
}

const openReceipt = (
  controllerId: string,
  reference: string,
  now: Temporal.Instant,
): Promise<Result<Submitted, 'not_found'>> =>
  transact({ kind: 'visitor', controllerId }, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference }, select: { id: true } })
    if (!request) return refuse('not_found')
    const sessionToken = await startSession(tx, { controllerId, requestId: request.id }, 'receipt', now)
    return ok({ reference, sessionToken })
  })
