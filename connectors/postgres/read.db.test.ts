import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connector, JsonValue, Match, SourceRow } from '../contract.ts'
import { openPostgres } from '../postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from '../scratch-database.ts'

const TYPES = `
CREATE TYPE mood AS ENUM ('glad', 'sad "quoted"');
CREATE DOMAIN positive AS numeric CHECK (VALUE > 0);
CREATE TABLE kinds (id int PRIMARY KEY, big int8, exact numeric(40,20), bytes bytea, list text[], grid int[][], bytes_list bytea[],
  doc jsonb, feeling mood, feelings mood[], seen timestamptz, local timestamp, day date, flag boolean, half float8, span interval, price positive, padded char(5));
INSERT INTO kinds VALUES (0, 9007199254740993, 12345678901234567890.12345678901234567890, '\\x00ff', '{a,NULL,"b,\\"c"}', '{{1,2},{3,4}}', '{"\\\\x00ff"}',
  '{"n": 9007199254740993, "m": 1.50, "deep": [1e400, null, "x"]}', 'sad "quoted"', '{glad}', '2024-02-29 23:30:00.123456+07', '2024-02-29 23:30:00', '0044-03-15 BC', false, 'NaN', '1 day 2 hours', 0.10, 'ab');
INSERT INTO kinds (id, seen, day) VALUES (1, 'infinity', '12024-01-01');
CREATE TABLE pair (a int, b int, note text, PRIMARY KEY (a, b));
INSERT INTO pair VALUES (0, 10, 'mine'), (1, 10, 'theirs'), (0, 11, 'theirs');
CREATE TABLE many (id int PRIMARY KEY, code text);
INSERT INTO many SELECT n, 'c' || n FROM generate_series(1, 50000) n;
CREATE TABLE loose (word text, tail int[]);
INSERT INTO loose VALUES ('twin', '{1}'), ('twin', '{1}'), (E'O''Brien; DROP TABLE many; --', NULL), ('', NULL);
CREATE TABLE "odd ""name" ("sel""ect" text PRIMARY KEY);
INSERT INTO "odd ""name" VALUES ('x');`

const field = (name: string, meta = '') => `{name: ${name}${meta && `, fides_meta: {${meta}}`}}`
const dataset = datasetOf(`dataset: [{fides_key: d, collections: [
  {name: kinds, fields: [${'id big exact bytes list grid bytes_list doc feeling feelings seen local day flag half span price padded'
    .split(' ')
    .map((name) => field(name))
    .join(', ')}]},
  {name: pair, fields: [${field('a')}, ${field('b')}, ${field('note')}]},
  {name: many, fields: [${field('id')}, ${field('code')}]},
  {name: loose, fields: [${field('word')}]},
  {name: 'odd "name', fields: [${field(`'sel"ect'`)}]},
  {name: missing, fields: [${field('id')}]}]}]`)

const never = new AbortController().signal
let database: ScratchDatabase
let connector: Connector
beforeAll(async () => {
  database = await scratchDatabase(TYPES)
  connector = openPostgres(database.url, dataset)
})
afterAll(async () => {
  await connector.close()
  await database.drop()
})

async function read(collection: string, matches: Match[], from = connector): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of from.read(collection, matches, never)) rows.push(...batch)
  return rows
}
const one = (fields: string[], ...values: string[][]): Match => ({ fields, values })

