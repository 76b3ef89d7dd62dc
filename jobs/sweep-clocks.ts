import { breachClock, clocksDue } from '#data/clocks/breach.ts'
import { defineSchedule } from './define.ts'
import { sweepDue } from './sweep-due.ts'

/** Finds deadlines that passed; its cost depends on what is due, not on how many requests are open. */
export const sweepClocks = defineSchedule({
  name: 'sweep-clocks',
  everyMs: 10_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  run: (context) => sweepDue(context, clocksDue, breachClock),
})
