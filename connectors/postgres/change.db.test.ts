import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connector, FieldChange, JsonValue } from '../contract.ts'
import { openPostgres } from '../postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from '../scratch-database.ts'

const FIELDS =
  'a b name padded age big price ratio day seen local flag feeling ref doc list numbers code parent total locked rewritten shouted positive'.split(
    ' ',
  )
const DDL = `
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN positive AS numeric(6,2) CHECK (VALUE > 0);
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE person (a int, b text, name varchar(8) NOT NULL, padded char(5), age int CHECK (age < 150), big int8, price numeric(10,2), ratio float8,
  day date, seen timestamptz, local timestamp(0), flag bool, feeling mood, ref uuid, doc jsonb, list text[], numbers int[], code text UNIQUE,
  parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, total int GENERATED ALWAYS AS (age * 2) STORED, locked text, rewritten text, shouted text COLLATE nocase, positive positive, PRIMARY KEY (a, b));
CREATE FUNCTION rewrite() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  NEW.rewritten := lower(NEW.rewritten); IF NEW.code = 'forbidden' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;
CREATE TRIGGER rewrite BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION rewrite();`
const ROWS = `TRUNCATE person; INSERT INTO person (a, b, name, padded, age, big, price, ratio, day, seen, local, flag, feeling, ref, doc, list, numbers, code, rewritten, shouted, positive)
  VALUES (0, 'x', 'Siti', 'ab', 30, 9007199254740993, 1.50, 0.1, '1990-01-31', '2024-02-29 23:30:00.123456+07', '2024-01-01 10:00', true, 'glad', '00000000-0000-0000-0000-000000000001', '{"b": 1, "a": [1.50]}', '{a,b}', '{1,2}', 'c0', 'low', 'abc', 1),
    (0, 'y', 'Other', 'ab', 30, 1, 1.50, 0.1, '1990-01-31', now(), now(), true, 'glad', NULL, NULL, NULL, NULL, 'c1', 'low', 'abc', 1)`

const dataset = datasetOf(
  `dataset: [{fides_key: d, collections: [{name: person, fields: [${FIELDS.map((name) =>
    name === 'locked' ? '{name: locked, fides_meta: {read_only: true}}' : `{name: ${name}}`,
  ).join(', ')}]}]}]`,
)
const never = new AbortController().signal
const key = ['0', 'x']
let database: ScratchDatabase
let connector: Connector
beforeAll(async () => {
  database = await scratchDatabase(DDL)
  connector = openPostgres(database.url, dataset)
})
afterAll(async () => {
  await connector.close()
  await database.drop()
})
beforeEach(async () => void (await database.sql.query(ROWS)))

const rows = async () => (await database.sql.query('SELECT to_jsonb(p) AS row FROM person p ORDER BY a, b')).rows
async function seen(field: string): Promise<JsonValue> {
  for await (const batch of connector.read('person', [{ fields: ['a', 'b'], values: [key] }], never))
    for (const row of batch) return row.values[field] ?? null
  return null
}
const change = async (field: string, to: string | null, from?: JsonValue): Promise<FieldChange> => ({
  collection: 'person',
  key,
  field,
  from: from === undefined ? await seen(field) : from,
  to,
})
const problem = (kind: string, at = 0) => ({ written: 0, already: 0, problems: [{ at, problem: kind }] })

test.each([
  ['name', 'Sití W', 'Sití W'],
  ['padded', 'abc', 'abc  '],
  ['age', '31', 31],
  ['age', null, null],
  ['big', '9007199254740995', '9007199254740995'],
  ['price', '12345678.9', '12345678.90'],
  ['ratio', '0.30000000000000004', 0.30000000000000004],
  ['day', '31 Jan 1991', '1991-01-31'],
  ['day', '0044-03-15 BC', '-000043-03-15'],
  ['seen', '2024-02-29T23:30:00.123457+07:00', '2024-02-29T16:30:00.123457Z'],
  ['local', '2024-01-01 10:00:01', '2024-01-01T10:00:01'],
  ['flag', 'no', false],
  ['feeling', 'sad', 'sad'],
  ['ref', '00000000-0000-0000-0000-0000000000AA', '00000000-0000-0000-0000-0000000000aa'],
  ['doc', '{"a": 2}', { a: 2 }],
  ['list', '["a", null, "b,\\"c"]', ['a', null, 'b,"c']],
  ['numbers', '[]', []],
  ['code', "x'; DROP TABLE person; --", "x'; DROP TABLE person; --"],
  ['shouted', 'ABC', 'ABC'],
  ['positive', '2.5', '2.50'],
] as const)('%s becomes %s, once, and nothing else changes', async (field, to, expected) => {
  const [before, other] = await rows()
  const one = await change(field, to)
  expect(await connector.checkChanges([one], never)).toEqual([])
  expect((await rows())[0]).toEqual(before)
  expect(await connector.change([one], never)).toEqual({ written: 1, already: 0, problems: [] })
  expect(await seen(field)).toEqual(expected)
  const after = await rows()
  const rest = field === 'age' ? { [field]: 0, total: 0 } : { [field]: 0 }
  expect({ ...after[0].row, ...rest }).toEqual({ ...before.row, ...rest })
  expect(after[1]).toEqual(other)
  expect(await connector.change([one], never)).toEqual({ written: 0, already: 1, problems: [] })
})

