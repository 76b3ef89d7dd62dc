import { startCorrecting as start } from '#data/corrections/start.ts'
import { defineJob } from './define.ts'

/** An approved rectification: every source gets its task, or the notes are done at once. */
export const startCorrecting = defineJob({
  name: 'start-correcting',
  on: ['execution.started'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run({ controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'start-correcting' } as const
    if (requestId) await start(actor, requestId, now())
  },
})
