import { startCollecting as plan } from '#data/requests/start-collecting.ts'
import { defineJob } from './define.ts'

export const startCollecting = defineJob({
  name: 'start-collecting',
  on: ['identity.proved', 'review.sent_back'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run({ eventId, controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'start-collecting' } as const
    if (requestId) await plan(actor, { requestId, eventId }, now())
  },
})
