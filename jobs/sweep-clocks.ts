import { breachClock, clocksDue } from '#data/clocks/breach.ts'
import { defineSchedule } from './define.ts'

const MOST = 500

/** Finds deadlines that passed; its cost depends on what is due, not on how many requests are open. */
export const sweepClocks = defineSchedule({
  name: 'sweep-clocks',
  everyMs: 10_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  async run({ now }) {
    for (const clock of await clocksDue(now(), MOST)) await breachClock(clock, now())
  },
})
