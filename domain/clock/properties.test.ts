import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { CLOCKS } from './catalogue.ts'
import { computeDeadline } from './deadline.ts'
import type { DeadlineQuery } from './query.ts'

const ZONES = ['Asia/Jakarta', 'Asia/Jayapura', 'Europe/Berlin', 'America/Los_Angeles', 'Africa/Cairo', 'Pacific/Apia']
const LAW_WITH_PAUSE = CLOCKS.filter(({ pause }) => pause.mode === 'shift_days').map(({ id }) => id)
const FIXED = CLOCKS.filter(({ duration }) => duration !== null && duration.unit !== 'hours_before').map(({ id }) => id)
const DAY_SECONDS = 86_400

const second = (from: string, to: string) =>
  fc.integer({ min: Date.parse(from) / 1000, max: Date.parse(to) / 1000 }).map((epoch) => instant(epoch))
const instant = (epochSeconds: number) => Temporal.Instant.fromEpochMilliseconds(epochSeconds * 1000)
/** Two days either side of every change that has hurt: UTC and local midnights, summer time, leap day, month ends. */
const EDGES = ['2026-03-29', '2026-04-24', '2026-10-25', '2026-10-30', '2027-01-01', '2027-01-31', '2028-02-29']
const start = fc.oneof(
  second('2026-02-06T00:00:00Z', '2028-06-01T00:00:00Z'),
  fc.constantFrom(...EDGES).chain((day) => {
    const middle = Date.parse(day) / 1000
    return fc.integer({ min: middle - 2 * DAY_SECONDS, max: middle + 2 * DAY_SECONDS }).map(instant)
  }),
)
const place = { zone: fc.constantFrom(...ZONES), contractDays: fc.integer({ min: 1, max: 366 }) }
/** Weekends only: every year has a list, so a count never runs out of calendar here. */
const everyYear = { calendar: fc.constant('WEEKENDS-ONLY') }

function dueOf(query: DeadlineQuery): Temporal.Instant | null {
  const result = computeDeadline({ verifiedAt: query.startAt ?? instant(0), ...query })
  if (!result.ok) throw new Error(`${result.reason} ${result.field}`)
  return result.value.dueAt
}
const isOrdered = (a: Temporal.Instant | null, b: Temporal.Instant | null) =>
  a === null || b === null || Temporal.Instant.compare(a, b) <= 0

test('no deadline comes before its start', () => {
  const query = fc.record({ clockId: fc.constantFrom(...FIXED), startAt: start, ...place, ...everyYear })
  const property = fc.property(query, (asked) => {
    expect(isOrdered(asked.startAt, dueOf(asked))).toBe(true)
  })
  fc.assert(property, { numRuns: 1000 })
})

test('who asks later is not answered earlier', () => {
  const query = fc.record({ clockId: fc.constantFrom(...FIXED), ...place, ...everyYear })
  const gap = fc.oneof(fc.integer({ min: 0, max: 2 * DAY_SECONDS }), fc.integer({ min: 0, max: 90 * DAY_SECONDS }))
  const property = fc.property(query, start, gap, (asked, early, seconds) => {
    const [first, second] = [early, early.add({ seconds })].map((startAt) => dueOf({ ...asked, startAt }))
    expect(isOrdered(first ?? null, second ?? null)).toBe(true)
  })
  fc.assert(property, { numRuns: 1000 })
})

const offsets = fc.uniqueArray(fc.integer({ min: 0, max: 40 * DAY_SECONDS }), { minLength: 2, maxLength: 6 })
const reasons = fc.constantFrom('identity_info_requested', 'clarification_requested', 'lunch')
const pausesAfter = (startAt: Temporal.Instant, bounds: readonly number[], reason: string) => {
  const moments = [...bounds].sort((a, b) => a - b).map((seconds) => startAt.add({ seconds }))
  return moments.flatMap((from, index) => {
    const to = moments[index + 1]
    return index % 2 === 0 && to ? [{ reason, from, to }] : []
  })
}

