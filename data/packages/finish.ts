import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

const WARN_BEFORE_DAYS = 3

/** Puts a built package in place, once, and closes the request: what follows is the subject collecting it. */
export const finishPackage = (
  actor: Actor,
  input: { requestId: string; file: WrittenFile; manifestSha256: string },
  now: Temporal.Instant,
): Promise<Result<null, 'built_already'>> =>
  transact(actor, async (tx) => {
    const { requestId, file, manifestSha256 } = input
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { controller: true, packages: { select: { id: true } } },
    })
    if (request.packages.length > 0 || request.status !== 'executing') return refuse('built_already')
    const { controllerId } = request
    const about = { controllerId, requestId }
    const expiresAt = now.add({ hours: 24 * request.controller.packageDays })
    const packageId = randomUUID()
    await recordFile(tx, request, file, now)
    await tx.package.create({
      data: {
        id: packageId,
        ...about,
        fileId: file.id,
        manifestSha256,
        createdAt: toDate(now),
        expiresAt: toDate(expiresAt),
      },
    })
    await tx.timer.create({
      data: { ...about, kind: 'warn_expiry', dueAt: toDate(expiresAt.subtract({ hours: 24 * WARN_BEFORE_DAYS })) },
    })
    const built = { packageId, manifestSha256, bytes: file.bytes, expiresAt: toIso(expiresAt) }
    await record(tx, actor, about, { type: 'package.built', ...built }, now)
    await fulfil(tx, actor, request, 0, now)
    return ok(null)
  })
