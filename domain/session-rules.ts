import { Temporal } from 'temporal-polyfill'

/** OWASP's session advice for sensitive work: short when idle, one working day at most. */
export const IDLE_MINUTES = 15
export const ABSOLUTE_HOURS = 8

export type SessionTimes = {
  seenAt: Temporal.Instant
  expiresAt: Temporal.Instant
  revokedAt: Temporal.Instant | null
}

export const sessionEnd = (now: Temporal.Instant): Temporal.Instant => now.add({ hours: ABSOLUTE_HOURS })

/** Whether a session may still be used: not ended, not too old, not left alone. The last instant no longer counts. */
export const isLive = ({ seenAt, expiresAt, revokedAt }: SessionTimes, now: Temporal.Instant): boolean =>
  revokedAt === null &&
  Temporal.Instant.compare(now, expiresAt) < 0 &&
  Temporal.Instant.compare(now, seenAt.add({ minutes: IDLE_MINUTES })) < 0
