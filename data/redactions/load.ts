import type { Tx } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import type { Actor } from '#domain/actor.ts'
import { decideRedaction } from '#domain/redaction.ts'
import { ok, refuse } from '#domain/result.ts'

/** The finding that a decision is about, while a person may still decide; its request is held still until it is written. */
export async function loadUndecided(
  tx: Tx,
  actor: Actor,
  { reference, findingId }: { reference: string; findingId: string },
) {
  await tx.$queryRaw`select id::text from request where reference = ${reference} for update`
  const loaded = await loadForReview(tx, reference)
  const finding =
    loaded &&
    (await tx.finding.findFirst({
      where: { id: findingId, requestId: loaded.request.id },
      include: { file: true, task: { include: { dataset: true, source: { select: { kind: true } } } } },
    }))
  if (!finding || actor.kind !== 'staff') return refuse('not_found')
  const decision = decideRedaction(actor, loaded.facts)
  return decision.ok ? ok({ finding, actor, right: loaded.facts.right }) : decision
}

/** Whoever is about to submit or approve saw it before: they have to look again. */
export const countChange = (tx: Tx, requestId: string) =>
  tx.request.update({ where: { id: requestId }, data: { version: { increment: 1 } } })
