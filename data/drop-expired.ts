import type { Temporal } from 'temporal-polyfill'
import { withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'

/** Deletes drafts and counters whose time has passed, in all controllers; it sees nothing but that time. */
export const dropExpired = (now: Temporal.Instant): Promise<void> =>
  withoutScope(async (tx) => {
    await tx.$executeRaw`select hakku.drop_expired(${toDate(now)}::timestamptz)::text`
  })
