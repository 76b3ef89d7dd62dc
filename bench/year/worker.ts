import { startWorker } from '#jobs/worker.ts'
import { readClock } from './clock-file.ts'

/** The real worker, told the time of the simulation. Whoever starts it kills it. */
const [prefix = '', clockFile = ''] = process.argv.slice(2)
const stop = await startWorker({ prefix, now: () => readClock(clockFile), lockMs: 1_500 })
process.once('disconnect', () => process.exit(0))
process.once('SIGTERM', () => void stop().then(() => process.exit(0)))
process.send?.({ serving: true })
