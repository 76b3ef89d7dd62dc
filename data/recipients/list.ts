import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { RecipientKind } from '#domain/recipient.ts'

export type ListedRecipient = {
  id: string
  controllerId: string
  version: number
  name: string
  kind: RecipientKind
  contact: string
  region: string
  receives: string
  safeguards: string | null
  sources: { id: string; name: string }[]
  endedAt: Temporal.Instant | null
  /** instructions without an answer, and since when the oldest of them waits */
  silent: number
  silentSince: Temporal.Instant | null
}

const MOST = 500

/** A controller's recipients, those that ended last. @returns null for whoever does not manage its sources */
export const listRecipients = (actor: Actor, controllerId: string): Promise<ListedRecipient[] | null> =>
  transact(actor, async (tx) => {
    if (!may(actor, 'manage_sources', controllerId)) return null
    const rows = await tx.recipient.findMany({
      where: { controllerId },
      include: {
        sources: { include: { source: { select: { id: true, name: true } } } },
        instructions: { where: { answer: null }, select: { instructedAt: true }, orderBy: { instructedAt: 'asc' } },
      },
      orderBy: [{ endedAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
      take: MOST,
    })
    return rows.map(({ sources, instructions, endedAt, createdAt: _, ...row }) => ({
      ...row,
      kind: row.kind as RecipientKind,
      sources: sources.map(({ source }) => source),
      endedAt: endedAt && toInstant(endedAt),
      silent: instructions.length,
      silentSince: instructions[0] ? toInstant(instructions[0].instructedAt) : null,
    }))
  })