test('a pause never shortens, and the conservative date never moves', () => {
  const clockId = fc.constantFrom(...LAW_WITH_PAUSE)
  const query = fc.record({ clockId, startAt: start, ...place, ...everyYear })
  const property = fc.property(query, offsets, reasons, (asked, bounds, reason) => {
    const pauses = pausesAfter(asked.startAt, bounds, reason)
    expect(isOrdered(dueOf(asked), dueOf({ ...asked, pauses }))).toBe(true)
    const [plain, paused] = [computeDeadline(asked), computeDeadline({ ...asked, pauses })]
    if (!plain.ok || !paused.ok) throw new Error('refused')
    expect(String(paused.value.conservativeDueAt)).toBe(String(plain.value.conservativeDueAt))
  })
  fc.assert(property, { numRuns: 500 })
})

test('where the law knows no pause, a pause changes nothing', () => {
  const clockId = fc.constantFrom(...FIXED.filter((id) => !LAW_WITH_PAUSE.includes(id)))
  const query = fc.record({ clockId, startAt: start, ...place, ...everyYear })
  const property = fc.property(query, offsets, reasons, (asked, bounds, reason) => {
    const pauses = pausesAfter(asked.startAt, bounds, reason)
    expect(String(dueOf({ ...asked, pauses }))).toBe(String(dueOf(asked)))
  })
  fc.assert(property, { numRuns: 500 })
})

test('the conservative date is never after the legal one', () => {
  const query = fc.record({ clockId: fc.constantFrom(...FIXED), startAt: start, ...place, ...everyYear })
  const property = fc.property(query, (asked) => {
    const result = computeDeadline({ verifiedAt: asked.startAt.add({ hours: 30 }), ...asked })
    if (!result.ok) throw new Error(result.reason)
    expect(isOrdered(result.value.conservativeDueAt, result.value.dueAt)).toBe(true)
  })
  fc.assert(property, { numRuns: 500 })
})

test('days end with the local midnight after the due date; hours are hours, whatever the clocks on the wall do', () => {
  const query = fc.record({ clockId: fc.constantFrom(...FIXED), startAt: start, ...place, ...everyYear })
  const property = fc.property(query, (asked) => {
    const result = computeDeadline({ verifiedAt: asked.startAt, ...asked })
    if (!result.ok || !result.value.dueAt) return
    const { dueAt, dueLocalDate, boundary, startAt } = result.value
    if (boundary === 'inclusive') expect(dueAt.since(startAt).total('hours')).toBe(72)
    if (boundary !== 'exclusive') return
    const local = (at: Temporal.Instant) => at.toZonedDateTimeISO(asked.zone).toPlainDate().toString()
    expect(local(dueAt.subtract({ nanoseconds: 1 }))).toBe(dueLocalDate)
    expect(local(dueAt) > (dueLocalDate ?? '')).toBe(true)
  })
  fc.assert(property, { numRuns: 1000 })
})

test('an extension that counts never shortens, one that is late never moves anything', () => {
  const clockId = fc.constantFrom(...CLOCKS.filter(({ extension }) => extension !== null).map(({ id }) => id))
  const query = fc.record({ clockId, startAt: start, ...place, ...everyYear })
  const property = fc.property(query, fc.integer({ min: 0, max: 100 * DAY_SECONDS }), (asked, seconds) => {
    const extension = { notifiedAt: asked.startAt.add({ seconds }) }
    const [plain, extended] = [computeDeadline(asked), computeDeadline({ ...asked, extension })]
    if (!plain.ok || !extended.ok || !plain.value.dueAt) throw new Error('refused')
    const inTime = Temporal.Instant.compare(extension.notifiedAt, plain.value.dueAt) < 0
    expect(extended.value.flags.includes('extension_rejected')).toBe(!inTime)
    expect(inTime || String(extended.value.dueAt) === String(plain.value.dueAt)).toBe(true)
    expect(isOrdered(plain.value.dueAt, extended.value.dueAt)).toBe(true)
  })
  fc.assert(property, { numRuns: 500 })
})