describe('refused, saying which, with nothing written', () => {
  test.each([
    ['age', 'thirty', 'wrong_type'],
    ['age', '3000000000', 'wrong_type'],
    ['age', '151', 'constraint'],
    ['day', '1990-02-30', 'wrong_type'],
    ['feeling', 'angry', 'wrong_type'],
    ['ref', 'x', 'wrong_type'],
    ['flag', 'perhaps', 'wrong_type'],
    ['doc', '{a: 1}', 'wrong_type'],
    ['list', 'a,b', 'wrong_type'],
    ['list', '[["a"]]', 'wrong_type'],
    ['numbers', '["x"]', 'wrong_type'],
    ['name', 'a\0b', 'wrong_type'],
    ['name', 'ninechars', 'too_long'],
    ['name', null, 'not_null'],
    ['price', '1.234', 'altered'],
    ['local', '2024-01-01 10:00:00.5', 'altered'],
    ['rewritten', 'LOUD', 'altered'],
    ['price', '123456789.00', 'wrong_type'],
    ['positive', '-1', 'constraint'],
    ['code', 'c1', 'not_unique'],
    ['code', 'forbidden', 'constraint'],
    ['parent', '7', 'constraint'],
    ['total', '7', 'not_writable'],
    ['locked', 'x', 'not_writable'],
    ['b', 'z', 'not_writable'],
    ['nothing', 'x', 'not_writable'],
  ] as const)('%s to %s: %s', async (field, to, kind) => {
    const before = await rows()
    const one = await change(field, to)
    const sound = await change('age', '33')
    expect(await connector.change([sound, one], never)).toEqual(problem(kind, 1))
    const found = await connector.checkChanges([sound, one], never)
    // What only writing shows is not known before.
    const early = !['code', 'parent', 'rewritten'].includes(field) && !(field === 'age' && to === '151')
    expect(found).toEqual(early ? [{ at: 1, problem: kind }] : [])
    expect(await rows()).toEqual(before)
  })

  test('every problem at once', async () => {
    const changes = [await change('age', 'x'), await change('name', 'ok'), await change('feeling', 'x')]
    expect((await connector.change(changes, never)).problems).toEqual([
      { at: 0, problem: 'wrong_type' },
      { at: 2, problem: 'wrong_type' },
    ])
  })
})

test('a trigger of a later write that undoes an earlier one is seen', async () => {
  await database.sql.query(`CREATE FUNCTION undo() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF NEW.age = 44 THEN NEW.name := 'Undone'; END IF; RETURN NEW; END $$; CREATE TRIGGER undo BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION undo()`)
  try {
    const before = await rows()
    expect(await connector.change([await change('name', 'New'), await change('age', '44')], never)).toEqual(
      problem('altered'),
    )
    expect(await rows()).toEqual(before)
  } finally {
    await database.sql.query('DROP TRIGGER undo ON person')
  }
})

test('without the right to write, or hidden by row security', async () => {
  const role = `r${database.name.slice(-12)}`
  await database.sql.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT ON person TO ${role}; GRANT UPDATE (age, name) ON person TO ${role}`,
  )
  const url = new URL(database.url)
  url.username = role
  url.password = 'x'
  const limited = openPostgres(url.href, dataset)
  try {
    expect(await limited.change([await change('price', '2')], never)).toEqual(problem('permission'))
    expect(await limited.change([await change('age', '31')], never)).toMatchObject({ written: 1 })
    await database.sql.query(
      `ALTER TABLE person ENABLE ROW LEVEL SECURITY; CREATE POLICY see ON person FOR SELECT USING (true); CREATE POLICY no ON person FOR UPDATE USING (true) WITH CHECK (age < 40)`,
    )
    expect(await limited.change([await change('age', '41')], never)).toEqual(problem('permission'))
  } finally {
    await limited.close()
    await database.sql.query(
      `ALTER TABLE person DISABLE ROW LEVEL SECURITY; DROP POLICY IF EXISTS see ON person; DROP POLICY IF EXISTS no ON person; DROP OWNED BY ${role}; DROP ROLE ${role}`,
    )
  }
})
