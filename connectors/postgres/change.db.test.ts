import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connector, FieldChange, JsonValue } from '../contract.ts'
import { openPostgres } from '../postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from '../scratch-database.ts'

const FIELDS = 'a b name padded age day seen local flag feeling list numbers code parent shouted positive'.split(' ')
const DDL = `
CREATE TYPE mood AS ENUM ('glad', 'sad');
CREATE DOMAIN positive AS numeric(6,2) CHECK (VALUE > 0);
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE person (a int, b text, name varchar(8) NOT NULL, padded char(5), age int, day date, seen timestamptz, local timestamp(0), flag bool, feeling mood, list text[], numbers int[], code text,
  parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED, shouted text COLLATE nocase, positive positive, PRIMARY KEY (a, b));
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF NEW.code = 'forbidden' THEN RAISE EXCEPTION 'no'; END IF; RETURN NEW; END $$;
CREATE TRIGGER refuse BEFORE UPDATE ON person FOR EACH ROW EXECUTE FUNCTION refuse();`
const ROWS = `TRUNCATE person; INSERT INTO person (a, b, name, padded, age, day, seen, local, flag, feeling, list, numbers, code, shouted, positive)
  VALUES (0, 'x', 'Siti', 'ab', 30, '1990-01-31', '2024-02-29 23:30:00.123456+07', '2024-01-01 10:00', true, 'glad', '{a,b}', '{1,2}', 'c0', 'abc', 1),
    (0, 'y', 'Other', 'ab', 30, '1990-01-31', now(), now(), true, 'glad', NULL, NULL, 'c1', 'abc', 1)`

const dataset = datasetOf(
  `dataset: [{fides_key: d, collections: [{name: person, fields: [${FIELDS.map((name) => `{name: ${name}}`).join(', ')}]}]}]`,
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
  ['padded', 'abc', 'abc  '],
  ['day', '31 Jan 1991', '1991-01-31'],
  ['day', '0044-03-15 BC', '-000043-03-15'],
  ['seen', '2024-02-29T23:30:00.123457+07:00', '2024-02-29T16:30:00.123457Z'],
  ['local', '2024-01-01 10:00:01', '2024-01-01T10:00:01'],
  ['flag', 'no', false],
  ['feeling', 'sad', 'sad'],
  ['list', '["a", null, "b,\\"c"]', ['a', null, 'b,"c']],
  ['numbers', '[]', []],
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
  expect({ ...after[0].row, [field]: 0 }).toEqual({ ...before.row, [field]: 0 })
  expect(after[1]).toEqual(other)
  expect(await connector.change([one], never)).toEqual({ written: 0, already: 1, problems: [] })
})

describe('refused, saying which, with nothing written', () => {
  test.each([
    ['feeling', 'angry', 'wrong_type'],
    ['flag', 'perhaps', 'wrong_type'],
    ['list', 'a,b', 'wrong_type'],
    ['list', '[["a"]]', 'wrong_type'],
    ['numbers', '["x"]', 'wrong_type'],
    ['name', 'a\0b', 'wrong_type'],
    ['local', '2024-01-01 10:00:00.5', 'altered'],
    ['positive', '-1', 'constraint'],
    ['code', 'forbidden', 'constraint'],
    ['parent', '7', 'constraint'],
  ] as const)('%s to %s: %s', async (field, to, kind) => {
    const before = await rows()
    const one = await change(field, to)
    const sound = await change('age', '33')
    expect(await connector.change([sound, one], never)).toEqual(problem(kind, 1))
    const found = await connector.checkChanges([sound, one], never)
    // What only writing shows is not known before.
    const early = !['code', 'parent'].includes(field)
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

test('a row that row security hides once it is written', async () => {
  const role = `r${database.name.slice(-12)}`
  await database.sql.query(
    `CREATE ROLE ${role} LOGIN PASSWORD 'x'; GRANT SELECT ON person TO ${role}; GRANT UPDATE (age) ON person TO ${role}`,
  )
  const url = new URL(database.url)
  url.username = role
  url.password = 'x'
  const limited = openPostgres(url.href, dataset)
  try {
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
