import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { postponeShredding } from '#data/execution/fulfil.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideRenewal, type RenewalRefusal } from '#domain/download.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/**
 * The subject, who has just entered a fresh code, asks for a package that ended. It is built anew of what was found
 * then, which is kept for that much longer.
 */
export const renewPackage = (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<null, 'fresh_code_needed' | 'no_package' | RenewalRefusal>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    if (actor.level !== 'download') return refuse('fresh_code_needed')
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const pack = await tx.package.findUnique({
      where: { requestId },
      include: { file: { select: { deletedAt: true } }, request: { select: { shreddedAt: true } } },
    })
    if (!pack) return refuse('no_package')
    const decision = decideRenewal(
      {
        expiresAt: toInstant(pack.expiresAt),
        deleted: pack.file.deletedAt !== null,
        renewals: pack.renewals,
        renewing: pack.renewingSince !== null,
        shredded: pack.request.shreddedAt !== null,
      },
      now,
    )
    if (!decision.ok) return decision
    const renewal = pack.renewals + 1
    await tx.package.update({ where: { id: pack.id }, data: { renewals: renewal, renewingSince: toDate(now) } })
    const about = { controllerId, requestId }
    await postponeShredding(tx, about, now)
    await record(tx, actor, about, { type: 'package.renewed', packageId: pack.id, renewal }, now)
    return ok(null)
  })
