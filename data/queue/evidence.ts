import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { Event } from '#domain/event.ts'
import { namesOf } from './rows.ts'

const ActorRecord = z.object({
  kind: z.string(),
  userId: z.string().optional(),
  job: z.string().optional(),
})

export type DeskMoment = {
  id: string
  seq: bigint
  event: Event
  at: Temporal.Instant
  by: { kind: string; name: string | null }
}

/** What happened, newest first, and how it can be checked. */
export type DeskEvidence = {
  moments: DeskMoment[]
  /** how many of these moments are leaves of the signed log */
  sealed: number
  checkpoint: { size: bigint; at: Temporal.Instant } | null
  certificate: { id: string; kid: string; issuedAt: Temporal.Instant; replaces: string | null } | null
  receipt: { id: string; kid: string; issuedAt: Temporal.Instant; replaces: string | null } | null
  package: {
    createdAt: Temporal.Instant
    expiresAt: Temporal.Instant
    downloads: number
    manifestSha256: string
  } | null
}

const MOST_MOMENTS = 500

export async function findEvidence(tx: Tx, request: { id: string; controllerId: string }): Promise<DeskEvidence> {
  const { id: requestId, controllerId } = request
  const rows = await tx.event.findMany({
    where: { controllerId, requestId },
    orderBy: { seq: 'desc' },
    take: MOST_MOMENTS,
  })
  const actors = rows.map(({ actor }) => ActorRecord.parse(actor))
  const names = await namesOf(
    tx,
    actors.flatMap(({ userId }) => userId ?? []),
  )
  const checkpoint = await tx.checkpoint.findFirst({ where: { controllerId }, orderBy: { size: 'desc' } })
  const certificate = await tx.certificate.findFirst({ where: { requestId }, orderBy: { issuedAt: 'desc' } })
  const receipt = await tx.consentReceipt.findFirst({ where: { requestId }, orderBy: { issuedAt: 'desc' } })
  const built = await tx.package.findUnique({ where: { requestId } })
  return {
    moments: rows.map((row, index) => ({
      id: row.id,
      seq: row.seq,
      event: Event.parse({ type: row.type, ...(row.data as object) }),
      at: toInstant(row.at),
      by: { kind: actors[index]?.kind ?? 'system', name: names.get(actors[index]?.userId ?? '') ?? null },
    })),
    sealed: await tx.leaf.count({ where: { controllerId, eventId: { in: rows.map(({ id }) => id) } } }),
    checkpoint: checkpoint && { size: checkpoint.size, at: toInstant(checkpoint.at) },
    certificate: certificate && { ...signed(certificate), replaces: certificate.supersedesId },
    receipt: receipt && { ...signed(receipt), replaces: receipt.supersedesId },
    package: built && {
      createdAt: toInstant(built.createdAt),
      expiresAt: toInstant(built.expiresAt),
      downloads: built.downloads,
      manifestSha256: built.manifestSha256,
    },
  }
}

const signed = ({ id, kid, issuedAt }: { id: string; kid: string; issuedAt: Date }) => ({
  id,
  kid,
  issuedAt: toInstant(issuedAt),
})
