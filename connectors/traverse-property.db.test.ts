import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { Connector } from './contract.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { LINKS as LINKED } from './test-links.ts'
import { type FoundRow, traverse } from './traverse.ts'

type Table = { name: string; fields: string }
const yaml = (key: string, tables: readonly Table[]) =>
  `dataset: [{fides_key: ${key}, collections: [${tables.map(({ name, fields }) => `{name: ${name}, fields: [${fields}]}`).join(', ')}]}]`
const id = '{name: id, fides_meta: {primary_key: true}}'
const email = '{name: email, fides_meta: {identity: email}}'
const link = (name: string, target: string, extra = '', dataset = 'd') =>
  `{name: ${name}, fides_meta: {references: [{dataset: ${dataset}, field: ${target}}]}${extra && `, ${extra}`}}`

const ME = 'me@x'
const never = new AbortController().signal
let world: ScratchDatabase
let connector: Connector
const LINKS: typeof LINKED = {
  ...LINKED,
  reply: [
    ['message_id', 'message'],
    ['product_id', 'product'],
  ],
}
const TABLES: Table[] = Object.entries(LINKS).map(([name, links]) => {
  const identity = name === 'person' || name === 'reply' ? [email] : []
  return { name, fields: [id, ...identity, ...links.map(([column, table]) => link(column, `${table}.id`))].join() }
})
const dataset = datasetOf(yaml('d', TABLES))
beforeAll(async () => {
  world = await scratchDatabase(
    Object.entries(LINKS)
      .map(
        ([name, links]) =>
          `CREATE TABLE ${name} (id int PRIMARY KEY, email text, ${links.map(([column]) => `${column} int`).join()})`,
      )
      .join(';'),
  )
  connector = openPostgres(world.url, dataset)
})
afterAll(async () => {
  await connector.close()
  await world.drop()
})

type Row = { table: string; id: number; email: string | null; links: Record<string, number | null> }
const row = fc.record({
  email: fc.option(fc.constantFrom(ME, 'a@x', 'b@x')),
  links: fc.array(fc.option(fc.nat(3), { freq: 3 }), { minLength: 3, maxLength: 3 }),
})
const rows: fc.Arbitrary<Row[]> = fc
  .tuple(
    ...Object.keys(LINKS).map((table) =>
      fc.array(row, { maxLength: 4 }).map((some) => some.map((one, at) => ({ ...one, table, id: at }))),
    ),
  )
  .map((tables) =>
    tables.flat().map(({ table, id: number, email: address, links }) => ({
      table,
      id: number,
      email: table === 'person' ? (address ?? `${number}@x`) : table === 'reply' ? address : null,
      links: Object.fromEntries((LINKS[table] ?? []).map(([column], at) => [column, links[at] ?? null])),
    })),
  )

/** Whose is a row, told without any traversal: an identity says so, or else everybody its own references lead up to. */
function people(all: readonly Row[]): (row: Row) => Set<string> {
  const owners = new Map(all.map((one) => [`${one.table} ${one.id}`, new Set(one.email ? [one.email] : [])]))
  for (let changed = true; changed; ) {
    changed = false
    for (const one of all)
      for (const [column, target] of LINKS[one.table] ?? [])
        for (const owner of one.email === null ? (owners.get(`${target} ${one.links[column]}`) ?? []) : []) {
          const mine = owners.get(`${one.table} ${one.id}`)
          if (mine && !mine.has(owner)) changed = Boolean(mine.add(owner))
        }
  }
  return ({ table, id: number }) => owners.get(`${table} ${number}`) ?? new Set()
}

/** Filled afresh for each run; one connector for all of them. */
async function search(all: readonly Row[]): Promise<Map<string, FoundRow>> {
  const inserts = all.map(({ table, id: number, email: address, links }) => {
    const values = [number, address && `'${address}'`, ...Object.values(links)].map((value) => value ?? 'NULL')
    return `INSERT INTO ${table} (id, email, ${Object.keys(links).join()}) VALUES (${values.join()})`
  })
  await world.sql.query(`TRUNCATE ${Object.keys(LINKS).join()}; ${inserts.join(';')}`)
  const found = new Map<string, FoundRow>()
  const onRows = (collection: string, batch: readonly FoundRow[]) => {
    for (const one of batch) found.set(`${collection.slice(2)} ${one.key.join()}`, one)
  }
  const identities = [{ label: 'email', value: ME }]
  await traverse({ graph: buildGraph([dataset]), connectors: { d: connector }, identities, onRows, signal: never })
  return found
}

test('never a row of another person without a flag, never an own row missing, whatever the data', async () => {
  await fc.assert(
    fc.asyncProperty(rows, async (all) => {
      const found = await search(all)
      const ownersOf = people(all)
      for (const one of all) {
        const hit = found.get(`${one.table} ${one.id}`)
        const named = (LINKS[one.table] ?? []).flatMap(([column, table]) =>
          all.filter((other) => other.table === table && other.id === one.links[column]),
        )
        const persons = named.filter(({ table }) => table === 'person').map(({ email: address }) => address)
        const own = one.email === ME || (one.email === null && persons.includes(ME))
        if (own) expect(hit).toMatchObject({ thirdParty: false })
        if (one.email === ME) expect(hit).toMatchObject({ shared: false })
        if (!hit || hit.shared || hit.thirdParty) continue
        const another = one.email === null ? persons.some((address) => address !== ME) : one.email !== ME
        expect(another).toBe(false)
        // A parent without a flag hangs below nobody else: what it names is the person's too, or a product.
        if (hit.through.every(({ kind }) => kind === 'up'))
          for (const other of named) if (other.table !== 'product') expect([...ownersOf(other)]).toContain(ME)
      }
    }),
    { numRuns: 150 },
  )
}, 120_000)
