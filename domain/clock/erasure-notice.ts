import { Temporal } from 'temporal-polyfill'
import { type ErasureGround, isNoticedBefore } from '../erasure-ground.ts'
import { ok, type Result, refuse } from '../result.ts'
import { type ClockSettings, type StartedClock, startErasureClocks } from './applicable.ts'
import { findClock } from './catalogue.ts'

/** Room to hand the notice over before the latest instant for it. */
const HANDOVER_HOURS = 1

/** @property notices clocks of the notices that must go out before the erasure */
export type ErasurePlan = { executeAfter: Temporal.Instant; notices: StartedClock[] }

/**
 * When an approved erasure may be carried out: at the end of the cancel window, or later where the subject must hear of
 * it beforehand (PP 33/2026 art. 87(3) and (5), for erasures planned from 16 January 2027).
 */
export function planErasure(
  settings: ClockSettings,
  ground: ErasureGround,
  windowEndsAt: Temporal.Instant,
  approvedAt: Temporal.Instant,
): ErasurePlan {
  const noticesFor = (executeAfter: Temporal.Instant) =>
    isNoticedBefore(ground) ? startErasureClocks(settings, 'planned_execution', executeAfter) : []
  const handoverBy = approvedAt.add({ hours: HANDOVER_HOURS })
  const executeAfter = noticesFor(windowEndsAt)
    .map((notice) => handoverBy.add(leadOf(notice)))
    .reduce(later, windowEndsAt)
  return { executeAfter, notices: noticesFor(executeAfter) }
}

type NoticeClock = { startAt: Temporal.Instant; dueAt: Temporal.Instant }

/** When the erasure may be carried out, given when the notice was handed over: a late one moves it, to a full minute. */
export function executionAfterNotice(
  planned: Temporal.Instant,
  notice: NoticeClock,
  noticedAt: Temporal.Instant,
): Temporal.Instant {
  const earliest = noticedAt.add(leadOf(notice))
  if (Temporal.Instant.compare(earliest, planned) <= 0) return planned
  return earliest.round({ smallestUnit: 'minute', roundingMode: 'ceil' })
}

/** Whether a clock is that of a notice before an erasure. */
export const isPriorNotice = (clockId: string): boolean =>
  findClock(clockId)?.startEvents.includes('planned_execution') ?? false

/** Everybody who got the data must be instructed before the subject is told of the erasure (PP 33/2026 art. 88(2)). */
export const decideErasureNotice = (
  instructedAt: readonly (Temporal.Instant | null)[],
  now: Temporal.Instant,
): Result<null, 'processor_not_instructed_first'> =>
  instructedAt.every((at) => at !== null && Temporal.Instant.compare(at, now) < 0)
    ? ok(null)
    : refuse('processor_not_instructed_first')

const leadOf = ({ startAt, dueAt }: NoticeClock) => startAt.since(dueAt)

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
