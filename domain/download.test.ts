import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { decideRenewal, downloadState, type Renewable } from './download.ts'

const expiresAt = Temporal.Instant.from('2026-12-04T08:00:00Z')

test.each([
  ['2026-11-20T08:00:00Z', false, 'ready'],
  ['2026-12-01T07:59:59Z', false, 'ready'],
  ['2026-12-01T08:00:00Z', false, 'ends_soon'],
  ['2026-12-04T07:59:59Z', false, 'ends_soon'],
  ['2026-12-04T08:00:00Z', false, 'ended'],
  ['2026-11-20T08:00:00Z', true, 'ended'],
])('at %s, deleted %s: %s', (now, deleted, state) => {
  expect(downloadState({ expiresAt, deleted }, Temporal.Instant.from(now))).toBe(state)
})

test.each<[string, Partial<Renewable>, string]>([
  ['2026-12-04T07:59:59Z', {}, 'package_not_ended'],
  ['2026-12-04T08:00:00Z', {}, 'ok'],
  ['2026-12-01T08:00:00Z', { deleted: true }, 'ok'],
  ['2026-12-04T08:00:00Z', { renewals: 2 }, 'ok'],
  ['2026-12-04T08:00:00Z', { renewals: 3 }, 'no_renewals_left'],
  ['2026-12-04T08:00:00Z', { renewals: 1, renewing: true }, 'package_being_renewed'],
  ['2026-12-04T08:00:00Z', { deleted: true, shredded: true }, 'package_gone'],
])('asked for again at %s, %o: %s', (now, change, expected) => {
  const pack = { expiresAt, deleted: false, renewals: 0, renewing: false, shredded: false, ...change }
  const decided = decideRenewal(pack, Temporal.Instant.from(now))
  expect(decided.ok ? 'ok' : decided.reason).toBe(expected)
})
