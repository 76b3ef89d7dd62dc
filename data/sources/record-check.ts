import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { CheckResult } from '#domain/source/check-result.ts'
import { Difference, differencesOf, freshOf, kindsOf, stateAfter } from '#domain/source/drift.ts'
import type { SourceState } from '#domain/source/kind.ts'
import { nextCheckAt } from '#domain/source/schedule.ts'
import type { Source } from '#prisma/generated/client.ts'

import { currentMap } from './managed.ts'

/** What a look at a source found: how it is, or in one word why it could not be reached. */
export type Looked = { check: CheckResult } | { fault: string }

/**
 * Remembers how a source stands against the map in force, and says as an event what changed about that. The first
 * check of a map becomes what later ones are compared with; one of a former map counts for nothing. The caller holds
 * the source's lock.
 */
export async function recordCheck(
  tx: Tx,
  actor: Actor,
  source: Source,
  { version, ...looked }: Looked & { version: number },
  now: Temporal.Instant,
): Promise<void> {
  const { id, state: was } = source
  if ((await currentMap(tx, id))?.version !== version) return
  const found =
    'check' in looked ? compared(source, looked.check) : { state: 'unreachable' as const, fault: looked.fault }
  await tx.source.update({
    where: { id },
    data: {
      ...found,
      ...(found.state !== was && { stateSince: toDate(now) }),
      checkedAt: toDate(now),
      nextCheckAt: toDate(nextCheckAt(id, found.state, now)),
    },
  })
  const before = z.array(Difference).parse(source.drift ?? [])
  const fresh = 'drift' in found ? freshOf(before, found.drift) : []
  const event = eventOf(id, was as SourceState, found.state, looked, fresh)
  if (event) await record(tx, actor, { controllerId: source.controllerId }, event, now)
}

function compared(source: Source, check: CheckResult) {
  const baseline = source.baseline === null ? check : CheckResult.parse(source.baseline)
  const drift: Difference[] = differencesOf(baseline, check)
  return {
    state: stateAfter(check, drift),
    fault: null,
    check,
    drift,
    ...(source.baseline === null && { baseline: check }),
  }
}

function eventOf(sourceId: string, was: SourceState, state: SourceState, looked: Looked, fresh: readonly Difference[]) {
  if (fresh.length > 0) return { type: 'source.drifted', sourceId, kinds: kindsOf(fresh) } as const
  if (state === was) return null
  if (state === 'unreachable' && 'fault' in looked)
    return { type: 'source.unreachable', sourceId, fault: looked.fault } as const
  return was === 'drifted' || was === 'unreachable' ? ({ type: 'source.mended', sourceId, was } as const) : null
}

/** A new map: the check it passed is what later ones are compared with. */
export const mapped = (check: CheckResult, id: string, now: Temporal.Instant) => ({
  check,
  baseline: check,
  drift: [],
  fault: null,
  state: stateAfter(check, []),
  stateSince: toDate(now),
  checkedAt: toDate(now),
  nextCheckAt: toDate(nextCheckAt(id, 'fine', now)),
})
