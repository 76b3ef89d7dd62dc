import { fireTimer, timersDue } from '#data/timers/fire.ts'
import { defineSchedule } from './define.ts'
import { sweepDue } from './sweep-due.ts'

/** Lets everything happen whose instant has come. */
export const fireTimers = defineSchedule({
  name: 'fire-timers',
  everyMs: 3_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  run: (context) => sweepDue(context, timersDue, fireTimer),
})
