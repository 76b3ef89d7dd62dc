import { logsToSeal, sealLog } from '#data/audit/seal-log.ts'
import { defineSchedule } from './define.ts'

const MOST = 200

/** Seals new events into each controller's log and signs a checkpoint. */
export const sealLogs = defineSchedule({
  name: 'seal-logs',
  everyMs: 5_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  async run({ now }) {
    for (const controllerId of await logsToSeal(MOST))
      await sealLog({ kind: 'system', controllerId, job: 'seal-logs' }, now())
  },
})
