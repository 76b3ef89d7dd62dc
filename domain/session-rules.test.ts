import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { isLive, sessionEnd } from './session-rules.ts'

const began = Temporal.Instant.from('2026-11-20T01:00:00Z')
const fresh = { seenAt: began, expiresAt: sessionEnd(began), revokedAt: null }

test.each([
  ['just opened', fresh, 'PT0S', true],
  ['idle for a second less than 15 minutes', fresh, 'PT14M59S', true],
  ['idle for 15 minutes', fresh, 'PT15M', false],
  ['busy until a second before 8 hours', { ...fresh, seenAt: began.add('PT7H59M') }, 'PT7H59M59S', true],
  ['busy at 8 hours', { ...fresh, seenAt: began.add('PT7H59M') }, 'PT8H', false],
  ['ended by hand', { ...fresh, revokedAt: began }, 'PT1S', false],
])('%s', (_, session, after, live) => {
  expect(isLive(session, began.add(after))).toBe(live)
})
