import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { openClaims } from '#connectors/claims.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { fileRequest } from '#data/requests/file.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { filing } from '#data/test-controller.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import { JOBS } from '#jobs/index.ts'
import { startRedis } from '#prisma/test-redis.ts'
import { keep } from './faults/keep.ts'
import { now } from './faults/now.ts'
import { type Servers, withClient } from './faults/servers.ts'
import { openWorld, type World } from './faults/world.ts'
import { makeMap } from './traverse/map.ts'

const AIM_PLANNING_MS = 50
/** Five times the collections may take this many times as long. */
const AIM_GROWTH = 7.5
const ROUNDS = 15
/** So long may pass without one more request coming through, however many there are. */
const PATIENCE_MS = 120_000
const SHOP = { people: 2_000, orders: 8_000 }

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

/** From datasets to everything a traversal knows before its first question. */
function planning(collections: number) {
  const datasets = makeMap(collections, 10)
  const identities = [{ label: 'email', value: 'someone@example.com' }]
  const tookMs = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now()
    openClaims({ graph: buildGraph(datasets), connectors: {}, identities, signal: new AbortController().signal })
    return performance.now() - startedAt
  })
  const { edges } = buildGraph(datasets)
  return { collections, references: edges.length, planningMs: median(tookMs), firstMs: tookMs[0] }
}

/** The code as its mail would say it: nothing sends it before the worker starts. */
const codeOf = ({ system, controllerId }: World, requestId: string): Promise<string> =>
  transact(system, async (tx) => {
    const { sealedCode } = await tx.code.findFirstOrThrow({ where: { requestId } })
    const owner = { controllerId, id: requestId }
    const key = await openRequestKey(tx, owner)
    if (!key || !sealedCode) throw new Error('no code to read')
    return String(await openJsonFor(key, owner, 'code', sealedCode))
  })

async function fileProved(world: World, email: string): Promise<string> {
  const given = { filing: filing({ right: 'access', email }), locale: 'id', channel: 'portal' } as const
  const filed = await fileRequest(world.visitor, { ...given, submissionKey: randomUUID() }, now())
  if (!filed.ok) throw new Error(filed.reason)
  const { id, reference } = filed.value
  const address = randomUUID()
  await askCode({ address }, { reference }, now())
  const proved = await acceptCode({ address }, { reference, code: await codeOf(world, id) }, now())
  if (!proved.ok) throw new Error(proved.reason)
  return id
}

/** @returns seconds until every request stands there */
async function until(world: World, ids: readonly string[], status: string): Promise<number> {
  const startedAt = performance.now()
  const where = { id: { in: [...ids] }, status }
  let last = { count: 0, at: startedAt }
  while (performance.now() - last.at < PATIENCE_MS) {
    const count = await transact(world.system, (tx) => tx.request.count({ where }))
    if (count === ids.length) return (performance.now() - startedAt) / 1_000
    if (count > last.count) last = { count, at: performance.now() }
    await wait(250)
  }
  throw new Error(`${last.count} of ${ids.length} requests came to ${status}, then none for ${PATIENCE_MS / 1_000} s`)
}

async function approveAll(world: World, ids: readonly string[]): Promise<void> {
  const [agent, reviewer] = [world.staff('agent'), world.staff('reviewer')]
  const versionOf = (id: string) => transact(world.system, (tx) => tx.request.findUniqueOrThrow({ where: { id } }))
  for (const id of ids) {
    const found = await versionOf(id)
    const submitted = await submitForReview(agent, found, now())
    if (!submitted.ok) throw new Error(submitted.reason)
    const approved = await approveRequest(reviewer, await versionOf(id), now())
    if (!approved.ok) throw new Error(approved.reason)
  }
}

const DONE = `SELECT job, count(*)::int AS count, extract(epoch FROM max(at) - min(at))::float8 AS seconds, min(at) AS first, max(at) AS last
  FROM effect WHERE at >= $1 GROUP BY job`

/** Of each lane: jobs done from its first to its last, a minute. */
async function lanes(url: string, since: string) {
  const { rows } = await withClient(url, (client) => client.query(DONE, [since]))
  const laneOf = new Map(JOBS.map(({ name, lane }) => [name, lane]))
  return Object.fromEntries(
    [...Map.groupBy(rows, ({ job }) => laneOf.get(job) ?? '')].map(([lane, done]) => {
      const [first, last] = [Math.min(...done.map((one) => +one.first)), Math.max(...done.map((one) => +one.last))]
      const jobs = done.reduce((sum, { count }) => sum + count, 0)
      return [lane, { jobs, jobsPerMinute: Math.round((jobs / Math.max(1, last - first)) * 60_000) }]
    }),
  )
}

async function serve(world: World, people: readonly string[], url: string, environment: Record<string, string>) {
  const ids: string[] = []
  for (const email of people) ids.push(await fileProved(world, email))
  const since = now().toString()
  const worker = keep({ name: 'worker', file: 'cli/worker.ts', environment })
  try {
    await worker.serving()
    const collectSeconds = await until(world, ids, 'reviewing')
    await approveAll(world, ids)
    const packageSeconds = await until(world, ids, 'fulfilled')
    return {
      requests: ids.length,
      collectedPerMinute: Math.round((ids.length / collectSeconds) * 60),
      packedPerMinute: Math.round((ids.length / packageSeconds) * 60),
      lanes: await lanes(url, since),
    }
  } finally {
    await worker.stop()
  }
}

/**
 * `npm run bench -- traverse [requests] [postgres | redis]`: planning over large maps, and access requests on the demo shop, all proved
 * before the worker starts: how many a minute are read, and packed once approved.
 */
export async function* benchTraverse(
  environment: Record<string, string>,
  servers: Servers,
  [requests = '500', only = '']: readonly string[],
): AsyncGenerator<object> {
  const [few, many] = [planning(200), planning(1_000)]
  yield few
  yield many
  const growth = many.planningMs / few.planningMs
  const isHeld = Math.max(few.planningMs, many.planningMs) <= AIM_PLANNING_MS && growth <= AIM_GROWTH
  yield { growth, aimGrowth: AIM_GROWTH, aimPlanningMs: AIM_PLANNING_MS, isHeld }

  const world = await openWorld(servers, SHOP)
  const { rows } = await withClient(world.shopUrl, (client) =>
    client.query<{ email: string }>(`SELECT DISTINCT email FROM customers WHERE email LIKE '%@%' ORDER BY 1`),
  )
  const people = rows.slice(0, Number(requests)).map(({ email }) => email)
  const url = servers.superuserUrl('portal')
  if (only !== 'redis')
    yield { backend: 'postgres', ...(await serve(world, people, url, { ...environment, REDIS_URL: '' })) }
  const redis = only === 'postgres' ? null : await startRedis()
  if (!redis) return
  try {
    yield { backend: 'redis', ...(await serve(world, people, url, { ...environment, REDIS_URL: redis.url })) }
  } finally {
    await redis.stop()
  }
}
