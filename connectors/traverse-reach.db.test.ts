import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { Connector } from './contract.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { traverse } from './traverse.ts'

/** Every reference states its direction: `from` leads from the parent here, `to` from here to the parent. */
const LINKS: Record<string, [column: string, parent: string, direction: 'to' | 'from'][]> = {
  person: [['place_id', 'place', 'to']],
  employee: [['place_id', 'place', 'to']],
  place: [['area_id', 'place', 'to']],
  orders: [
    ['person_id', 'person', 'from'],
    ['employee_id', 'employee', 'from'],
    ['place_id', 'place', 'to'],
  ],
  item: [
    ['orders_id', 'orders', 'from'],
    ['product_id', 'product', 'to'],
  ],
  product: [['maker_id', 'employee', 'to']],
  warning: [['place_id', 'place', 'from']],
}
const IDENTIFIED = ['person', 'employee', 'warning']
const FIELDS = (name: string) => [
  '{name: id, fides_meta: {primary_key: true}}',
  ...(IDENTIFIED.includes(name) ? ['{name: email, fides_meta: {identity: email}}'] : []),
  ...(LINKS[name] ?? []).map(
    ([column, parent, direction]) =>
      `{name: ${column}, fides_meta: {references: [{dataset: d, field: ${parent}.id, direction: ${direction}}]}}`,
  ),
]
const TABLES = Object.keys(LINKS)
const dataset = datasetOf(
  `dataset: [{fides_key: d, collections: [${TABLES.map((name) => `{name: ${name}, fields: [${FIELDS(name)}]}`)}]}]`,
)

let world: ScratchDatabase
let connector: Connector
beforeAll(async () => {
  world = await scratchDatabase(
    TABLES.map(
      (name) =>
        `CREATE TABLE ${name} (id int PRIMARY KEY, email text, ${LINKS[name]?.map(([column]) => `${column} int`)})`,
    ).join(';'),
  )
  connector = openPostgres(world.url, dataset)
})
afterAll(async () => {
  await connector.close()
  await world.drop()
})

type Row = { table: string; id: number; email: string | null; links: (number | null)[] }
const rows: fc.Arbitrary<Row[]> = fc
  .tuple(
    ...TABLES.map((table) =>
      fc
        .array(
          fc.record({
            email: fc.option(fc.constantFrom('me@x', 'Me@X', 'a@x', 'b@x')),
            links: fc.array(fc.option(fc.nat(3), { freq: 4 }), { minLength: 3, maxLength: 3 }),
          }),
          { maxLength: 4 },
        )
        .map((some) => some.map((one, id) => ({ ...one, table, id }))),
    ),
  )
  .map((tables) => tables.flat().map((row) => (IDENTIFIED.includes(row.table) ? row : { ...row, email: null })))

/** All rows that can be walked to along the stated directions: nothing about whose they are. */
function walkable(all: readonly Row[]): Set<string> {
  const reached = new Set(all.filter(({ email }) => email?.toLowerCase() === 'me@x'))
  for (const row of reached)
    for (const other of all) {
      const leads = (child: Row, parent: Row, wanted: 'to' | 'from') =>
        (LINKS[child.table] ?? []).some(
          ([, table, direction], at) => direction === wanted && table === parent.table && child.links[at] === parent.id,
        )
      if (leads(row, other, 'to') || leads(other, row, 'from')) reached.add(other)
    }
  return new Set([...reached].map(({ table, id }) => `${table} ${id}`))
}

test('where directions are stated, exactly what can be walked to is reached, each row once', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const inserts = all.map(({ table, id, email, links }) => {
        const values = [id, email && `'${email}'`, ...links.slice(0, LINKS[table]?.length)]
        return `INSERT INTO ${table} VALUES (${values.map((value) => value ?? 'NULL')})`
      })
      await world.sql.query(`TRUNCATE ${TABLES}; ${inserts.join(';')}`)
      const found: string[] = []
      await traverse({
        graph: buildGraph([dataset]),
        connectors: { d: connector },
        identities: [{ label: 'email', value: 'me@x' }],
        signal: new AbortController().signal,
        onRows: (id, batch) => void found.push(...batch.map(({ key }) => `${id.slice(2)} ${key}`)),
      })
      expect(found.sort()).toEqual([...walkable(all)].sort())
    }),
    { numRuns: 150 },
  )
}, 120_000)
