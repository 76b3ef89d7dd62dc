import {
  type Job as BullJob,
  type ConnectionOptions,
  createPostgresBackend,
  type JobsOptions,
  type PostgresConnectionOptions,
  Queue,
  Worker,
  withBackend,
} from 'bullmq'
import { databaseUrl } from '#data/db.ts'
import { steadyPool } from '#data/steady-client.ts'
import { env } from '#env'
import type { EventPayload, Job } from './define.ts'

export const LANES = ['swift', 'stop', 'slow'] as const
export type Lane = (typeof LANES)[number]

const CONCURRENCY: Record<Lane, number> = { swift: 8, stop: 2, slow: 2 }
// A finished job is forgotten at once: the memory of what was done is a row, and a kept id would swallow a repeat.
const FORGET = { removeOnComplete: true, removeOnFail: true } as const
// A worker killed again and again must not turn a job into a failed one; the outbox counts tries.
const PATIENCE = { maxStalledCount: 1_000 }
const LOCK_MS = 10_000

type Queues = Record<Lane, Queue>
type Process = (job: BullJob) => Promise<void>

const postgres = withBackend(createPostgresBackend)

/** Jobs at work, one listening connection a lane, and what is asked beside them. */
const MOST_CONNECTIONS = 24
let shared: ReturnType<typeof steadyPool> | null = null

/** One pool for all lanes of a process. BullMQ's own would end it: its listening connection may break unheard. */
function connection(): PostgresConnectionOptions {
  shared ??= steadyPool({
    connectionString: databaseUrl(),
    options: '-c search_path=bullmq',
    keepAlive: true,
    max: MOST_CONNECTIONS,
    allowExitOnIdle: true,
  })
  // Its types know pg's by their shape only, and not by all of it.
  return shared as unknown as PostgresConnectionOptions
}

const redis = (url: string, patient: boolean): ConnectionOptions => ({
  url,
  // A producer fails fast and the relay tries again; a worker waits for the server to come back.
  maxRetriesPerRequest: patient ? null : 1,
  enableOfflineQueue: patient,
})

/** BullMQ on PostgreSQL, or on Redis when REDIS_URL is set; everything above is the same. */
export function openQueues(prefix = 'hakku'): Queues {
  const open = (lane: Lane): Queue =>
    env.REDIS_URL
      ? new Queue(`${prefix}-${lane}`, { connection: redis(env.REDIS_URL, false) })
      : (new postgres.Queue(`${prefix}-${lane}`, { connection: connection() }) as unknown as Queue)
  return { swift: open('swift'), stop: open('stop'), slow: open('slow') }
}

/** @param lockMs after so long without a sign of life, a job's worker is taken for dead */
export function openWorker(lane: Lane, process: Process, prefix = 'hakku', lockMs = LOCK_MS): Worker {
  const options = {
    concurrency: CONCURRENCY[lane],
    lockDuration: lockMs,
    stalledInterval: lockMs / 2,
    ...PATIENCE,
  }
  return env.REDIS_URL
    ? new Worker(`${prefix}-${lane}`, process, { connection: redis(env.REDIS_URL, true), ...options })
    : (new postgres.Worker(`${prefix}-${lane}`, process, { connection: connection(), ...options }) as unknown as Worker)
}

const options = (job: Job): JobsOptions => ({
  attempts: job.retry.attempts,
  backoff: { type: 'exponential', delay: job.retry.delayMs },
  ...FORGET,
})

/** Two enqueues of one job for one event are one job while it waits or runs. */
export async function enqueue(queues: Queues, job: Job, payload: EventPayload): Promise<void> {
  await queues[job.lane].add(job.name, payload, { jobId: `${job.name}.${payload.eventId}`, ...options(job) })
}

/** Makes sure that a schedule exists; a lost queue forgets it, so the worker says it again now and then. */
export async function keepSchedule(queues: Queues, job: Job & { everyMs: number }): Promise<void> {
  await queues[job.lane].upsertJobScheduler(
    job.name,
    { every: job.everyMs },
    { name: job.name, data: {}, opts: { attempts: 1, ...FORGET } },
  )
}
