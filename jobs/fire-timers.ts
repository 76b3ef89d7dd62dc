import { fireTimer, timersDue } from '#data/timers/fire.ts'
import { log } from '#log'
import { defineSchedule } from './define.ts'

const MOST = 200

/** Lets everything happen whose instant has come. A timer that fails does not hold up the others. */
export const fireTimers = defineSchedule({
  name: 'fire-timers',
  everyMs: 3_000,
  lane: 'swift',
  retry: { attempts: 1, delayMs: 0 },
  async run({ now }) {
    for (const timer of await timersDue(now(), MOST))
      await fireTimer(timer, now()).catch((error: Error) =>
        log.error({ timer: timer.id, kind: timer.kind, error: error.name }, 'timer failed'),
      )
  },
})
