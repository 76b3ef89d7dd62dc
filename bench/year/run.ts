import { randomUUID } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { openQueues } from '#jobs/queue.ts'
import type { QueueStore } from '#jobs/test-queue.ts'
import { seededRandom } from '#prisma/demo/random.ts'
import { keep } from '../faults/keep.ts'
import { setClock } from './clock-file.ts'
import { readFacts } from './facts.ts'
import { JUDGEMENTS, tellYear } from './judge.ts'
import { type Lived, live } from './live.ts'
import { drawYear, GRID_HOURS, START } from './plan.ts'
import { openPulse } from './pulse.ts'
import { openWorld } from './world.ts'

export type YearSettings = {
  requests: number
  /** of the year, from its first day */
  days: number
  kills: number
  seed: number
  /** the portal's database as its owner, and the server's superuser */
  ownerUrl: string
  superuserUrl: string
  dataDir: string
  openStore: (prefix: string) => QueueStore
}
export type Verdict = { name: string; problems: string[]; seen: number; note?: string }

/** Somebody looks at a timer at the latest on the next point of the grid; a fault may cost minutes more. */
const TOLERANCE = Temporal.Duration.from({ hours: GRID_HOURS, minutes: 30 })
const WORKERS = 2

/** A year of requests with the real verbs, jobs, queue and database; only the time is not real. */
export async function runYear(settings: YearSettings): Promise<Lived & { verdicts: Verdict[]; seconds: number }> {
  const { requests, days, kills, seed, ownerUrl, superuserUrl, dataDir, openStore } = settings
  const startedAt = performance.now()
  const random = seededRandom(seed)
  const plan = drawYear(random, requests, days - 20)
  const world = await openWorld(superuserUrl, dataDir, requests)
  mkdirSync(dataDir, { recursive: true })
  const clockFile = join(dataDir, 'simulated-time')
  setClock(clockFile, START)
  const prefix = `year-${randomUUID().slice(0, 8)}`
  const queues = openQueues(prefix)
  for (const queue of Object.values(queues)) queue.on('error', () => {})
  const store = openStore(prefix)
  const pulse = await openPulse(ownerUrl)
  const words = [prefix, clockFile]
  const workers = Array.from({ length: WORKERS }, (_, number) =>
    keep({ name: `worker ${number}`, file: 'bench/year/worker.ts', words, environment: {} }),
  )
  try {
    await Promise.all(workers.map(({ serving }) => serving()))
    const lived = await live({ world, pulse, queues, store, workers, clockFile }, plan, { days, kills, random })
    const year = tellYear(await readFacts(pulse.client, dataDir, lived.until), TOLERANCE)
    const died = workers.flatMap(({ ends }) => ends())
    const verdicts = [
      { name: 'no worker ended by itself', problems: died, seen: workers.length },
      ...JUDGEMENTS.map(({ name, look }) => ({ name, ...look(year) })),
    ]
    return { ...lived, verdicts, seconds: Math.round((performance.now() - startedAt) / 1_000) }
  } finally {
    await Promise.all(workers.map(({ stop }) => stop()))
    await Promise.all(Object.values(queues).map((queue) => queue.close()))
    await store.close()
    await pulse.client.end()
  }
}
