import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import type { RecipientAnswer, RecipientKind } from '#domain/recipient.ts'

export type InstructedRecipient = {
  recipientId: string
  name: string
  kind: RecipientKind
  region: string
  receives: string
  /** keys of the sources it gets data from; none: every one */
  sources: string[]
  instructedAt: Temporal.Instant
  /** null: silent since it was told */
  answeredAt: Temporal.Instant | null
  answer: RecipientAnswer | null
}

/** Whoever was told about a request, and what they answered so far. */
export async function findAnswers(tx: Tx, requestId: string): Promise<InstructedRecipient[]> {
  const instructions = await tx.instruction.findMany({
    where: { requestId },
    include: { recipient: { include: { sources: { include: { source: { select: { key: true } } } } } } },
    orderBy: { recipient: { name: 'asc' } },
  })
  return instructions.map(({ recipient, instructedAt, answeredAt, answer }) => ({
    recipientId: recipient.id,
    name: recipient.name,
    kind: recipient.kind as RecipientKind,
    region: recipient.region,
    receives: recipient.receives,
    sources: recipient.sources.map(({ source }) => source.key).sort(),
    instructedAt: toInstant(instructedAt),
    answeredAt: answeredAt && toInstant(answeredAt),
    answer: answer as RecipientAnswer | null,
  }))
}
