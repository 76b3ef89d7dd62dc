import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { CheckResult } from '#domain/source/check-result.ts'
import type { PreviewResult } from '#domain/source/preview-result.ts'
import { recordCheck } from './record-check.ts'

export type CheckAnswer =
  | { purpose: 'check'; result: CheckResult; isCandidate: boolean }
  | { purpose: 'draft'; yaml: string }
  | { purpose: 'preview'; result: PreviewResult }
  /** in one word, as the connector classified it */
  | { purpose: 'failed'; fault: string; isOfMapInForce: boolean }

/** Keeps what a source answered to a question of the desk; the identifiers of a preview go with it. */
export const finishSourceCheck = (
  actor: Actor,
  { checkId, answer }: { checkId: string; answer: CheckAnswer },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> =>
  transact(actor, async (tx) => {
    const { purpose } = answer
    const { count } = await tx.sourceCheck.updateMany({
      where: { id: checkId, state: 'running' },
      data: {
        state: purpose === 'failed' ? 'failed' : 'done',
        finishedAt: toDate(now),
        sealed: null,
        ...(purpose === 'failed' && { reason: answer.fault }),
        ...(purpose === 'draft' && { yaml: answer.yaml }),
        ...((purpose === 'check' || purpose === 'preview') && { result: answer.result }),
      },
    })
    if (count === 0) return refuse('not_running')
    const { sourceId, basedOn } = await tx.sourceCheck.findUniqueOrThrow({ where: { id: checkId } })
    const version = basedOn ?? 0
    await tx.$queryRaw`select id::text from source where id = ${sourceId}::uuid for update`
    const source = await tx.source.findUniqueOrThrow({ where: { id: sourceId } })
    if (purpose === 'check' && !answer.isCandidate)
      await recordCheck(tx, actor, source, { check: answer.result, version }, now)
    if (purpose === 'failed' && answer.isOfMapInForce)
      await recordCheck(tx, actor, source, { fault: answer.fault, version }, now)
    return ok(null)
  })
