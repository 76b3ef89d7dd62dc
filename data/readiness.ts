import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { withoutScope } from '#data/db.ts'
import { env } from '#env'

export type Readiness = {
  ready: boolean
  database: 'ok' | 'unreachable'
  migrations: 'ok' | 'missing'
  queue: 'ok' | 'unreachable'
}

const ANSWER_WITHIN_MS = 3_000
const REMEMBER_MS = 1_000

/** Whether `check` ends well in time. What it said stays here: addresses and names are nobody's business. */
const succeeds = (check: () => Promise<boolean>): Promise<boolean> =>
  Promise.race([check().catch(() => false), wait(ANSWER_WITHIN_MS, false, { ref: false })])

const databaseAnswers = () => withoutScope(async (tx) => (await tx.$queryRaw`select 1`) !== null)

/** The process runs in the project's folder: the migrations that lie there are the ones its code needs. */
async function allMigrated(): Promise<boolean> {
  const entries = await readdir(join(process.cwd(), 'prisma', 'migrations'), { withFileTypes: true })
  const needed = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  const applied = await withoutScope(
    (tx) => tx.$queryRaw<{ name: string }[]>`
      select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null`,
  )
  const names = new Set(applied.map(({ name }) => name))
  return needed.length > 0 && needed.every((name) => names.has(name))
}

const postgresQueueAnswers = () =>
  withoutScope(async (tx) => (await tx.$queryRaw`select from bullmq.job limit 1`) !== null)

async function redisAnswers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  redis.on('error', () => {}) // an unreachable server is the answer, not a fault
  try {
    await redis.connect()
    return (await redis.ping()) === 'PONG'
  } finally {
    redis.disconnect()
  }
}

async function look(): Promise<Readiness> {
  const { REDIS_URL: redisUrl } = env
  const [database, migrated, queue] = await Promise.all([
    succeeds(databaseAnswers),
    succeeds(allMigrated),
    succeeds(redisUrl ? () => redisAnswers(redisUrl) : postgresQueueAnswers),
  ])
  return {
    ready: database && migrated && queue,
    database: database ? 'ok' : 'unreachable',
    migrations: migrated ? 'ok' : 'missing',
    queue: queue ? 'ok' : 'unreachable',
  }
}

let last: { at: number; answer: Promise<Readiness> } | undefined

/** Whether this process can serve: database, migrations, queue. Anybody may ask, so it is looked up once a second at most. */
export function readiness(nowMs: number = performance.now()): Promise<Readiness> {
  if (!last || nowMs - last.at > REMEMBER_MS) last = { at: nowMs, answer: look() }
  return last.answer
}
