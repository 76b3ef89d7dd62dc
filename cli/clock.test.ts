import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const clock = (args: string[], input: string) => {
  const { status, stdout, stderr } = spawnSync('npx', ['tsx', 'cli/hakku.ts', 'clock', ...args], {
    input,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, NODE_ENV: 'test' },
  })
  return { status, stdout, stderr }
}
const vector = { clock: 'ID-UU-32', tz: 'Asia/Jayapura', start: { at: '2026-11-20T15:04:00+09:00' } }

test('eval reads one vector or many, without settings or a database', () => {
  const one = clock(['eval'], JSON.stringify(vector))
  expect(one).toMatchObject({ status: 0 })
  expect(JSON.parse(one.stdout)).toMatchObject({ deadline_utc: '2026-11-23T06:04:00Z', boundary: 'inclusive' })
  const many = clock(['eval'], JSON.stringify([vector, { ...vector, clock: 'ID-NONE' }]))
  expect(many).toMatchObject({ status: 2 })
  expect(JSON.parse(many.stdout)).toEqual([
    expect.objectContaining({ state: 'running' }),
    { error: { field: 'clock', reason: 'unknown_clock' } },
  ])
}, 30_000)

test('bad input exits with 2 and names its field, each in its place', () => {
  const month = { clock: 'EU-GDPR-12-3', tz: 'Europe/Paris', calendar: 'FR', start: { at: '2026-11-20T08:00:00Z' } }
  const pause = (from: string, to: string) => ({ reason: 'clarification_requested', from, to })
  const bad: [object, string, string][] = [
    [{ clock: 'EU-NONE' }, 'clock', 'unknown_clock'],
    [{ tz: 'Europe/Atlantis' }, 'tz', 'unknown_zone'],
    [{ calendar: 'ATLANTIS' }, 'calendar', 'unknown_calendar'],
    [{ completed: '2026-11-19T08:00:00Z' }, 'completed', 'before_start'],
    [{ pauses: [pause('2026-11-22T00:00:00Z', '2026-11-21T00:00:00Z')] }, 'pauses[0].to', 'ends_before_start'],
    [
      {
        pauses: [
          pause('2026-11-21T00:00:00Z', '2026-11-23T00:00:00Z'),
          pause('2026-11-22T00:00:00Z', '2026-11-24T00:00:00Z'),
        ],
      },
      'pauses[1].from',
      'overlapping_pauses',
    ],
    [{ clock: 'ID-UU-32', extension: { notified_at: '2026-11-21T00:00:00Z' } }, 'extension', 'not_extendable'],
    [{ start: { at: '1969-12-31T23:59:59Z' } }, 'start.at', 'out_of_range'],
    [{ start: { date: '2101-01-02' } }, 'start.date', 'out_of_range'],
  ]
  const answered = clock(['eval'], JSON.stringify(bad.map(([change]) => ({ ...month, ...change }))))
  expect(answered.status).toBe(2)
  expect(JSON.parse(answered.stdout)).toEqual(bad.map(([, field, reason]) => ({ error: { field, reason } })))
  expect(clock(['eval'], JSON.stringify({ ...month, clock: 'EU-NONE' })).status).toBe(2)
}, 30_000)

test('explain says the arithmetic in both languages, or in one', () => {
  expect(clock(['explain'], JSON.stringify(vector)).stdout).toMatch(/72 jam berjalan[\s\S]*72 running hours/)
  expect(clock(['explain', '--lang', 'en'], JSON.stringify(vector)).stdout).not.toContain('jam')
}, 30_000)

test('what is no JSON, and what is no verb, is unusable input', () => {
  expect(clock(['eval'], 'not json')).toMatchObject({ status: 2, stdout: '' })
  expect(clock(['guess'], '{}').stderr).toContain('expected eval or explain')
}, 30_000)
