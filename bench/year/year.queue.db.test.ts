import { expect, inject, test } from 'vitest'
import { env } from '#env'
import { keysOf, tablesOf } from '#jobs/test-queue.ts'
import { runYear } from './run.ts'

test('two months over Nyepi, Lebaran and summer time, with workers killed and the queue lost', async () => {
  const owner = new URL(inject('ownerUrl'))
  owner.pathname = new URL(env.DATABASE_URL ?? '').pathname
  const { verdicts, kills, jobsLost } = await runYear({
    ...{ requests: 24, days: 75, kills: 3, seed: 3, dataDir: env.DATA_DIR },
    ownerUrl: owner.href,
    superuserUrl: inject('databaseUrl'),
    openStore: (prefix) => (env.REDIS_URL ? keysOf(env.REDIS_URL, prefix) : tablesOf(owner.href)),
  })
  expect(verdicts.filter(({ problems, seen }) => problems.length > 0 || seen === 0)).toEqual([])
  expect([kills > 0, jobsLost > 0]).toEqual([true, true])
}, 180_000)
