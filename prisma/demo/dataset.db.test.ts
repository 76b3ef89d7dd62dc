import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { buildGraph } from '#domain/dataset/graph.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { SHOP_TABLES } from './people.ts'
import { createShop } from './shop.ts'

const Field = z.object({
  name: z.string(),
  data_categories: z.array(z.string()).min(1),
  fides_meta: z
    .object({
      primary_key: z.boolean().default(false),
      references: z.array(z.object({ dataset: z.literal('toko_sejahtera'), field: z.string() })).default([]),
    })
    .default({ primary_key: false, references: [] }),
  hakku_meta: z.object({ erase: z.unknown() }).partial().default({}),
})

const File = z.object({
  dataset: z.tuple([z.object({ collections: z.array(z.object({ name: z.string(), fields: z.array(Field) })) })]),
})

/** What the dataset file says, set beside what PostgreSQL's own catalogue says. */
describe('the dataset file of the demo shop', () => {
  let catalogue: pg.Client
  let text: string
  let fields: { at: string; field: z.infer<typeof Field> }[]

  const listed = async (sql: string): Promise<string[]> =>
    (await catalogue.query<{ item: string }>(sql)).rows.map(({ item }) => item).sort()

  beforeAll(async () => {
    const shop = { database: 'shop_catalogue', role: 'shop_catalogue_role', people: 6, orders: 0 }
    catalogue = new pg.Client({ connectionString: (await createShop(inject('databaseUrl'), shop)).url })
    await catalogue.connect()
    text = await readFile(new URL('./shop.dataset.yml', import.meta.url), 'utf8')
    const file = File.parse(parse(text))
    fields = file.dataset[0].collections.flatMap((collection) =>
      collection.fields.map((field) => ({ at: `${collection.name}.${field.name}`, field })),
    )
  })
  afterAll(() => catalogue?.end())

  test('classifies every column, once, and no column that is not there', async () => {
    const columns = await listed(
      "SELECT table_name || '.' || column_name AS item FROM information_schema.columns WHERE table_schema = 'public'",
    )
    expect(fields.map(({ at }) => at).sort()).toEqual(columns)
  })

  test('knows every primary key', async () => {
    const keys = await listed(`
      SELECT a.attrelid::regclass || '.' || a.attname AS item FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
      WHERE c.contype = 'p' AND c.connamespace = 'public'::regnamespace`)
    const said = fields.filter(({ field }) => field.fides_meta.primary_key).map(({ at }) => at)
    expect(said.sort()).toEqual(keys)
  })

  test('follows every foreign key but those into the catalogue of goods, and the order that an invoice names', async () => {
    const keys = await listed(`
      SELECT a.attrelid::regclass || '.' || a.attname || ' ' || f.attrelid::regclass || '.' || f.attname AS item
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
      JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
      WHERE c.contype = 'f' AND c.confrelid <> 'products'::regclass`)
    const said = fields.flatMap(({ at, field }) => field.fides_meta.references.map((to) => `${at} ${to.field}`))
    expect(said.sort()).toEqual([...keys, 'invoices.order_id orders.id'].sort())
  })

  test('empties only columns that may be empty', async () => {
    const required = new Set(
      await listed(`
      SELECT table_name || '.' || column_name AS item FROM information_schema.columns
      WHERE table_schema = 'public' AND is_nullable = 'NO'`),
    )
    const emptied = fields.filter(({ field }) => field.hakku_meta.erase === 'null').map(({ at }) => at)
    expect(emptied.length).toBeGreaterThan(0)
    expect(emptied.filter((at) => required.has(at))).toEqual([])
  })

  test('is read by the portal, and an identity leads to everything but the goods', () => {
    const read = readDataset(text)
    if (!read.ok) throw new Error(JSON.stringify(read.problems, null, 2))
    const graph = buildGraph(read.value)
    expect(graph.problems).toEqual([])
    expect([...graph.unreachable, ...graph.beyond]).toEqual([])
    expect(graph.nodes.size).toBe(SHOP_TABLES.length - 1)
    expect(graph.entries.map(({ collection, field }) => `${collection}.${field}`).sort()).toEqual([
      'toko_sejahtera:customers.email',
      'toko_sejahtera:customers.phone',
      'toko_sejahtera:invoices.billed_email',
      'toko_sejahtera:invoices.billed_phone',
      'toko_sejahtera:newsletter_subscribers.email',
    ])
  })
})
