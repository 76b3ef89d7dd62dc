import type { Temporal } from 'temporal-polyfill'
import { hashCode, newCode, newSalt } from '#crypto/token.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { countUse } from '#data/rate-limits/limiter.ts'
import { networkOf } from '#data/rate-limits/network.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { CODE_MINUTES, type CodePurpose, mayAskCode, purposeOf } from '#domain/code.ts'
import type { Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { type Located, locateRequest } from './locate.ts'

/**
 * Sends a code to the contact of a request, if there is such a request. Whoever asks learns nothing: the answer is the
 * same for an unknown reference, a known one, and one whose codes are used up for this minute or hour.
 */
export async function askCode(
  { address }: { address: string },
  { reference }: { reference: string },
  now: Temporal.Instant,
): Promise<Result<{ reference: string }, 'too_many_tries'>> {
  const { used, limit } = await countUse('code_address', networkOf(address))
  if (used > limit) return refuse('too_many_tries')
  const [located, secret] = await Promise.all([locateRequest(reference), newSecret()])
  if (located)
    await transact({ kind: 'visitor', controllerId: located.controllerId }, (tx) =>
      keepCode(tx, { kind: 'visitor', controllerId: located.controllerId }, located, secret, null, now),
    )
  return ok({ reference })
}

/** A fresh code before personal data is handed out, for the person whose status page is open. */
export const askDownloadCode = async (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<null, never>> => {
  const secret = await newSecret()
  await transact(actor, (tx) => keepCode(tx, actor, actor, secret, 'download', now))
  return ok(null)
}

type Secret = { code: string; salt: string; codeHash: string }

async function newSecret(): Promise<Secret> {
  const [code, salt] = [newCode(), newSalt()]
  return { code, salt, codeHash: await hashCode(code, salt) }
}

async function keepCode(
  tx: Tx,
  actor: Actor,
  { controllerId, requestId }: Located,
  { code, salt, codeHash }: Secret,
  asked: CodePurpose | null,
  now: Temporal.Instant,
): Promise<void> {
  // The request's row is the lock: of several at once, one code is made and the others see it.
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  const owner = { controllerId, id: requestId }
  const request = await tx.request.findUnique({ where: { id: requestId }, select: { status: true, verifiedAt: true } })
  const sent = await tx.code.findMany({
    where: {
      requestId,
      // Counted apart: whoever has just come in need not wait a minute to collect.
      purpose: asked ?? { in: ['verify', 'status'] },
      createdAt: { gt: toDate(now.subtract({ hours: 1 })) },
    },
    select: { createdAt: true },
  })
  const key = await openRequestKey(tx, owner)
  if (!request || !key) return
  const dates = sent.map(({ createdAt }) => toInstant(createdAt))
  if (!mayAskCode(dates, now)) return
  const purpose = asked ?? purposeOf(request.status as Status, request.verifiedAt !== null)
  const { id: codeId } = await tx.code.create({
    data: {
      controllerId,
      requestId,
      purpose,
      salt,
      codeHash,
      sealedCode: await sealJsonFor(key, owner, 'code', code),
      createdAt: toDate(now),
      expiresAt: toDate(now.add({ minutes: CODE_MINUTES })),
    },
    select: { id: true },
  })
  await record(tx, actor, { controllerId, requestId }, { type: 'code.asked', codeId, purpose }, now)
}
