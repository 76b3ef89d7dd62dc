import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonCopier } from './json-copy.ts'
import { jsonWriter } from './values.ts'

const number = fc.oneof(
  fc.double({ noNaN: true }).map(String),
  fc.constantFrom(
    '0',
    '-0',
    '0.1',
    '-0.5',
    '1e+20',
    '1.5e-07',
    'NaN',
    '-Infinity',
    '123456789012345',
    '1234567890123456',
  ),
  fc.constantFrom('100', '0.0000001', '12.50', '1.0', '12345678.9', '-3.25'),
)
const year = fc.oneof(fc.integer({ min: 1, max: 9999 }), fc.integer({ min: 10_000, max: 294_000 }))
const two = (least: number, most: number) =>
  fc.integer({ min: least, max: most }).map((one) => String(one).padStart(2, '0'))
const day = fc.tuple(year, two(1, 12), two(1, 28)).map(([y, m, d]) => `${String(y).padStart(4, '0')}-${m}-${d}`)
const clock = fc
  .tuple(two(0, 23), two(0, 59), two(0, 59), fc.constantFrom('', '.5', '.123456'))
  .map(([h, m, s, f]) => `${h}:${m}:${s}${f}`)
const [before, never] = [fc.constantFrom('', '', ' BC'), fc.constantFrom('infinity', '-infinity')]
const text = fc
  .oneof(fc.string({ unit: 'binary' }), fc.string(), fc.constantFrom('a "b"', 'c\\d', 'tab\t', 'é😀', ''))
  .map((one) => one.toWellFormed())
/** As jsonb writes itself: a space after every comma and colon. */
const spaced = (json: unknown): string =>
  Array.isArray(json)
    ? `[${json.map(spaced).join(', ')}]`
    : json !== null && typeof json === 'object'
      ? `{${Object.entries(json)
          .map(([name, one]) => `${JSON.stringify(name)}: ${spaced(one)}`)
          .join(', ')}}`
      : JSON.stringify(json)
const document = fc.oneof(
  fc.jsonValue().map(spaced),
  fc.constantFrom(
    '{"n": 9007199254740993, "m": 1.50}',
    '[1e5, 2]',
    '" a , b : c "',
    '{"a \\" b": "\\\\", "c": " 1"}',
    '"1234567890.12345678"',
  ),
)

const CELLS: Record<string, fc.Arbitrary<string>> = {
  ...Object.fromEntries(['text', 'varchar', 'citext', 'mood'].map((base) => [base, text])),
  int4: fc.integer().map(String),
  int8: fc.bigInt().map(String),
  numeric: fc.oneof(number, fc.constant('12345678901234567890.12')),
  float4: number,
  float8: number,
  bool: fc.constantFrom('t', 'f'),
  bytea: fc.uint8Array().map((bytes) => `\\x${Buffer.from(bytes).toString('hex')}`),
  date: fc.oneof(
    fc.tuple(day, before).map((parts) => parts.join('')),
    never,
  ),
  timestamp: fc.oneof(
    fc.tuple(day, clock, before).map(([d, c, b]) => `${d} ${c}${b}`),
    never,
  ),
  timestamptz: fc.oneof(
    fc.tuple(day, clock, before).map(([d, c, b]) => `${d} ${c}+00${b}`),
    never,
  ),
  json: document,
  jsonb: document,
}

test.each(Object.entries(CELLS))('%s is copied as it would be written', (base, cells) => {
  const column = { base, array: false }
  const [copy, write] = [jsonCopier(column), jsonWriter(column)]
  fc.assert(
    fc.property(cells, (cell) => {
      const bytes = Buffer.from(`..${cell}..`)
      const into = Buffer.alloc(bytes.length + 8)
      const end = copy(bytes, 2, bytes.length - 2, into, 1)
      if (end >= 0) expect(JSON.parse(into.toString('utf8', 1, end))).toEqual(JSON.parse(write(cell)))
      // A document loses its spaces only.
      if (end >= 0 && base !== 'jsonb') expect(into.toString('utf8', 1, end)).toBe(write(cell))
    }),
    { numRuns: 300 },
  )
})

test('the usual forms are copied, and not looked at as text', () => {
  const usual: [string, string][] = [
    ['text', 'Siti, Jl. Merdeka'],
    ['int8', '-9007199254740993'],
    ['timestamptz', '2024-02-29 16:30:00.123456+00'],
    ['timestamp', '2024-02-29 16:30:00'],
    ['date', '2024-02-29'],
    ['float8', '12.5'],
    ['jsonb', '{"a": [1, "b c"]}'],
  ]
  for (const [base, cell] of usual) {
    const bytes = Buffer.from(cell)
    expect(jsonCopier({ base, array: false })(bytes, 0, bytes.length, Buffer.alloc(99), 0), base).toBeGreaterThan(0)
  }
})
