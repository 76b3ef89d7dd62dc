import type { Temporal } from 'temporal-polyfill'
import type { SourceState } from './kind.ts'

const EVERY_MINUTES = 6 * 60
/** One that is not as it should be is looked at more often, so that what was mended is seen soon. */
const TROUBLED_EVERY_MINUTES = 15
/** Sources added together are not looked at together for ever. */
const SPREAD_MINUTES = 60

/** When a source is looked at again by itself. */
export function nextCheckAt(sourceId: string, state: SourceState, now: Temporal.Instant): Temporal.Instant {
  if (state === 'drifted' || state === 'unreachable') return now.add({ minutes: TROUBLED_EVERY_MINUTES })
  const spread = Number.parseInt(sourceId.replaceAll('-', '').slice(-6), 16) % SPREAD_MINUTES
  return now.add({ minutes: EVERY_MINUTES - SPREAD_MINUTES + spread })
}

/** A check older than this is repeated when a request begins to ask the sources. */
export const FRESH_MINUTES = 10
