import { createHmac } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { deriveKey } from '#crypto/master-key.ts'
import { withoutScope } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'

const WINDOW_MINUTES = 15

/** Tries in a quarter of an hour. A code has a million values and three are open at once; a network may be an office. */
const MOST = { 'sign-in-account': 10, 'sign-in-network': 100, 'second-factor': 8 } as const
export type AttemptKind = keyof typeof MOST

const keyOf = (kind: AttemptKind, of: string): string =>
  createHmac('sha256', deriveKey(masterKey().key, 'rate-limit')).update(`${kind}/${of}`).digest('base64url')

/** Counts a try before it is looked at, in one statement, so that any number at once are all counted. */
export const countAttempt = (kind: AttemptKind, of: string, now: Temporal.Instant): Promise<boolean> =>
  withoutScope(async (tx) => {
    const nowMs = BigInt(now.epochMilliseconds)
    const endMs = BigInt(now.add({ minutes: WINDOW_MINUTES }).epochMilliseconds)
    const [counted] = await tx.$queryRaw<{ points: number }[]>`
      insert into rate_limit (key, points, expire) values (${keyOf(kind, of)}, 1, ${endMs})
      on conflict (key) do update set
        points = case when rate_limit.expire <= ${nowMs} then 1 else rate_limit.points + 1 end,
        expire = case when rate_limit.expire <= ${nowMs} then ${endMs} else rate_limit.expire end
      returning points`
    return (counted?.points ?? 0) <= MOST[kind]
  })

/** Whoever proved who they are starts afresh. */
export const forgetAttempts = (kind: AttemptKind, of: string): Promise<void> =>
  withoutScope(async (tx) => {
    await tx.rateLimit.deleteMany({ where: { key: keyOf(kind, of) } })
  })