test('every type comes back as JSON, nothing rounded, and survives JSON', async () => {
  const [row, edges] = await read('kinds', [one(['id'], ['0'], ['1'])])
  expect(row?.values).toEqual({
    id: 0,
    big: '9007199254740993',
    exact: '12345678901234567890.12345678901234567890',
    bytes: 'AP8=',
    list: ['a', null, 'b,"c'],
    grid: [
      [1, 2],
      [3, 4],
    ],
    bytes_list: ['AP8='],
    doc: { n: '9007199254740993', m: 1.5, deep: [`1${'0'.repeat(400)}`, null, 'x'] },
    feeling: 'sad "quoted"',
    feelings: ['glad'],
    seen: '2024-02-29T16:30:00.123456Z',
    local: '2024-02-29T23:30:00',
    day: '-000043-03-15',
    flag: false,
    half: 'NaN',
    span: 'P1DT2H',
    price: '0.10',
    padded: 'ab   ',
  } satisfies Record<string, JsonValue>)
  expect(edges?.values).toMatchObject({ seen: 'infinity', day: '+012024-01-01', doc: null, list: null })
  expect(JSON.parse(JSON.stringify(row?.values))).toEqual(row?.values)
})

test.each([
  ['big', '9007199254740993'],
  ['exact', '12345678901234567890.1234567890123456789'],
  ['bytes', '\\x00ff'],
  ['feeling', 'sad "quoted"'],
  ['seen', '2024-02-29 16:30:00.123456+00'],
  ['day', '0044-03-15 BC'],
  ['flag', 'f'],
  ['price', '0.1'],
  ['padded', 'ab'],
  ['id', '0'],
])('looks up by %s in its own type', async (name, value) => {
  expect((await read('kinds', [one([name], [value])])).map(({ key }) => key)).toEqual([['0']])
})

test('a composite key with a zero part fits one row', async () => {
  const rows = await read('pair', [one(['a', 'b'], ['0', '10'])])
  expect(rows.map(({ values }) => values)).toEqual([{ a: 0, b: 10, note: 'mine' }])
})

test('OR across fields, each row saying what found it', async () => {
  const rows = await read('pair', [one(['a'], ['0']), one(['b'], ['10'])])
  expect(Object.fromEntries(rows.map(({ key, matched }) => [key.join(), matched]))).toEqual({
    '0,10': [0, 1],
    '0,11': [0],
    '1,10': [1],
  })
})

test('20,000 keys, in batches, each row once', async () => {
  const sizes: number[] = []
  const keys = new Set<string>()
  const values = Array.from({ length: 20_000 }, (_none, n) => [String(n * 2)])
  for await (const batch of connector.read('many', [one(['id'], ...values)], never)) {
    sizes.push(batch.length)
    for (const { key } of batch) keys.add(key.join())
  }
  expect(keys.size).toBe(19_999)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(1_000)
})

test('rows without a key stay apart; hostile values and names are only text', async () => {
  expect(await read('loose', [one(['word'], ['twin'])])).toHaveLength(2)
  expect(
    await read('loose', [one(['word'], ["O'Brien; DROP TABLE many; --"], ['{}'], ['"'], ['\\'], [''])]),
  ).toHaveLength(2)
  expect(await read('odd "name', [one(['sel"ect'], ['x'])])).toHaveLength(1)
})

test('a number too large for the column fits nothing; what is no number at all is refused', async () => {
  expect(await read('many', [one(['id'], ['9999999999'], ['7'])])).toHaveLength(1)
  await expect(read('many', [one(['id'], ['seven'])])).rejects.toMatchObject({ kind: 'value_not_castable' })
  await expect(read('many', [one(['code'], ['a\u0000b'])])).rejects.toMatchObject({ kind: 'value_not_castable' })
  await expect(read('many', [one(['ghost'], ['1'])])).rejects.toMatchObject({ kind: 'schema_mismatch' })
  await expect(read('missing', [one(['id'], ['1'])])).rejects.toMatchObject({ kind: 'schema_mismatch' })
})

test('asks whether more rows name a value than were found', async () => {
  const tallies = [
    { values: ['0'], found: 1 },
    { values: ['0'], found: 2 },
    { values: ['9'], found: 0 },
    { values: ['1'], found: 0 },
  ]
  expect(await connector.hasMore('pair', { fields: ['a'] }, tallies, never)).toEqual([true, false, false, true])
})

