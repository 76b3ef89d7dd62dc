import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connector, JsonValue, Match, SourceRow } from '../contract.ts'
import { datasetOf } from '../scratch-database.ts'
import { type Harness, never, type Scratch } from './harness.ts'

const HOSTILE = [
  "O'Brien; DROP TABLE many; --",
  '"',
  "\\' OR 1=1 -- ",
  '\\',
  '',
  '😀 naïve',
  '%_',
  '`x`',
  '{}',
  '$(x)',
  '__proto__',
  'ANI',
  'ani',
  'aní',
  'ani ',
]
const MEGABYTES = 5

export const matching = (fields: string[], ...values: string[][]): Match => ({ fields, values })

export async function readAll(connector: Connector, collection: string, matches: Match[]): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of connector.read(collection, matches, never)) rows.push(...batch)
  return rows
}

const numbers = (count: number, row: (n: number) => string): string =>
  Array.from({ length: count }, (_none, n) => row(n + 1)).join(', ')

/** Reading: by one field and by several, by very many values, with hostile ones, and rows of every size. */
export function finds({ open, scratch, dialect }: Harness): void {
  const { quote, json, nocase, longText } = dialect
  const field = (name: string) => `{name: ${JSON.stringify(name)}}`
  const dataset = datasetOf(`dataset: [{fides_key: d, collections: [
    {name: pair, fields: [{name: a}, {name: b}, {name: note}]}, {name: many, fields: [{name: id}, {name: code}]},
    {name: loose, fields: [{name: word}]}, {name: hostile, fields: [{name: word}]}, {name: huge, fields: [{name: id}, {name: body}]},
    {name: mail, fields: [{name: id}, {name: plain}, {name: folded}]},
    {name: doc, fields: [{name: id}, {name: body, fields: [{name: to, fields: [{name: mail}]}]}]},
    {name: ${JSON.stringify(ODD)}, fields: [${[ODD, 'constructor'].map(field).join(', ')}]},
    {name: missing, fields: [{name: id}]}]}]`)
  let ground: Scratch
  let connector: Connector
  beforeAll(async () => {
    ground = await scratch(
      'CREATE TABLE pair (a int, b int, note varchar(20), PRIMARY KEY (a, b))',
      `INSERT INTO pair VALUES (0, 10, 'mine'), (1, 10, 'theirs'), (0, 11, 'theirs')`,
      'CREATE TABLE many (id int PRIMARY KEY, code varchar(20))',
      `INSERT INTO many VALUES ${numbers(50_000, (n) => `(${n}, 'c${n}')`)}`,
      'CREATE TABLE loose (word varchar(20), tail int)',
      `INSERT INTO loose VALUES ('twin', 1), ('twin', 1), ('', NULL)`,
      `CREATE TABLE huge (id int PRIMARY KEY, body ${longText})`,
      `INSERT INTO huge VALUES ${numbers(4, (n) => `(${n}, repeat('x', ${MEGABYTES << 20}))`)}`,
      `CREATE TABLE mail (id int PRIMARY KEY, plain varchar(40), folded ${nocase})`,
      `INSERT INTO mail VALUES (1, 'Ani@Example.com', 'Ani@Example.com'), (2, 'ani@example.com', 'ani@example.com'), (3, 'aní@example.com', 'aní@example.com')`,
      `CREATE TABLE doc (id int PRIMARY KEY, body ${json})`,
      `INSERT INTO doc VALUES (1, '{"to": {"mail": "Ani@x"}}'), (2, '{"to": [{"mail": ["ani@x", 7]}, {"mail": null}]}'), (3, '[{"to": {"mail": true}}]'), (4, '{"to": {"mail": {"x": "ani@x"}}}'), (5, NULL)`,
      `CREATE TABLE ${quote(ODD)} (${quote(ODD)} varchar(20) PRIMARY KEY, ${quote('__proto__')} varchar(20), ${quote('constructor')} varchar(20))`,
      `INSERT INTO ${quote(ODD)} VALUES ('x', 'p', 'c')`,
    )
    await ground.insertTexts('hostile', HOSTILE)
    connector = open(ground.url, dataset)
  })
  afterAll(async () => {
    await connector.close()
    await ground.drop()
  })
  const read = (collection: string, ...matches: Match[]) => readAll(connector, collection, matches)
  const ids = (rows: SourceRow[]) => rows.map(({ key }) => key.join()).sort()

  test('a composite key with a zero part fits one row', async () => {
    const rows = await read('pair', matching(['a', 'b'], ['0', '10']))
    expect(rows.map(({ values }) => values)).toEqual([{ a: 0, b: 10, note: 'mine' }])
  })

  test('OR across fields, each row saying what found it', async () => {
    const rows = await read(
      'pair',
      matching(['a'], ['0']),
      matching(['b'], ['10']),
      matching(['a', 'note'], ['1', 'theirs']),
    )
    expect(Object.fromEntries(rows.map(({ key, matched }) => [key.join(), matched]))).toEqual({
      '0,10': [0, 1],
      '0,11': [0],
      '1,10': [1, 2],
    })
  })

  test('20,000 keys, in batches, each row once', async () => {
    const sizes: number[] = []
    const keys = new Set<string>()
    const values = Array.from({ length: 20_000 }, (_none, n) => [String(n * 2)])
    for await (const batch of connector.read('many', [matching(['id'], ...values)], never)) {
      sizes.push(batch.length)
      for (const { key } of batch) keys.add(key.join())
    }
    expect(keys.size).toBe(19_999)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000)
  })

  test('reading that is left halfway leaves nothing behind', async () => {
    const values = Array.from({ length: 5_000 }, (_none, n) => [String(n)])
    for (let round = 0; round < 6; round++)
      for await (const _batch of connector.read('many', [matching(['id'], ...values)], never)) break
    expect(await read('many', matching(['id'], ['7']))).toHaveLength(1)
  })

  test('rows without a key stay apart', async () => {
    const twins = await read('loose', matching(['word'], ['twin']))
    expect(new Set(twins.map(({ key }) => key.join())).size).toBe(2)
    expect(await read('loose', matching(['word'], ['']))).toHaveLength(1)
  })

  test.each(HOSTILE)('%j is only text, and letter by letter itself', async (word) => {
    expect((await read('hostile', matching(['word'], [word]))).map(({ values }) => values)).toEqual([{ word }])
  })

  test('a text with a NUL fits no other, and stops nothing', async () => {
    expect(await read('hostile', matching(['word'], ['a\0b'], ['ani'], ['ani\0']))).toHaveLength(1)
    expect(await read('doc', matching(['body.to.mail'], ['ani@x\0'], ['ani@x']))).toHaveLength(1)
    const tallies = ['ani\0', 'ani'].map((word) => ({ values: [word], found: 0 }))
    expect(await connector.hasMore('hostile', { fields: ['word'] }, tallies, never)).toEqual([false, true])
  })

  test('many hostile values at once, and hostile names', async () => {
    expect(await read('hostile', matching(['word'], ...HOSTILE.map((word) => [word])))).toHaveLength(HOSTILE.length)
    const [row] = await read(ODD, matching([ODD], ['x']), matching(['constructor'], ['c']))
    expect(row).toMatchObject({ matched: [0, 1], values: { [ODD]: 'x', constructor: 'c' } })
    expect(await ground.rows('many').then(({ length }) => length)).toBe(50_000)
  })

  test(`rows of ${MEGABYTES} MB come whole and few at a time`, async () => {
    const sizes: number[] = []
    for await (const batch of connector.read('huge', [matching(['id'], ['1'], ['2'], ['3'], ['4'])], never)) {
      sizes.push(batch.length)
      for (const { values } of batch) expect(String(values.body)).toHaveLength(MEGABYTES << 20)
    }
    expect(sizes).toEqual([1, 1, 1, 1])
  })

  test('with and without regard to case, whatever the column’s own order is', async () => {
    const folded = (name: string, ...values: string[]) =>
      ({ fields: [name], ignoreCase: true, values: values.map((value) => [value]) }) satisfies Match
    for (const name of ['plain', 'folded']) {
      expect(ids(await read('mail', matching([name], ['ani@example.com'])))).toEqual(name === 'plain' ? ['2'] : ['2'])
      expect(ids(await read('mail', folded(name, 'ANI@example.com')))).toEqual(['1', '2'])
    }
  })

  test('inside documents, through lists and objects', async () => {
    const inside = (...values: string[]) => matching(['body.to.mail'], ...values.map((value) => [value]))
    expect(ids(await read('doc', inside('ani@x')))).toEqual(['2'])
    expect(ids(await read('doc', { ...inside('ani@x'), ignoreCase: true }))).toEqual(['1', '2'])
    expect(ids(await read('doc', inside('7')))).toEqual(['2'])
    const found = await read('doc', inside('Ani@x'), matching(['id'], ['1'], ['5']))
    expect(found.map(({ key, matched }) => [key.join(), matched])).toEqual([
      ['1', [0, 1]],
      ['5', [1]],
    ])
    expect(found[0]?.values.body satisfies JsonValue | undefined).toEqual({ to: { mail: 'Ani@x' } })
    const tallies = [
      { values: ['ani@x'], found: 0 },
      { values: ['ani@x'], found: 1 },
      { values: ['none'], found: 0 },
    ]
    expect(await connector.hasMore('doc', { fields: ['body.to.mail'] }, tallies, never)).toEqual([true, false, false])
  })

  test('a number too large for the column fits nothing; what is no number at all is refused', async () => {
    expect(await read('many', matching(['id'], ['9999999999'], ['7']))).toHaveLength(1)
    await expect(read('many', matching(['id'], ['seven']))).rejects.toMatchObject({ kind: 'value_not_castable' })
    await expect(read('many', matching(['id'], ['7 OR 1=1']))).rejects.toMatchObject({ kind: 'value_not_castable' })
    await expect(read('many', matching(['ghost'], ['1']))).rejects.toMatchObject({ kind: 'schema_mismatch' })
    await expect(read('missing', matching(['id'], ['1']))).rejects.toMatchObject({ kind: 'schema_mismatch' })
  })

  describe('whether more rows name a value than were found', () => {
    const ask = (fields: string[], ...tallies: [string[], number][]) =>
      connector.hasMore(
        'pair',
        { fields },
        tallies.map(([values, found]) => ({ values, found })),
        never,
      )
    test('by one field', async () => {
      expect(await ask(['a'], [['0'], 1], [['0'], 2], [['9'], 0], [['1'], 0])).toEqual([true, false, false, true])
    })
    test('by several, and by very many', async () => {
      expect(await ask(['a', 'b'], [['0', '10'], 0], [['0', '10'], 1], [['1', '11'], 0])).toEqual([true, false, false])
      const asked = Array.from({ length: 2_500 }, (_none, n): [string[], number] => [[String(n)], 0])
      expect((await ask(['a'], ...asked)).filter(Boolean)).toHaveLength(2)
    })
  })

  test('the check compares the dataset with the live schema', async () => {
    const { problems, collections } = await connector.check(never)
    expect(problems).toEqual([
      { collection: 'loose', problem: 'no_key' },
      { collection: 'loose', field: 'tail', problem: 'unclassified_field' },
      { collection: 'hostile', problem: 'no_key' },
      { collection: ODD, field: '__proto__', problem: 'unclassified_field' },
      { collection: 'missing', problem: 'missing_collection' },
    ])
    expect(collections.pair).toMatchObject({ key: ['a', 'b'], rights: { read: true, change: true, delete: true } })
    expect(collections.many?.columns).toMatchObject({ id: { nullable: false }, code: { text: true, maxLength: 20 } })
  })
}

/** Quotes of every kind, a semicolon and a backslash, in the name of a table and of its column. */
const ODD = 'odd "na`me\\; --'
