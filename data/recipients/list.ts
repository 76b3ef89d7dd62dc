import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { RecipientKind } from '#domain/recipient.ts'
import type { Prisma } from '#prisma/generated/client.ts'

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

const INCLUDED = {
  sources: { include: { source: { select: { id: true, name: true } } } },
  instructions: { where: { answer: null }, select: { instructedAt: true }, orderBy: { instructedAt: 'asc' } },
} as const satisfies Prisma.RecipientInclude

/** A controller's recipients, those that ended last. @returns null for whoever does not manage its sources */
export const listRecipients = (actor: Actor, controllerId: string): Promise<ListedRecipient[] | null> =>
  transact(actor, async (tx) => {
    if (!may(actor, 'manage_sources', controllerId)) return null
    const rows = await tx.recipient.findMany({
      where: { controllerId },
      include: INCLUDED,
      orderBy: [{ endedAt: { sort: 'asc', nulls: 'first' } }, { name: 'asc' }],
      take: MOST,
    })
    return rows.map(shown)
  })

/** One of them, with its controller's zone. */
export const findRecipient = (
  actor: Actor,
  recipientId: string,
): Promise<{ recipient: ListedRecipient; zone: string } | null> =>
  transact(actor, async (tx) => {
    const row = await tx.recipient.findUnique({ where: { id: recipientId }, include: INCLUDED })
    if (!row || !may(actor, 'manage_sources', row.controllerId)) return null
    const { zone } = await tx.controller.findUniqueOrThrow({ where: { id: row.controllerId }, select: { zone: true } })
    return { recipient: shown(row), zone }
  })

type Row = Prisma.RecipientGetPayload<{ include: typeof INCLUDED }>

const shown = ({ sources, instructions, endedAt, createdAt: _, ...row }: Row): ListedRecipient => ({
  ...row,
  kind: row.kind as RecipientKind,
  sources: sources.map(({ source }) => source),
  endedAt: endedAt && toInstant(endedAt),
  silent: instructions.length,
  silentSince: instructions[0] ? toInstant(instructions[0].instructedAt) : null,
})