test('the check compares the dataset with the live schema', async () => {
  const { problems, collections } = await connector.check(never)
  expect(problems).toEqual([
    { collection: 'loose', problem: 'no_key' },
    { collection: 'loose', field: 'tail', problem: 'unclassified_field' },
    { collection: 'missing', problem: 'missing_collection' },
  ])
  expect(collections.pair).toMatchObject({ key: ['a', 'b'], rights: { read: true, change: true, delete: true } })
  expect(collections.kinds?.columns).toMatchObject({ id: { nullable: false }, padded: { text: true, maxLength: 5 } })
})

describe('faults are literals without secrets', () => {
  const failing = (change: (url: URL) => unknown, limits = {}) => {
    const url = new URL(database.url)
    change(url)
    return openPostgres(url.href, dataset, limits)
  }
  test.each([
    ['a closed port', (url: URL) => Object.assign(url, { port: '1' }), 'connection_refused'],
    ['a wrong password', (url: URL) => Object.assign(url, { password: 'wrong-secret' }), 'authentication_failed'],
    ['no such database', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), 'schema_mismatch'],
    ['no such host', (url: URL) => Object.assign(url, { hostname: 'nowhere.invalid' }), 'host_not_found'],
  ])('%s', async (_name, change, kind) => {
    const broken = failing(change)
    const error = await broken.check(never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'SourceFault', kind })
    expect(`${JSON.stringify(error)}${String(error)}${(error as Error).stack}`).not.toMatch(/postgres:|secret|test@/)
    expect((error as Error).cause).toBeUndefined()
    await broken.close()
  })

  test('a slow statement, a row limit, a signal', async () => {
    const slow = failing(() => {}, { statementTimeoutMs: 1, rows: 10 })
    await expect(
      read(
        'many',
        [one(['code'], ...Array.from({ length: 5_000 }, (_none, n) => [`x${n}`])), one(['id'], ['1'])],
        slow,
      ),
    ).rejects.toMatchObject({ kind: 'timeout' })
    await slow.close()
    const small = failing(() => {}, { rows: 10 })
    await expect(
      read('many', [one(['id'], ...Array.from({ length: 11 }, (_none, n) => [String(n + 1)]))], small),
    ).rejects.toMatchObject({ kind: 'too_many_rows' })
    await small.close()
    const stop = new AbortController()
    const values = Array.from({ length: 5_000 }, (_none, n) => [String(n)])
    const reading = (async () => {
      for await (const _batch of connector.read('many', [one(['id'], ...values)], stop.signal)) stop.abort()
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
  })

  test('the server ends our session while we read', async () => {
    const values = Array.from({ length: 5_000 }, (_none, n) => [String(n)])
    const other = new pg.Client(database.url)
    await other.connect()
    const reading = (async () => {
      for await (const _batch of connector.read('many', [one(['id'], ...values)], never))
        await other.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hakku'`,
        )
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'connection_lost' })
    await other.end()
    expect(await read('many', [one(['id'], ['1'])])).toHaveLength(1)
  })
})

test('a role that may not read is told so', async () => {
  await database.sql.query(
    `CREATE ROLE blind_${database.name.slice(-8)} LOGIN PASSWORD 'blind'; GRANT SELECT (id) ON many TO blind_${database.name.slice(-8)}`,
  )
  const url = new URL(database.url)
  url.username = `blind_${database.name.slice(-8)}`
  url.password = 'blind'
  const blind = openPostgres(url.href, dataset)
  const check = await blind.check(never)
  expect(check.collections.many?.rights).toEqual({ read: false, change: false, delete: false })
  expect(check.problems).toContainEqual({ collection: 'many', field: 'code', problem: 'may_not_read' })
  await expect(read('many', [one(['id'], ['1'])], blind)).rejects.toMatchObject({ kind: 'permission_denied' })
  await blind.close()
  await database.sql.query(`DROP OWNED BY ${url.username}; DROP ROLE ${url.username}`)
})
