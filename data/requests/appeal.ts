import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { postponeShredding } from '#data/execution/fulfil.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import { startSession } from '#data/subject-sessions/start.ts'
import type { Actor } from '#domain/actor.ts'
import { type AppealRefusal, type AppealWords, decideAppeal } from '#domain/appeal.ts'
import { type Filing, type Locale, RequestDetails, type RequesterKind } from '#domain/filing.ts'
import type { Right, Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Request } from '#prisma/generated/client.ts'
import { acceptFiling } from './file.ts'
import { proveIdentity } from './prove-identity.ts'

/**
 * The subject objects to an answer. A request of its own, for the same right and person, takes it up: with its own
 * clocks, and for another person of the team to decide. Whoever reads the status page has proved the contact.
 */
export const appealRequest = (
  actor: Extract<Actor, { kind: 'subject' }>,
  { grounds }: AppealWords,
  now: Temporal.Instant,
): Promise<Result<{ reference: string; sessionToken: string }, AppealRefusal>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const decision = decideAppeal({
      status: request.status as Status,
      isAppeal: request.previousId !== null,
      isAppealed: (await tx.request.count({ where: { previousId: requestId } })) > 0,
      isShredded: request.shreddedAt !== null,
    })
    if (!decision.ok) return decision
    const key = await openRequestKey(tx, request)
    if (!key || !request.sealed) return refuse('appeal_too_late')
    const known = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
    const filed = await acceptFiling(
      tx,
      actor,
      {
        filing: {
          ...known,
          right: request.right as Right,
          requesterKind: request.requesterKind as RequesterKind,
          country: (request.subjectCountry ?? '') as Filing['country'],
          details: grounds,
        },
        locale: request.locale as Locale,
        channel: 'portal',
        submissionKey: `appeal.${requestId}`,
        appeal: { previousId: requestId, formerDeciderId: await deciderOf(tx, request) },
      },
      now,
    )
    if (!filed.ok) throw new Error('a request has a controller')
    const { id, reference } = filed.value
    await proveIdentity(tx, { ...actor, requestId: id }, now)
    await postponeShredding(tx, { controllerId, requestId }, now)
    await record(tx, actor, { controllerId, requestId }, { type: 'request.appealed', appealId: id }, now)
    return ok({ reference, sessionToken: await startSession(tx, { controllerId, requestId: id }, 'status', now) })
  })

/** Who released the answer, or refused. */
async function deciderOf(tx: Tx, { id, approvedBy }: Request): Promise<string | null> {
  if (approvedBy) return approvedBy
  const refused = await tx.event.findFirst({ where: { requestId: id, type: 'request.refused' } })
  return z.object({ userId: z.uuid() }).safeParse(refused?.actor).data?.userId ?? null
}
