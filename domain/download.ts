import { Temporal } from 'temporal-polyfill'

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
