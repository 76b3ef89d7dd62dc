import { Temporal } from 'temporal-polyfill'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Until } from './dataset.ts'

const DATE = /^(?<date>[+-]?\d{4,6}-\d\d-\d\d)/

/**
 * The last day a row must be kept. `read` gives a field's value as ISO 8601 text (date or timestamp, its own
 * calendar day). Years are counted from that day, e.g. ten for tax documents (UU KUP art. 28(11)).
 * `no_end_date`: the field is empty or holds no date, so the end is unknown and a person must decide.
 */
export function retentionEnd(
  until: Until,
  read: (field: string) => unknown,
): Result<Temporal.PlainDate, 'no_end_date'> {
  if ('date' in until) return ok(Temporal.PlainDate.from(until.date))
  const value = read(until.field)
  const date = typeof value === 'string' ? DATE.exec(value)?.groups?.date : undefined
  if (!date) return refuse('no_end_date')
  try {
    return ok(Temporal.PlainDate.from(date).add({ years: until.years }))
  } catch {
    return refuse('no_end_date') // 31 February, or a year outside the calendar
  }
}
