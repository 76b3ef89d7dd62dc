import { createHmac } from 'node:crypto'
import { Redis } from 'ioredis'
import { RateLimiterPostgres, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { deriveKey } from '#crypto/master-key.ts'
import { databaseUrl } from '#data/db.ts'
import { masterKey } from '#data/master-key.ts'
import { steadyPool } from '#data/steady-client.ts'
import { env } from '#env'

const HOUR_SECONDS = 60 * 60

/** What one network address or one contact may do in an hour. */
const LIMITS = {
  intake_address: env.INTAKE_PER_ADDRESS,
  intake_contact: env.INTAKE_PER_CONTACT,
  code_address: 60,
} as const
export type LimitName = keyof typeof LIMITS

type Limiter = RateLimiterPostgres | RateLimiterRedis
type Counters = { limiters: Record<LimitName, Limiter>; close: () => Promise<void> }
const globals = globalThis as unknown as { hakkuCounters?: Counters }

function counters(): Counters {
  globals.hakkuCounters ??= openCounters()
  return globals.hakkuCounters
}

/** Redis when there is one; should it be away, PostgreSQL counts meanwhile, so that its loss never opens the door. */
function openCounters(): Counters {
  const pool = steadyPool({ connectionString: databaseUrl(), max: 3 })
  const redis = env.REDIS_URL ? new Redis(env.REDIS_URL, { enableOfflineQueue: false, maxRetriesPerRequest: 1 }) : null
  redis?.on('error', () => {})
  const limiter = (name: LimitName): Limiter => {
    const common = { keyPrefix: name, points: LIMITS[name], duration: HOUR_SECONDS }
    const inPostgres = new RateLimiterPostgres({
      ...common,
      storeClient: pool,
      storeType: 'pool',
      tableName: 'rate_limit',
      tableCreated: true,
      clearExpiredByTimeout: false,
    })
    return redis ? new RateLimiterRedis({ ...common, storeClient: redis, insuranceLimiter: inPostgres }) : inPostgres
  }
  return {
    limiters: {
      intake_address: limiter('intake_address'),
      intake_contact: limiter('intake_contact'),
      code_address: limiter('code_address'),
    },
    close: async () => {
      redis?.disconnect()
      await pool.end()
    },
  }
}

/** Counters know nobody: what is stored of an address or contact is a keyed hash, gone after the hour. */
const keyOf = (name: LimitName, value: string): string =>
  createHmac('sha256', deriveKey(masterKey().key, 'rate-limit')).update(`${name}/${value}`).digest('base64url')

/** Counts one use. @returns the uses of this hour with this one; more than `limit` is too many */
export async function countUse(name: LimitName, value: string): Promise<{ used: number; limit: number }> {
  const counted = await counters()
    .limiters[name].consume(keyOf(name, value))
    .catch((refused: unknown) => {
      if (refused instanceof RateLimiterRes) return refused
      throw refused
    })
  return { used: counted.consumedPoints, limit: LIMITS[name] }
}

/** Takes back a use that was refused. */
export async function uncountUse(name: LimitName, value: string): Promise<void> {
  await counters().limiters[name].reward(keyOf(name, value))
}

export async function closeCounters(): Promise<void> {
  await globals.hakkuCounters?.close()
  delete globals.hakkuCounters
}
