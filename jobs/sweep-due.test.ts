import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { sweepDue } from './sweep-due.ts'

const now = () => Temporal.Instant.from('2026-03-18T01:00:00Z')

/** Things that stay due until they were seen to; some never can be. */
function openDue(count: number, isBad: (id: number) => boolean = () => false) {
  const due = new Set(Array.from({ length: count }, (_, id) => id))
  const tried: number[] = []
  const abort = new AbortController()
  const sweep = () =>
    sweepDue(
      { now, attempt: 1, signal: abort.signal },
      async (_, most) => [...due].slice(0, most).map((id) => ({ id: String(id) })),
      async ({ id }) => {
        tried.push(Number(id))
        if (isBad(Number(id))) throw new Error('bad')
        due.delete(Number(id))
      },
    )
  return { sweep, due, tried, abort }
}

test.each([0, 1, 200, 201, 1_000])('everything that is due is seen to once: %i', async (count) => {
  const { sweep, due, tried } = openDue(count)
  await sweep()
  expect([due.size, tried.length]).toEqual([0, count])
})

test.each([
  ['one that fails', (id: number) => id === 5],
  ['any number that fail', (id: number) => id < 700],
  ['every second that fails', (id: number) => id % 2 === 0],
])('%s hold up no other, and are tried once a sweep', async (_name, isBad) => {
  const { sweep, due, tried } = openDue(1_000, isBad)
  const bad = Array.from({ length: 1_000 }, (_, id) => id).filter(isBad)
  await sweep()
  expect([...due]).toEqual(bad)
  expect(tried).toHaveLength(1_000)
  await sweep()
  expect(tried.slice(1_000)).toEqual(bad)
})

test('a worker that is told to stop takes no further batch', async () => {
  const { sweep, abort, tried } = openDue(300)
  abort.abort()
  await sweep()
  expect(tried).toEqual([])
})
