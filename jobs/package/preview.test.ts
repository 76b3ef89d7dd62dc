import { expect, test } from 'vitest'
import { startPreview } from './preview.ts'

test('the first rows are kept, all are counted', () => {
  const preview = startPreview()
  for (let id = 0; id < 5_000; id += 1) preview.add([id])
  expect(preview.finish()).toMatchObject({ total: 5_000, rows: { length: 100 } })
})

test('long rows fill it sooner, and a long value is cut and says so', () => {
  const preview = startPreview()
  for (let id = 0; id < 5_000; id += 1) preview.add(Array.from({ length: 50 }, () => 'x'.repeat(1_001)))
  expect(preview.finish().rows).toHaveLength(3)
  expect(preview.finish().rows[0]?.[0]).toEqual({ text: 'x'.repeat(1_000), cut: true })
})

test('objects and moments are shown as people write them', () => {
  const preview = startPreview()
  preview.add([
    null,
    { channel: 'whatsapp', topics: ['a', { b: null }] },
    '2026-01-02T03:04:05.000Z',
    '2026-01-02T03:04:05+07:00',
  ])
  expect(preview.finish().rows[0]).toEqual([
    null,
    { text: 'channel: whatsapp\ntopics:\n  • a\n  •\n    b: ', cut: false },
    { text: '2026-01-02 03:04:05 UTC', cut: false },
    { text: '2026-01-02 03:04:05 +07:00', cut: false },
  ])
})
