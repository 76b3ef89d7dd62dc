import fc from 'fast-check'
import { expect, test } from 'vitest'
import { collect } from './collect.ts'
import { linesIn, valuesIn } from './row-text.ts'
import { settledOf } from './settled.ts'
import { collection } from './test-package.ts'

const types = ['text', 'integer', 'bigint', 'numeric(12,2)', 'float8', 'boolean', 'date', 'time', 'timestamp']
const all = [...types, 'timestamptz', 'bytea', 'jsonb', 'text[]', 'int4[]', 'odd']

const texts = [
  ...[
    '',
    'plain',
    'a,b',
    'say "hi"',
    'back\\slash',
    'two\nlines',
    '\ttab',
    'é ü 語',
    '😀',
    '\ud800',
    '\u007f',
    '\u2028',
  ],
  ...['=1+1', '+62 811', '-5', '-5.50', '-a', '@cmd', '＝x', '＠y', 'null', 'true', '{"a":1}', ']', '}', '"', ','],
  ...[
    '2024-02-29',
    '2023-02-29',
    '2024-01-31',
    '2024-13-01',
    '0000-01-01',
    '+012024-01-01',
    '-000043-03-15',
    'infinity',
  ],
  ...['10:11:12', '24:00:00', '10:11:12.5', '10:11', '2024-02-28T10:11:12Z', '2024-02-28T10:11:12.123456Z'],
  ...[
    '2024-02-28T10:11:12',
    '2024-02-28 10:11:12+07',
    '2024-02-30T10:11:12Z',
    '2024-02-28T10:11:60Z',
    '2024-02-28T10:11:12.Z',
  ],
  ...['9007199254740993', '12.50', '-0.1', '1.', '.5', '1e5', 'NaN', '007', '-', '-0'],
]
const scalars = fc.oneof(
  fc.constantFrom(...texts),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    0,
    -0,
    1,
    -7,
    1.5,
    1e21,
    2 ** 53,
    123456789012345,
    1e-7,
    0.1,
    -0.25,
    0.05,
    100.5,
    12345678.9,
    true,
    false,
    null,
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
)
const deeper = fc.oneof(
  scalars,
  fc.array(scalars, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('a', '1', 'é'), scalars),
)
const values = fc.oneof(
  { weight: 4, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(deeper, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.oneof(fc.string(), fc.constantFrom('a', 'b', '7', '7a', '__proto__')), deeper, {
      maxKeys: 3,
    }),
  },
)
const names = fc.uniqueArray(fc.constantFrom('id', 'values', 'a "b"', 'é', 'shared', '7', 'key', 'x'), { minLength: 1 })
const rowsOf = names.chain((columns) =>
  fc.record({
    columns: fc.tuple(...columns.map((name) => fc.tuple(fc.constant(name), fc.constantFrom(...all)))),
    order: fc.shuffledSubarray(columns, { minLength: columns.length }),
    left: fc.subarray(columns, { minLength: 1 }),
    rows: fc.array(fc.tuple(...columns.map(() => values)), { minLength: 1, maxLength: 12 }),
    keys: fc.array(fc.constantFrom(...texts), { maxLength: 2 }),
    spaces: fc.boolean(),
  }),
)

/** What a file would hold. */
function kept() {
  const parts: Buffer[] = []
  return {
    text: (text: string) => void parts.push(Buffer.from(text)),
    copy: (bytes: Buffer, from: number, to: number) => void parts.push(Buffer.from(bytes.subarray(from, to))),
    double: (bytes: Buffer, from: number, to: number) =>
      void parts.push(Buffer.from(bytes.toString('utf8', from, to).replaceAll('"', '""'))),
    flow: () => undefined,
    all: () => Buffer.concat(parts).toString(),
  }
}

/** The first rows are shown to the person and so always taken apart: as many as that stand before. */
const SHOWN = 100

test('rows copied as text give the same files as rows taken apart', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, async ({ columns, order, left, rows, keys, spaces }) => {
      const named = columns.map(([name]) => name)
      const objects = rows.map((row) => Object.fromEntries(order.map((name) => [name, row[named.indexOf(name)]])))
      const fields = columns.filter(([name]) => left.includes(name)) as [string, string][]
      const many = [...Array.from({ length: SHOWN }, () => objects[0] ?? {}), ...objects]
      // A source's own JSON may have spaces, and is kept as it came.
      const text = (value: unknown) => (spaces ? JSON.stringify(value)?.replace(/^\{"/, '{ "') : JSON.stringify(value))
      const lines = many.map((row) => {
        const inside = Object.entries(row).map(([name, value]) => `${JSON.stringify(name)}:${text(value)}`)
        return `{"key":${JSON.stringify(keys)},"values":{${inside.join(',')}},"shared":false,"thirdParty":false}`
      })
      const block = Buffer.from(lines.join('\n'))
      const asText = [...linesIn(block)].map(({ from, to }) => valuesIn(block, from, to))
      expect(asText).not.toContain(null)
      const written = async (given: Iterable<unknown>) => {
        const [json, table] = [kept(), kept()]
        const { schema } = await collect(collection(given as Iterable<Record<string, unknown>>, fields), json, table)
        return [json.all(), table.all(), schema]
      }
      const parsed = lines.map((line) => JSON.parse(line).values)
      expect(await written(asText)).toEqual(await written(parsed))
    }),
    { numRuns: 300 },
  )
})

test('a row that speaks of somebody else, or is written otherwise, is not copied', () => {
  const of = (line: string) => valuesIn(Buffer.from(line), 0, line.length)
  const row = { key: ['a"]'], values: { x: 1 }, shared: true, thirdParty: false }
  expect(of(JSON.stringify(row))?.values).toEqual({ x: 1 })
  expect(of(JSON.stringify({ ...row, thirdParty: true }))).toBeNull()
  expect(of(JSON.stringify({ values: { x: 1 }, shared: false, thirdParty: false }))).toBeNull()
  expect(of(JSON.stringify({ ...row, key: [1] }))).toBeNull()
})

test('a document is copied only as it would be written: its names in order, its numbers plain', () => {
  const settled = (text: string) => settledOf('json')(Buffer.from(text), 0, Buffer.byteLength(text))
  expect(['[1]', '{}', '[1,-2.5]', '{"a":[true,null]}'].map(settled)).toEqual(['bare', 'bare', 'quoted', 'doubled'])
  for (const text of ['{"b":1,"7":2}', '[1.0]', '[-0]', '[1e2]', '{"a": 1}', '["\\n"]', '['.repeat(300)])
    expect(settled(text), text).toBe('no')
})
