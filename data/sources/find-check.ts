import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Actor, may } from '#domain/actor.ts'
import { CheckResult } from '#domain/source/check-result.ts'
import { PreviewResult } from '#domain/source/preview-result.ts'

export type FoundCheck = {
  id: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  askedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
  reason: string | null
  /** the map it is about, or the draft it got */
  yaml: string | null
  /** the version in force when it was asked */
  basedOn: number
} & (
  | { purpose: 'check'; result: CheckResult | null }
  | { purpose: 'draft' }
  | { purpose: 'preview'; result: PreviewResult | null }
)

type Which = { sourceId: string; checkId: string }

/** A question to a source and its answer. Of a preview, whoever asked sees it. @returns null when it is gone, or not theirs */
export const findCheck = (actor: Actor, { sourceId, checkId }: Which): Promise<FoundCheck | null> =>
  transact(actor, async (tx) => {
    const row = await tx.sourceCheck.findUnique({ where: { id: checkId } })
    if (row?.sourceId !== sourceId || !may(actor, 'manage_sources', row.controllerId)) return null
    const { id, state, askedAt, finishedAt, reason, yaml, basedOn } = row
    const facts = {
      id,
      state: state as FoundCheck['state'],
      askedAt: toInstant(askedAt),
      finishedAt: finishedAt && toInstant(finishedAt),
      reason,
      yaml,
      basedOn: basedOn ?? 0,
    }
    const result = row.result
    if (row.purpose === 'draft') return { ...facts, purpose: 'draft' }
    if (row.purpose === 'check')
      return { ...facts, purpose: 'check', result: result === null ? null : CheckResult.parse(result) }
    if (actor.kind !== 'staff' || actor.userId !== row.askedBy) return null
    return { ...facts, purpose: 'preview', result: result === null ? null : PreviewResult.parse(result) }
  })
