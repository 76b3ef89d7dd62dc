import { Temporal } from 'temporal-polyfill'
import { ok, type Result, refuse } from './result.ts'

const WARN_DAYS = 3

export type DownloadState = 'ready' | 'ends_soon' | 'ended'

/** Whether a package can still be collected, with a warning before it ends. */
export function downloadState(
  pack: { expiresAt: Temporal.Instant; deleted: boolean },
  now: Temporal.Instant,
): DownloadState {
  if (pack.deleted || Temporal.Instant.compare(now, pack.expiresAt) >= 0) return 'ended'
  const warnFrom = pack.expiresAt.subtract({ hours: 24 * WARN_DAYS })
  return Temporal.Instant.compare(now, warnFrom) >= 0 ? 'ends_soon' : 'ready'
}

export const MOST_RENEWALS = 3
export type Renewable = {
  expiresAt: Temporal.Instant
  deleted: boolean
  renewals: number
  /** asked for again, and not built yet */
  renewing: boolean
  /** what was found is gone for good, so nothing can be built of it */
  shredded: boolean
}
export type RenewalRefusal = 'package_not_ended' | 'package_being_renewed' | 'no_renewals_left' | 'package_gone'

/** A package that ended can be asked for again, three times, while what was found is still kept. */
export function decideRenewal(pack: Renewable, now: Temporal.Instant): Result<null, RenewalRefusal> {
  if (pack.shredded) return refuse('package_gone')
  if (pack.renewing) return refuse('package_being_renewed')
  if (downloadState(pack, now) !== 'ended') return refuse('package_not_ended')
  return pack.renewals < MOST_RENEWALS ? ok(null) : refuse('no_renewals_left')
}
