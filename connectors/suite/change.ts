import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Connector, FieldChange, JsonValue } from '../contract.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from './find.ts'
import { type Harness, never, type Scratch } from './harness.ts'

const FIELDS = 'a b name age big price ratio day moment ref doc code parent total locked rewritten'.split(' ')
const dataset = datasetOf(
  `dataset: [{fides_key: d, collections: [{name: person, fields: [${FIELDS.map((name) =>
    name === 'locked' ? '{name: locked, fides_meta: {read_only: true}}' : `{name: ${name}}`,
  ).join(', ')}]}]}]`,
)
const key = ['0', 'x']
const problem = (kind: string, at = 0) => ({ written: 0, already: 0, problems: [{ at, problem: kind }] })

/** Correcting single fields. */
export function changes(harness: Harness): void {
  const { uuid, json, local } = harness.dialect
  let ground: Scratch
  let connector: Connector
  beforeAll(async () => {
    ground = await harness.scratch(
      'CREATE TABLE parent (id int PRIMARY KEY)',
      `CREATE TABLE person (a int, b varchar(20), name varchar(8) NOT NULL, age int CHECK (age < 150), big bigint, price numeric(10,2),
        ratio double precision, day date, moment ${local.replace('(6)', '')} NULL, ref ${uuid}, doc ${json}, code varchar(40) UNIQUE, parent int, total int GENERATED ALWAYS AS (age * 2) STORED,
        locked varchar(9), rewritten varchar(9), PRIMARY KEY (a, b), FOREIGN KEY (parent) REFERENCES parent (id))`,
      ...harness.dialect.lowers('person', 'rewritten'),
    )
    connector = harness.open(ground.url, dataset)
  })
  afterAll(async () => {
    await connector.close()
    await ground.drop()
  })
  const values = (b: string, code: string) =>
    `(0, '${b}', 'Siti', 30, 9007199254740993, 1.50, 0.1, '1990-01-31', '2024-01-01 10:00:00', '00000000-0000-0000-0000-000000000001', '{"b": 1, "a": [1.5]}', '${code}', 'low')`
  beforeEach(() =>
    ground.run(
      'DELETE FROM person',
      `INSERT INTO person (a, b, name, age, big, price, ratio, day, moment, ref, doc, code, rewritten) VALUES ${values('x', 'c0')}, ${values('y', 'c1')}`,
    ),
  )
  const rows = () => ground.rows('person')
  const seen = async (field: string): Promise<JsonValue> =>
    (await readAll(connector, 'person', [matching(['a', 'b'], key)]))[0]?.values[field] ?? null
  const change = async (field: string, to: string | null, from?: JsonValue): Promise<FieldChange> => ({
    collection: 'person',
    key,
    field,
    from: from === undefined ? await seen(field) : from,
    to,
  })

  test.each([
    ['name', 'Sití W', 'Sití W'],
    ['name', 'siti', 'siti'],
    ['age', '31', 31],
    ['age', null, null],
    ['big', '9007199254740995', '9007199254740995'],
    ['price', '12345678.9', '12345678.90'],
    ['ratio', '0.30000000000000004', 0.30000000000000004],
    ['day', '1991-01-31', '1991-01-31'],
    ['moment', '2024-01-01T10:00:01', '2024-01-01T10:00:01'],
    ['ref', '00000000-0000-0000-0000-0000000000AA', '00000000-0000-0000-0000-0000000000aa'],
    ['doc', '{"a": 2}', { a: 2 }],
    ['code', `x'; DROP TABLE person; --`, `x'; DROP TABLE person; --`],
    ['code', `\\' OR 1=1 -- 😀`, `\\' OR 1=1 -- 😀`],
  ] as const)('%s becomes %s, once, and nothing else changes', async (field, to, expected) => {
    const [before, other] = await rows()
    const one = await change(field, to)
    expect(await connector.checkChanges([one], never)).toEqual([])
    expect((await rows())[0]).toEqual(before)
    expect(await connector.change([one], never)).toEqual({ written: 1, already: 0, problems: [] })
    expect(await seen(field)).toEqual(expected)
    const after = await rows()
    const rest = field === 'age' ? { [field]: null, total: null } : { [field]: null }
    expect({ ...after[0], ...rest }).toEqual({ ...before, ...rest })
    expect(after[1]).toEqual(other)
    expect(await connector.change([one], never)).toEqual({ written: 0, already: 1, problems: [] })
  })

  describe('refused, saying which, with nothing written', () => {
    test.each([
      ['age', 'thirty', 'wrong_type'],
      ['age', '3000000000', 'wrong_type'],
      ['age', '151', 'constraint'],
      ['day', '1990-02-30', 'wrong_type'],
      ['ref', 'x', 'wrong_type'],
      ['doc', '{a: 1}', 'wrong_type'],
      ['name', 'ninechars', 'too_long'],
      ['name', null, 'not_null'],
      ['price', '1.234', 'altered'],
      ['price', '123456789.00', 'wrong_type'],
      ['rewritten', 'LOUD', 'altered'],
      ['code', 'c1', 'not_unique'],
      ['parent', '7', 'constraint'],
      ['total', '7', 'not_writable'],
      ['locked', 'x', 'not_writable'],
      ['b', 'z', 'not_writable'],
      ['nothing', 'x', 'not_writable'],
    ] as const)('%s to %s: %s', async (field, to, kind) => {
      const before = await rows()
      const one = await change(field, to)
      const sound = await change('big', '33')
      expect(await connector.change([sound, one], never)).toEqual(problem(kind, 1))
      const found = await connector.checkChanges([sound, one], never)
      // What only writing shows is not known before.
      const early = !['code', 'parent', 'rewritten'].includes(field) && !(field === 'age' && to === '151')
      expect(found).toEqual(early ? [{ at: 1, problem: kind }] : [])
      expect(await rows()).toEqual(before)
    })

    test('the row went, or holds something else by now', async () => {
      const one = await change('name', 'New')
      const stale = await change('doc', '{}', { b: 1, a: [2] })
      expect(await connector.change([stale], never)).toEqual(problem('changed_meanwhile'))
      await ground.run(`UPDATE person SET name = 'Later' WHERE b = 'x'`)
      expect(await connector.checkChanges([one], never)).toEqual([{ at: 0, problem: 'changed_meanwhile' }])
      expect(await connector.change([one], never)).toEqual(problem('changed_meanwhile'))
      await ground.run(`DELETE FROM person WHERE b = 'x'`)
      expect(await connector.change([one], never)).toEqual(problem('gone'))
      expect(await connector.change([{ ...one, key: ['0'] }], never)).toEqual(problem('not_writable'))
    })
  })

  test('without the right to write', async () => {
    const limited = harness.open(await ground.account(['SELECT', 'person'], ['UPDATE (age, name)', 'person']), dataset)
    try {
      expect(await limited.change([await change('price', '2')], never)).toEqual(problem('permission'))
      expect(await limited.change([await change('age', '31')], never)).toMatchObject({ written: 1 })
    } finally {
      await limited.close()
    }
  })

  test('of eight different corrections of one field at once, one wins and the others say why', async () => {
    const from = await seen('name')
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, async (_none, n) => connector.change([await change('name', `New ${n}`, from)], never)),
    )
    const won = all.filter((one) => one.status === 'fulfilled' && one.value.written === 1)
    expect(won).toHaveLength(1)
    for (const one of all)
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ kind: 'conflict' })
      else if (one.value.written === 0) expect(one.value.problems).toEqual([{ at: 0, problem: 'changed_meanwhile' }])
  })

  test('a session that ends midway leaves nothing', async () => {
    await ground.run(...harness.dialect.slow('person', 'UPDATE'))
    const before = await rows()
    const changing = connector.change([await change('name', 'New')], never).catch((error: unknown) => error)
    await ground.working('UPDATE', 'person')
    await ground.endSessions()
    expect(await changing).toMatchObject({ kind: 'connection_lost' })
    expect(await rows()).toEqual(before)
    await ground.run(harness.dialect.dropSlow('person'))
  })
}
