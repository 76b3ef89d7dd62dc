import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { RIGHTS } from '../request.ts'
import { LAWS, MEMBER_STATES } from '../settings.ts'
import { type ClockSettings, startClocks } from './applicable.ts'
import { newPromises, type Standing } from './promises.ts'
import type { Story } from './story.ts'

const receivedAt = Temporal.Instant.from('2026-11-20T08:04:00Z')
const story: Story = { receivedAt, verifiedAt: null, pauses: [], extendedAt: new Map() }
const shop: ClockSettings = { zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID'], memberState: null }
const europe = { ...shop, jurisdictions: ['EU'], memberState: 'FR' }

const standing = (settings: ClockSettings, state = 'running'): Standing[] =>
  startClocks(settings, 'access', receivedAt).map((clock) => ({ ...clock, state }))
const promised = (before: readonly Standing[], settings: ClockSettings, told: Story = story) =>
  newPromises(before, settings, 'access', told).map(({ before: old, after }) => [
    old?.clockId ?? null,
    after.clockId,
    after.dueLocalDate,
    after.state,
  ])

test('a promise is kept until an earlier one takes its place, whichever clock counts it', () => {
  expect(promised(standing(shop), { ...shop, contractDays: 30 })).toEqual([])
  expect(promised(standing({ ...shop, contractDays: 30 }), shop)).toEqual([
    ['CT-QE-30D', 'CT-DALANG-14D', '2026-12-04', 'running'],
  ])
  expect(promised(standing(shop), { ...shop, jurisdictions: [] })).toEqual([])
})

test('a law that begins to apply starts at receipt; no law asks for a second acknowledgement', () => {
  expect(promised(standing(shop), { ...shop, jurisdictions: ['ID', 'US-CA'] })).toEqual([
    [null, 'US-CA-45', '2027-01-04', 'running'],
  ])
})

test('what waits for an answer waits on the earlier promise, and shows the date without the question', () => {
  const asked: Story = {
    ...story,
    pauses: [{ reason: 'clarification_requested', from: receivedAt.add({ hours: 5 }), to: null }],
  }
  expect(promised(standing(shop), { ...europe, jurisdictions: ['ID', 'EU'] }, asked)).toEqual([
    [null, 'EU-GDPR-12-3', '2026-12-21', 'paused'],
  ])
  const waiting = standing(europe).map((clock) => ({
    ...clock,
    ...(clock.clockId === 'EU-GDPR-12-3' && { state: 'paused', dueAt: clock.dueAt.add({ hours: 24 }) }),
  }))
  expect(promised(waiting, europe, asked)).toEqual([['EU-GDPR-12-3', 'EU-GDPR-12-3', '2026-12-21', 'paused']])
})

test('what is over is not promised anew', () => {
  const seven = { ...shop, contractDays: 7, jurisdictions: ['ID', 'EU'], memberState: 'FR' }
  expect(promised(standing(shop, 'met'), seven)).toEqual([])
  expect(promised(standing(shop, 'breached'), { ...shop, contractDays: 7 })).toEqual([])
})

const settings = fc.record({
  zone: fc.constantFrom('Asia/Jakarta', 'Asia/Jayapura', 'Europe/Paris', 'America/Los_Angeles'),
  contractDays: fc.integer({ min: 1, max: 366 }),
  jurisdictions: fc.subarray([...LAWS]),
  memberState: fc.constantFrom(...MEMBER_STATES, null),
})

test('no date ever becomes a later one, none is dropped, and a second look changes nothing', () => {
  fc.assert(
    fc.property(settings, settings, fc.constantFrom(...RIGHTS), (before, after, right) => {
      const current: Standing[] = startClocks(before, right, receivedAt).map((clock) => ({
        ...clock,
        state: 'running',
      }))
      const changes = newPromises(current, after, right, story)
      for (const { before: old, after: promise } of changes)
        if (old) expect(Temporal.Instant.compare(promise.dueAt, old.dueAt)).toBe(-1)
      const kept = current.filter((clock) => !changes.some((change) => change.before === clock))
      const next = [...kept, ...changes.map((change) => change.after)]
      expect(next.length).toBeGreaterThanOrEqual(current.length)
      expect(newPromises(next, after, right, story)).toEqual([])
    }),
    { numRuns: 200 },
  )
})
