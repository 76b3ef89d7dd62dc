import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { removeFile } from '#data/vault/remove.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

const WARN_BEFORE_DAYS = 3

type Built = { requestId: string; file: WrittenFile; manifestSha256: string }

/**
 * Puts a built package in place, once. The first one closes the request: what follows is the subject collecting it.
 * One that was asked for again takes the place of the one that ended.
 */
export const finishPackage = (
  actor: Actor,
  { requestId, file, manifestSha256 }: Built,
  now: Temporal.Instant,
): Promise<Result<null, 'built_already'>> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { controller: true, packages: true },
    })
    const [former] = request.packages
    if (former ? !former.renewingSince : request.status !== 'executing') return refuse('built_already')
    const { controllerId } = request
    const about = { controllerId, requestId }
    const expiresAt = now.add({ hours: 24 * request.controller.packageDays })
    const packageId = former?.id ?? randomUUID()
    const facts = { fileId: file.id, manifestSha256, createdAt: toDate(now), expiresAt: toDate(expiresAt) }
    await recordFile(tx, request, file, now)
    if (former) {
      await tx.package.update({ where: { id: former.id }, data: { ...facts, downloads: 0, renewingSince: null } })
      await removeFile(tx, { controllerId, id: former.fileId }, now)
    } else await tx.package.create({ data: { id: packageId, ...about, ...facts } })
    await tx.timer.createMany({
      data: [
        { ...about, kind: 'warn_expiry', dueAt: toDate(expiresAt.subtract({ hours: 24 * WARN_BEFORE_DAYS })) },
        { ...about, kind: 'end_package', dueAt: toDate(expiresAt) },
      ],
    })
    const built = { packageId, manifestSha256, bytes: file.bytes, expiresAt: toIso(expiresAt) }
    await record(tx, actor, about, { type: 'package.built', ...built }, now)
    if (!former) await fulfil(tx, actor, request, 0, now)
    return ok(null)
  })
