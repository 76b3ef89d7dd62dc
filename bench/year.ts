import { env } from '#env'
import { keysOf, tablesOf } from '#jobs/test-queue.ts'
import type { Servers } from './faults/servers.ts'
import { runYear } from './year/run.ts'

const SHOWN = 5

/** `npm run bench -- year [requests] [seed]`: a simulated year, with workers killed and the queue lost, judged at its end. */
export async function benchYear(
  environment: Record<string, string>,
  servers: Servers,
  [requests = '500', seed = '1']: readonly string[],
): Promise<object[]> {
  const ownerUrl = servers.superuserUrl('portal')
  const count = Number(requests)
  const { verdicts, ...lived } = await runYear({
    requests: count,
    days: 365,
    kills: Math.ceil(count / 12),
    seed: Number(seed),
    ownerUrl,
    superuserUrl: servers.superuserUrl('postgres'),
    dataDir: environment['DATA_DIR'] ?? '',
    openStore: (prefix) => (env.REDIS_URL ? keysOf(env.REDIS_URL, prefix) : tablesOf(ownerUrl)),
  })
  const judged = verdicts.map(({ problems, ...verdict }) => ({
    ...verdict,
    holds: problems.length === 0 && verdict.seen > 0,
    problems: problems.length,
    first: problems.slice(0, SHOWN),
  }))
  return [{ requests: count, seed: Number(seed), ...lived, until: lived.until.toString() }, ...judged]
}
