import { afterAll, beforeAll, expect, test } from 'vitest'
import { datasetOf } from '../scratch-database.ts'
import { mayStop } from '../stop-problems.ts'
import { matching, readAll } from './find.ts'
import { type Harness, never, type Scratch } from './harness.ts'

const stop = (set: string) => `hakku_meta: {stop: {purpose: mail, set: ${set}}}`
const STOPS: readonly (readonly [field: string, set: string])[] = [
  ['ended_at', '{time: withdrawn}'],
  ['state', 'off'],
  ['code', 'unsubscribed'],
  ['score', 'never'],
  ['kind', 'null'],
  ['sum', '0'],
]
const consent = `{name: consent, fields: [{name: id}, ${STOPS.map(([name, set]) => `{name: ${name}, ${stop(set)}}`).join(', ')}]}`
const dataset = datasetOf(
  `dataset: [{fides_key: d, hakku_meta: {purposes: [{key: mail, label: {id: Surat, en: Mail}}], ignored: [migrations]},
    collections: [${consent}, {name: plain, fields: [{name: id}]}, {name: guest, fields: [{name: id}, {name: email}, {name: name}]}, {name: goods, fides_meta: {skip_processing: true}, fields: []}]}]`,
)

/** What a look at the schema finds besides the dataset's own tables: others, and stops that could not be written. */
export function checks(harness: Harness): void {
  let ground: Scratch
  beforeAll(async () => {
    ground = await harness.scratch(
      `CREATE TABLE consent (id int PRIMARY KEY, ended_at ${harness.dialect.instant} NULL, state varchar(9),
        code varchar(5), score int, kind varchar(5) NOT NULL, sum int GENERATED ALWAYS AS (score * 2) STORED)`,
      ...['plain', 'goods', 'migrations', 'loyalty_card'].map((name) => `CREATE TABLE ${name} (id int PRIMARY KEY)`),
      'CREATE VIEW everybody AS SELECT id FROM plain',
      'CREATE TABLE guest (id int PRIMARY KEY, email varchar(40), name varchar(40))',
      `INSERT INTO guest VALUES (1, 'me@x', 'Ani'), (2, 'me@x', 'Ani'), (3, 'you@x', 'Budi')`,
      'CREATE VIEW seen AS SELECT email, name FROM guest',
    )
  })
  afterAll(() => ground.drop())
  const look = async (url: string) => {
    const connector = harness.open(url, dataset)
    try {
      return (await connector.check(never)).problems
    } finally {
      await connector.close()
    }
  }
  const [consents, plain] = dataset.collections

  test('a table that is neither described, skipped nor ignored; a stop that does not fit its column', async () => {
    const problems = await look(ground.url)
    expect(problems).toEqual([
      { collection: 'consent', field: 'code', problem: 'unfit_stop' },
      { collection: 'consent', field: 'score', problem: 'unfit_stop' },
      { collection: 'consent', field: 'kind', problem: 'unfit_stop' },
      { collection: 'consent', field: 'sum', problem: 'cannot_stop' },
      { collection: 'loyalty_card', problem: 'undescribed_collection' },
    ])
    expect(consents && mayStop(consents, problems)).toBe(false)
    expect(plain && mayStop(plain, problems)).toBe(null)
  })

  test('a view is read like a table, each of its rows once; what it shows is not changed through it', async () => {
    const map =
      datasetOf(`dataset: [{fides_key: d, hakku_meta: {ignored: [consent, plain, goods, migrations, loyalty_card, guest]},
      collections: [{name: seen, fields: [{name: email, fides_meta: {identity: email}}]}]}]`)
    const connector = harness.open(ground.url, map)
    const { problems, collections } = await connector.check(never)
    expect(problems).toEqual([
      { collection: 'seen', problem: 'no_key' },
      { collection: 'seen', field: 'name', problem: 'unclassified_field' },
    ])
    expect(collections.seen?.rights).toEqual({ read: true, change: false, delete: false })
    const rows = await readAll(connector, 'seen', [matching(['email'], ['me@x'])])
    expect(new Set(rows.map(({ key }) => key.join())).size).toBe(2)
    expect(rows.map(({ values }) => values.email)).toEqual(['me@x', 'me@x'])
    await connector.close()
  })

  test('the right to write a stop is asked for by itself', async () => {
    const limited = await ground.account(['SELECT', 'consent'], ['SELECT', 'plain'], ['UPDATE (ended_at)', 'consent'])
    const problems = (await look(limited)).filter(({ problem }) => problem === 'may_not_stop')
    expect(problems.map((found) => 'field' in found && found.field)).toEqual(['state', 'code', 'score', 'kind'])
  })
}
