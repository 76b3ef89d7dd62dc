import type { Temporal } from 'temporal-polyfill'
import { hashCode, sameSecret } from '#crypto/token.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { countUse } from '#data/rate-limits/limiter.ts'
import { networkOf } from '#data/rate-limits/network.ts'
import { record } from '#data/record.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { startSession } from '#data/subject-sessions/start.ts'
import type { Actor } from '#domain/actor.ts'
import { type CodePurpose, MOST_TRIES } from '#domain/code.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { type Located, locateRequest } from './locate.ts'

type Accepted = { sessionToken: string }
type Tried = { id: string; purpose: CodePurpose; salt: string; codeHash: string; tries: number }

/**
 * Opens the status page of a request to whoever holds its newest code, and proves control of the contact the first
 * time. Wrong, used, expired, tried too often, or no such request: one answer, so that nobody learns which.
 */
export async function acceptCode(
  { address }: { address: string },
  { reference, code }: { reference: string; code: string },
  now: Temporal.Instant,
): Promise<Result<Accepted, 'code_not_accepted' | 'too_many_tries'>> {
  const { used, limit } = await countUse('code_address', networkOf(address))
  if (used > limit) return refuse('too_many_tries')
  const located = await locateRequest(reference)
  if (!located) {
    await hashCode(code, reference) // as slow as the real thing
    return refuse('code_not_accepted')
  }
  const actor = { kind: 'subject', ...located, level: 'status' } as const
  return transact(actor, async (tx) => {
    const accepted = await tryCode(tx, actor, located, code, ['verify', 'status'], now)
    if (!accepted) return refuse('code_not_accepted')
    await proveIdentity(tx, actor, now)
    return ok({ sessionToken: await startSession(tx, located, 'status', now) })
  })
}

/** Opens the way to the package for five minutes. */
export const acceptDownloadCode = (
  actor: Extract<Actor, { kind: 'subject' }>,
  { code }: { code: string },
  now: Temporal.Instant,
): Promise<Result<Accepted, 'code_not_accepted'>> =>
  transact(actor, async (tx) => {
    const accepted = await tryCode(tx, actor, actor, code, ['download'], now)
    if (!accepted) return refuse('code_not_accepted')
    return ok({ sessionToken: await startSession(tx, actor, 'download', now) })
  })

/** One statement counts the try before anything is compared, so that no number of tries at once gets a sixth. */
async function tryCode(
  tx: Tx,
  actor: Actor,
  { controllerId, requestId }: Located,
  typed: string,
  purposes: CodePurpose[],
  now: Temporal.Instant,
): Promise<boolean> {
  const [tried] = await tx.$queryRaw<Tried[]>`
    update code set tries = tries + 1
    where id = (select id from code where request_id = ${requestId}::uuid and purpose = any (${purposes}::text[])
                order by created_at desc limit 1)
      and used_at is null and tries < ${MOST_TRIES} and expires_at > ${toDate(now)}::timestamptz
    returning id, purpose, salt, code_hash as "codeHash", tries`
  const hash = await hashCode(typed, tried?.salt ?? requestId)
  if (!tried) return false
  const about = { controllerId, requestId }
  if (!sameSecret(hash, tried.codeHash)) {
    const { id: codeId, purpose, tries } = tried
    await record(tx, { kind: 'visitor', controllerId }, about, { type: 'code.failed', codeId, purpose, tries }, now)
    return false
  }
  await tx.code.update({ where: { id: tried.id }, data: { usedAt: toDate(now), sealedCode: null } })
  await record(tx, actor, about, { type: 'code.accepted', codeId: tried.id, purpose: tried.purpose }, now)
  return true
}
