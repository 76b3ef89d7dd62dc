import { Temporal } from 'temporal-polyfill'
import { CLOCKS, MEMBER_STATE } from '#domain/clock/catalogue.ts'
import { computeDeadline } from '#domain/clock/deadline.ts'
import type { DeadlineQuery } from '#domain/clock/query.ts'
import { benchRecompute } from './recompute.ts'

const WARM_UP = 20_000
const COUNT = 200_000
const FIRST_START = Temporal.Instant.from('2026-02-06T03:07:11Z')
const STARTS = 500
/** 500 starts 17 h 13 m apart: a year of every hour and weekday that all shipped calendars still cover. */
const APART_MINUTES = 1_033

const started = CLOCKS.filter(({ duration }) => duration !== null)

const queryOf = (index: number): DeadlineQuery => {
  const clock = started[index % started.length] ?? CLOCKS[0]
  if (!clock) throw new Error('there are no clocks')
  const startAt = FIRST_START.add({ minutes: (Math.floor(index / started.length) % STARTS) * APART_MINUTES })
  return {
    clockId: clock.id,
    zone: clock.zone === 'controller' ? 'Asia/Jakarta' : clock.zone,
    startAt,
    verifiedAt: startAt.add({ hours: 5 }),
    contractDays: 21,
    ...(clock.calendar === MEMBER_STATE ? { calendar: 'FR' } : {}),
  }
}

/** Deadlines computed per second on one core, every clock with a period by turns; then what dating many requests again costs. */
export async function benchClocks(): Promise<object[]> {
  const queries = Array.from({ length: COUNT }, (_, index) => queryOf(index))
  const compute = (query: DeadlineQuery) => {
    const deadline = computeDeadline(query)
    if (!deadline.ok) throw new Error(`${query.clockId}: ${deadline.reason}`)
  }
  queries.slice(0, WARM_UP).forEach(compute)
  const startedAt = performance.now()
  queries.forEach(compute)
  const seconds = (performance.now() - startedAt) / 1_000
  const computed = { deadlines: COUNT, clocks: started.length, seconds, perSecond: Math.round(COUNT / seconds) }
  return [computed, ...(await benchRecompute())]
}
