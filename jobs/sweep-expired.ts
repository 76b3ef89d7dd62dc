import { dropExpired } from '#data/drop-expired.ts'
import { defineSchedule } from './define.ts'

export const sweepExpired = defineSchedule({
  name: 'sweep-expired',
  everyMs: 300_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  run: ({ now }) => dropExpired(now()),
})
