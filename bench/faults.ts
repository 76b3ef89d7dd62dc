import { parseArgs } from 'node:util'
import { z } from 'zod'
import { openReport } from './faults/report.ts'
import { startServers } from './faults/servers.ts'

/**
 * `npm run test:faults [-- --faults 30 --seed 1 --backend postgres|redis]`: kills web, workers, queue, database and source at
 * random while requests flow, and looks whether anything was lost or done twice.
 * `-- --kill-in collecting|packaging|erasing [--times 10]`: kills the worker in the middle of that step, again and again.
 */
const Options = z.object({
  faults: z.coerce.number().int().min(1).max(100_000).default(30),
  seed: z.coerce.number().int().min(0).default(1),
  backend: z.enum(['postgres', 'redis']).default('postgres'),
  'kill-in': z.enum(['collecting', 'packaging', 'erasing']).optional(),
  times: z.coerce.number().int().min(1).max(1_000).default(10),
})

const text = { type: 'string' } as const
const options = { faults: text, seed: text, backend: text, 'kill-in': text, times: text }
const { faults, seed, backend, times, 'kill-in': step } = Options.parse(parseArgs({ options }).values)

const report = openReport()
const servers = await startServers(backend)
try {
  const environment = await servers.openPortal('portal')
  // Before any of our modules reads its settings: this process plays the people, in the same portal.
  Object.assign(process.env, environment, { LOG_LEVEL: 'silent' })
  if (step) {
    const { killIn } = await import('./faults/kill-in.ts')
    await killIn(servers, { step, times, portal: 'portal', environment }, report)
  } else {
    report.say(`Seed ${seed}, ${faults} faults, queue on ${backend}.`)
    const { run } = await import('./faults/run.ts')
    const settings = { faults, seed, portal: 'portal', environment }
    const world = await run(servers, settings, report)
    const { runNaive } = await import('./faults/naive.ts')
    await runNaive(servers, { ...settings, world }, report)
  }
} finally {
  await servers.stop()
}
process.exit(report.close() ? 0 : 1)
