import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { postponeShredding } from '#data/execution/fulfil.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { startSession } from '#data/subject-sessions/start.ts'
import type { Actor } from '#domain/actor.ts'
import { type Filing, type Locale, RequestDetails, type RequesterKind } from '#domain/filing.ts'
import { decideFollowUp, type FollowUpRefusal, type FollowUpWords } from '#domain/follow-up.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { acceptFiling } from './file.ts'
import { proveIdentity } from './prove-identity.ts'

/**
 * After a withdrawal the person also wants the data gone: a request of its own, linked, for the same purposes, on the
 * ground that consent was withdrawn. Whoever reads the status page has proved the contact.
 */
export const eraseAfterWithdrawal = (
  actor: Extract<Actor, { kind: 'subject' }>,
  { details }: FollowUpWords,
  now: Temporal.Instant,
): Promise<Result<{ reference: string; sessionToken: string }, FollowUpRefusal>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const decision = decideFollowUp({
      right: request.right as Right,
      status: request.status as Status,
      isFollowed: (await tx.request.count({ where: { followsId: requestId } })) > 0,
      isShredded: request.shreddedAt !== null,
    })
    if (!decision.ok) return decision
    const key = await openRequestKey(tx, request)
    if (!key || !request.sealed) return refuse('follow_up_too_late')
    const { details: _before, ...known } = RequestDetails.parse(
      await openJsonFor(key, request, 'details', request.sealed),
    )
    const filed = await acceptFiling(
      tx,
      actor,
      {
        filing: {
          ...known,
          right: 'erasure',
          requesterKind: request.requesterKind as RequesterKind,
          country: (request.subjectCountry ?? '') as Filing['country'],
          ...(details ? { details } : {}),
        },
        locale: request.locale as Locale,
        channel: 'portal',
        submissionKey: `erasure-after.${requestId}`,
        follows: { followsId: requestId, erasureGround: 'consent_withdrawn' },
      },
      now,
    )
    if (!filed.ok) throw new Error('a request has a controller')
    const { id, reference } = filed.value
    await proveIdentity(tx, { ...actor, requestId: id }, now)
    await postponeShredding(tx, { controllerId, requestId }, now)
    await record(tx, actor, { controllerId, requestId }, { type: 'request.followed', erasureId: id }, now)
    return ok({ reference, sessionToken: await startSession(tx, { controllerId, requestId: id }, 'status', now) })
  })
