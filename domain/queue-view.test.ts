import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { localDayStart, QueueQuery, queueAddress, readCursor, shareRun, urgency, writeCursor } from './queue-view.ts'

const start = Temporal.Instant.from('2026-11-20T08:00:00Z')
const due = start.add({ hours: 72 })

test.each([
  ['PT0S', 'calm', 0],
  ['PT47H', 'calm', 47 / 72],
  ['PT49H', 'soon', 49 / 72],
  ['PT65H', 'urgent', 65 / 72],
  ['PT72H', 'late', 1],
  ['PT99H', 'late', 1],
])('a 72-hour clock after %s is %s', (after, expected, share) => {
  expect(urgency(start, due, start.add(after))).toBe(expected)
  expect(shareRun(start, due, start.add(after))).toBeCloseTo(share)
})

test('a long clock is at risk in its last quarter', () => {
  const month = start.add({ hours: 30 * 24 })
  expect(urgency(start, month, start.add({ hours: 22 * 24 }))).toBe('calm')
  expect(urgency(start, month, start.add({ hours: 23 * 24 }))).toBe('soon')
})

test('whatever stands in the address, a queue is shown', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom('view', 'right', 'controller', 'sort', 'q', 'after'), fc.anything()),
      (said) => {
        expect(QueueQuery.safeParse(said).success).toBe(true)
      },
    ),
  )
  expect(QueueQuery.parse({ view: 'nonsense', q: ['x', 'y'] })).toEqual({
    view: 'at-risk',
    right: null,
    controller: null,
    sort: 'due',
    q: null,
    after: null,
  })
})

test('an address leads back to its query', () => {
  const query = QueueQuery.parse({ view: 'mine', right: 'erasure', sort: 'newest' })
  expect(queueAddress(query)).toBe('/desk/requests?view=mine&right=erasure&sort=newest')
  const said = Object.fromEntries(new URL(queueAddress(query), 'http://x').searchParams)
  expect(QueueQuery.parse(said)).toEqual(query)
})

test('a cursor survives the address', () => {
  const cursor = { atMs: 1_795_000_000_000, id: '0193b2f0-0000-7000-8000-000000000001' }
  expect(readCursor(writeCursor(cursor))).toEqual(cursor)
  expect(readCursor(null)).toBeNull()
})

test('a day begins at local midnight', () => {
  expect(localDayStart(Temporal.Instant.from('2026-11-20T17:30:00Z'), 'Asia/Jakarta').toString()).toBe(
    '2026-11-20T17:00:00Z',
  )
  expect(localDayStart(Temporal.Instant.from('2026-11-20T16:30:00Z'), 'Asia/Jakarta').toString()).toBe(
    '2026-11-19T17:00:00Z',
  )
})
