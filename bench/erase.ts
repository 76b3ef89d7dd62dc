import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { planErasure } from '#connectors/erasure-plan.ts'
import { openPostgres } from '#connectors/postgres.ts'
import { traverse } from '#connectors/traverse.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { memoryLines } from '#domain/erasure/plan-file.ts'
import { eraseWhole } from './erase/whole.ts'
import { type Servers, withClient } from './faults/servers.ts'

const ROUNDS = 3
const AIM_RATIO = 0.6
const SUBJECT = 'subject@example.com'
const SALT = 'bench'
const TODAY = Temporal.PlainDate.from('2026-11-21')
const never = new AbortController().signal

const id = '{name: id, fides_meta: {primary_key: true}}'
const link = '{name: customer_id, fides_meta: {references: [{dataset: d, field: customer.id, direction: from}]}}'
const MAP = `dataset: [{fides_key: d, collections: [
  {name: customer, fields: [${id}, {name: email, fides_meta: {identity: email}}]},
  {name: profile, fields: [${id}, ${link}, {name: bio, data_categories: [user], hakku_meta: {erase: null}}]},
  {name: login, fields: [${id}, ${link}, {name: token, data_categories: [user], hakku_meta: {erase: hash}}]},
  {name: visit, hakku_meta: {erase: delete}, fields: [${id}, ${link}, {name: path, data_categories: [user]}]}]}]`

const TABLES = { profile: 'bio', login: 'token', visit: 'path' } as const

/** The subject's third of `rows` in each table, and as much of somebody else's. */
const fill = (rows: number): string => `
  CREATE TABLE customer (id int8 PRIMARY KEY, email text);
  INSERT INTO customer VALUES (0, '${SUBJECT}'), (1, 'someone@example.com');
  ${Object.entries(TABLES)
    .map(
      ([table, field]) => `
  CREATE TABLE ${table} (id int8 PRIMARY KEY, customer_id int8, ${field} text, at timestamptz);
  INSERT INTO ${table} SELECT i, i % 2, md5(i::text), timestamptz '2020-01-01Z' + i * interval '1 min'
    FROM generate_series(1, ${Math.round((rows / 3) * 2)}) i;
  CREATE INDEX ON ${table} (customer_id);`,
    )
    .join('')}`

const BY_HAND = [
  'UPDATE profile SET bio = NULL WHERE customer_id = 0',
  `UPDATE login SET token = encode(sha256(convert_to('${SALT}' || id, 'UTF8')), 'hex') WHERE customer_id = 0`,
  'DELETE FROM visit WHERE customer_id = 0',
]

async function timed<T>(work: () => Promise<T>): Promise<[T, number]> {
  const startedAt = performance.now()
  return [await work(), (performance.now() - startedAt) / 1_000]
}

async function withFresh<T>(admin: string, rows: number, work: (url: string) => Promise<T>): Promise<T> {
  const name = pg.escapeIdentifier(`erase_${randomUUID()}`)
  const url = new URL(admin)
  url.pathname = `/${name.replaceAll('"', '')}`
  await withClient(admin, (client) => client.query(`CREATE DATABASE ${name}`))
  try {
    await withClient(url.href, (client) => client.query(fill(rows)))
    await withClient(url.href, (client) => client.query('VACUUM ANALYZE'))
    return await work(url.href)
  } finally {
    await withClient(admin, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`))
  }
}

const byHand = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const [, seconds] = await timed(async () => {
      for (const statement of ['BEGIN', ...BY_HAND, 'COMMIT']) await client.query(statement)
    })
    return seconds
  })

async function erase(url: string, dataset: Dataset) {
  const connector = openPostgres(url, dataset)
  try {
    const graph = buildGraph([dataset])
    const [plan, planSeconds] = await timed(async () => {
      const check = await connector.check(never)
      const planner = planErasure({ graph, dataset: 'd', check, today: TODAY, lines: memoryLines() })
      const identities = [{ label: 'email', value: SUBJECT }]
      await traverse({ graph, connectors: { d: connector }, identities, signal: never, onRows: planner.add })
      return planner.finish(SALT)
    })
    const [erased, eraseSeconds] = await timed(() => connector.erase(plan, never))
    if (!erased.ok) throw new Error(erased.reason)
    const [gone, readAgainSeconds] = await timed(() => connector.verifyGone(plan, never))
    if (Object.values(gone).some(({ stillThere }) => stillThere > 0)) throw new Error('something is still there')
    return { planSeconds, eraseSeconds, readAgainSeconds }
  } finally {
    await connector.close()
  }
}

/**
 * `npm run bench -- erase [rows]`: a planned erasure (null, hash, delete, by key, with its look at what stands in the
 * way) against one statement a table written by hand, each in one transaction on fresh rows.
 * `npm run bench -- erase whole [rows]`: one large erasure by a worker, from the source's rows to the certificate.
 */
export async function* benchErase(
  environment: Record<string, string>,
  servers: Servers,
  [rows = '100000', size = '5000000']: readonly string[],
): AsyncGenerator<object> {
  const admin = servers.superuserUrl('postgres')
  if (rows === 'whole') return yield await eraseWhole(servers, environment, Number(size))
  const read = readDataset(MAP)
  const dataset = read.ok ? read.value[0] : undefined
  if (!dataset) throw new Error(JSON.stringify(read))
  const ratios: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const handSeconds = await withFresh(admin, Number(rows), byHand)
    const ours = await withFresh(admin, Number(rows), (url) => erase(url, dataset))
    ratios.push(handSeconds / ours.eraseSeconds)
    yield { rows: Number(rows), handSeconds, ...ours, ratio: ratios.at(-1) }
  }
  const ratio = ratios.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0
  yield { ratio, aimRatio: AIM_RATIO, isHeld: ratio >= AIM_RATIO }
}
