import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { csvLine } from './csv.ts'
import { encoderOf } from './value.ts'

const ajv = new Ajv2020({ strict: true })
formats.default(ajv)
const obeys = (type: string, json: unknown) => ajv.compile(encoderOf(type).schema)(json)

describe('a value of its declared type', () => {
  const date = new Date('2026-01-02T03:04:05Z')
  test.each<[string, unknown, unknown]>([
    ['int4', 7, 7],
    ['integer', 7n, 7],
    ['int', -0, 0],
    ['bigint', 9_007_199_254_740_993n, '9007199254740993'],
    ['int8', 5, '5'],
    ['numeric(12,2)', '-5.00', '-5.00'],
    ['double precision', 0.1, 0.1],
    ['boolean', false, false],
    ['date', '2000-02-29', '2000-02-29'],
    ['time', '08:09:10', '08:09:10'],
    ['timestamp', '2026-01-02 03:04:05', '2026-01-02T03:04:05'],
    ['timestamp without time zone', '2026-01-02 03:04:05.678', '2026-01-02T03:04:05.678'],
    ['timestamp with time zone', '2026-01-02 03:04:05.678+07', '2026-01-02T03:04:05.678+07:00'],
    ['timestamptz', '2026-01-02 03:04:05+0530', '2026-01-02T03:04:05+05:30'],
    ['timestamptz', date, '2026-01-02T03:04:05.000Z'],
    ['bytea', Buffer.from([0, 255]), 'AP8='],
    ['text', 'a\u0000\uD800', 'a\u0000\uD800'],
    ['character varying(20)', 'Nur', 'Nur'],
    ['text[]', ['a', null], ['a', null]],
    ['bigint[]', [1n], ['1']],
    [
      'jsonb',
      { at: date, n: 1n, deep: [new Map([['k', 1n]])] },
      { at: date.toISOString(), n: '1', deep: [[['k', '1']]] },
    ],
    ['circle', '<(0,0),1>', '<(0,0),1>'],
    ['numeric', null, null],
    ['date', undefined, null],
  ])('%s', (type, raw, json) => {
    const encoder = encoderOf(type)
    expect(encoder.json(raw)).toEqual(json)
    expect(encoder.fits(encoder.json(raw), raw)).toBe(true)
    expect(obeys(type, json)).toBe(true)
  })
})

test.each<[string, unknown]>([
  ['int4', 'seven'],
  ['int4', 1.5],
  ['numeric', 'NaN'],
  ['double precision', Number.POSITIVE_INFINITY],
  ['date', '0000-00-00'],
  ['date', new Date(0)],
  ['timestamptz', 'infinity'],
  ['timestamptz', '1900-01-01 00:00:00+07:07:12'],
  ['bytea', 'not bytes'],
  ['text', 5],
  ['text[]', 'a'],
  ['text[]', [['a']]],
])('%s, but not this', (type, raw) => {
  const encoder = encoderOf(type)
  expect(encoder.fits(encoder.json(raw), raw)).toBe(false)
})

test('whatever a driver hands over becomes JSON, and obeys the schema when it is said to fit', () => {
  const types = 'int4 bigint numeric real bool date time timestamp timestamptz bytea text json text[] int[]'.split(' ')
  const anything = fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true })
  fc.assert(
    fc.property(fc.constantFrom(...types), anything, (type, raw) => {
      const encoder = encoderOf(type)
      const json = encoder.json(raw)
      const fits = encoder.fits(json, raw)
      expect(JSON.parse(JSON.stringify(json))).toEqual(json)
      if (fits) expect(obeys(type, json)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})

test('numbers stay numbers in CSV, formulas become text', () => {
  expect(csvLine(['-5.00', -5, '-5+1', '=1', null, { a: 1 }])).toBe(`-5.00,-5,'-5+1,'=1,,"{""a"":1}"\r\n`)
})
