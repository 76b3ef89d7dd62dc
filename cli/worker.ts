import { z } from 'zod'
import { closeDatabase } from '#data/db.ts'
import { assertSafeStart } from '#data/safe-start.ts'
import { startWorker } from '#jobs/worker.ts'
import { runUntilStopped, STOPS_WITHIN_MS } from './running/run-until-stopped.ts'

const Lanes = z.array(z.enum(['swift', 'stop', 'slow'], 'the lanes are swift, stop and slow'))

/** `npm run worker` does everything; `npm run worker -- swift` only mail and clocks. */
await runUntilStopped(
  'worker',
  async () => {
    const lanes = Lanes.parse(process.argv.slice(2))
    await assertSafeStart()
    const stopWorker = await startWorker(lanes.length > 0 ? { lanes } : {})
    const stop = async () => {
      await stopWorker()
      await closeDatabase()
    }
    return { stop }
  },
  STOPS_WITHIN_MS.worker,
)
