import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { downloadState } from './download.ts'

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
