import type { Readable } from 'node:stream'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { openFile } from '#data/vault/read.ts'
import type { Actor } from '#domain/actor.ts'
import { downloadState } from '#domain/download.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { env } from '#env'

export type Download = { stream: Readable; bytes: number; fileName: string }

/**
 * Opens the package for a subject who has just entered a fresh code. Each download is recorded, as a movement of data
 * out of this region, before its first byte leaves; where the person sits is not known and not guessed.
 */
export const openPackage = (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<Download, 'fresh_code_needed' | 'no_package' | 'package_ended'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    if (actor.level !== 'download') return refuse('fresh_code_needed')
    const pack = await tx.package.findUnique({
      where: { requestId },
      include: { file: true, request: { select: { reference: true } } },
    })
    if (!pack) return refuse('no_package')
    const deleted = pack.file.deletedAt !== null
    if (downloadState({ expiresAt: toInstant(pack.expiresAt), deleted }, now) === 'ended')
      return refuse('package_ended')
    const stream = await openFile(tx, pack.file)
    if (!stream) return refuse('package_ended')
    await tx.package.update({ where: { id: pack.id }, data: { downloads: { increment: 1 } } })
    await record(
      tx,
      actor,
      { controllerId, requestId },
      {
        type: 'package.downloaded',
        packageId: pack.id,
        dataClass: 'package',
        fromRegion: env.REGION,
        toRegion: 'unknown',
      },
      now,
    )
    return ok({ stream, bytes: Number(pack.file.bytes), fileName: `${pack.request.reference}.zip` })
  })
