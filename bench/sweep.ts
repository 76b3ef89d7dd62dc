import { setTimeout as wait } from 'node:timers/promises'
import { clocksDue } from '#data/clocks/breach.ts'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { newController } from '#data/test-controller.ts'
import { timersDue } from '#data/timers/fire.ts'
import { createUser } from '#data/users/create.ts'
import { fireTimers } from '#jobs/fire-timers.ts'
import { sweepClocks } from '#jobs/sweep-clocks.ts'
import { startRedis } from '#prisma/test-redis.ts'
import { keep } from './faults/keep.ts'
import { now } from './faults/now.ts'
import { type Servers, withClient } from './faults/servers.ts'
import { insertRequests } from './sweep/insert.ts'

const FEW = 10_000
const DUE = 1_000
const ROUNDS = 3
const LOOKS = 20
const AIM_RATIO = 1.5
const PATIENCE_MS = 120_000

type Portal = { url: string; controllerId: string; eventId: string; environment: Record<string, string> }

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return performance.now() - startedAt
}

async function openPortal(servers: Servers, environment: Record<string, string>): Promise<Portal> {
  const { controllerId, system } = await newController()
  const person = { email: `agent.${controllerId}@team.example`, name: 'Tim', role: 'agent', password: null } as const
  await createUser(system, { ...person, controllerIds: [] }, now())
  const eventId = await transact(system, (tx) =>
    record(tx, system, { controllerId }, { type: 'controller.settings_changed', changes: [] }, now()),
  )
  return { url: servers.superuserUrl('portal'), controllerId, eventId, environment }
}

/** Half of what is due is a mark, half a miss; none of it is due before it is inserted. */
const makeDue = ({ url, ...owner }: Portal, count: number) =>
  withClient(url, (client) => insertRequests(client, owner, { count, isDue: true }))

const context = { now, attempt: 1, signal: new AbortController().signal }
const look = () => Promise.all([timersDue(now(), DUE), clocksDue(now(), DUE)])

/** The two sweeps that the schedules start, until nothing is due. */
async function sweep(): Promise<void> {
  await fireTimers.run(context)
  await sweepClocks.run(context)
}

async function measure(portal: Portal, open: number) {
  const lookMs: number[] = []
  const sweepMs: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await makeDue(portal, DUE)
    for (let looks = 0; looks < LOOKS; looks += 1) lookMs.push(await timed(look))
    sweepMs.push(await timed(sweep))
    const left = (await look()).flat().length
    if (left > 0) throw new Error(`the sweeps left ${left} of ${DUE}`)
  }
  return { open, due: DUE, lookMs: median(lookMs), sweepMs: median(sweepMs) }
}

const HANDLED = `
  select count(*)::int as count, extract(epoch from max(at) - min(at))::float8 as seconds
  from effect where job = 'mail-clock-warning' and at >= $1`

/** What a worker makes of much that is due at once, mail included: from the first that is done to the last. */
async function handle(portal: Portal, backend: 'postgres' | 'redis', redisUrl: string) {
  await withClient(portal.url, (client) => client.query('truncate outbox'))
  const worker = keep({
    name: 'worker',
    file: 'cli/worker.ts',
    environment: { ...portal.environment, REDIS_URL: redisUrl },
  })
  try {
    await worker.serving()
    const madeAt = now().toString()
    await makeDue(portal, DUE)
    for (const startedAt = performance.now(); performance.now() - startedAt < PATIENCE_MS; await wait(200)) {
      const { rows } = await withClient(portal.url, (client) => client.query(HANDLED, [madeAt]))
      const { count, seconds } = rows[0]
      if (count >= DUE) return { backend, handled: count, seconds, perSecond: Math.round(count / seconds) }
    }
    throw new Error(`not all of ${DUE} were handled: ${worker.output().slice(-2_000)}`)
  } finally {
    await worker.stop()
  }
}

/** `npm run bench -- sweep [open]`: what a sweep costs where much is open and little is due, and what a worker makes of much that is due at once. */
export async function* benchSweep(
  environment: Record<string, string>,
  servers: Servers,
  [open = '1000000']: readonly string[],
): AsyncGenerator<object> {
  const portal = await openPortal(servers, environment)
  const { url, ...owner } = portal
  const fill = (count: number) => withClient(url, (client) => insertRequests(client, owner, { count, isDue: false }))
  await fill(FEW)
  const few = await measure(portal, FEW)
  yield few
  await fill(Number(open) - FEW)
  const many = await measure(portal, Number(open))
  yield many
  const [lookRatio, sweepRatio] = [many.lookMs / few.lookMs, many.sweepMs / few.sweepMs]
  yield { lookRatio, sweepRatio, aimRatio: AIM_RATIO, isHeld: lookRatio <= AIM_RATIO && sweepRatio <= AIM_RATIO }
  yield await handle(portal, 'postgres', '')
  const redis = await startRedis()
  if (!redis) return
  try {
    yield await handle(portal, 'redis', redis.url)
  } finally {
    await redis.stop()
  }
}
