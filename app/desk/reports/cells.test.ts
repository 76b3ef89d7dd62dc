import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { translatorFor } from '#app/_server/i18n.ts'
import { reportCells } from './cells.ts'

const at = Temporal.Instant.from('2026-11-20T08:04:00Z')
const period = { from: '2026-11', to: '2026-11', startAt: at, endAt: at }
const line = {
  key: 'c1',
  requests: 3,
  onTime: 2,
  late: 1,
  open: 0,
  extensions: 2,
  pauses: 4,
  toAcknowledge: { median: 0.1, p90: 1 / 3 },
}

test('numbers with a point, blanks for what has not happened, and no name that a spreadsheet would run', () => {
  const report = { period, lines: [{ ...line, toVerify: null, toAnswer: null }], all: null }
  const shown = { report, by: 'controller', controllers: [{ id: 'c1', name: '=cmd|calc' }] } as const
  const [heading, cells] = reportCells(shown, translatorFor('id', 'desk'), 'id')
  expect(heading?.slice(0, 3)).toEqual(['controller', 'Pengendali', 'Permohonan'])
  expect(heading).toHaveLength(15)
  expect(cells).toEqual(['c1', "'=cmd|calc", '3', '2', '1', '0', '2', '4', '0.6667', '0.1', '0.3333', '', '', '', ''])
})

test('a clock is named by its duty and its article', () => {
  const report = { period, lines: [{ ...line, key: 'ID-UU-32', toVerify: null, toAnswer: null }], all: null }
  const [, cells] = reportCells({ report, by: 'clock', controllers: [] }, translatorFor('en', 'desk'), 'en')
  expect(cells?.slice(0, 2)).toEqual(['ID-UU-32', expect.stringMatching(/UU PDP/)])
})
