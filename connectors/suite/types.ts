import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Connector, SourceRow } from '../contract.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from './find.ts'
import type { Harness, Scratch } from './harness.ts'

/** Every type the server has: as JSON nothing is rounded, and its own text finds the row again. */
export function keepsValues({ open, scratch, types: { ddl, cases } }: Harness): void {
  const fields = cases.map((_case, at) => `f${at}`)
  const dataset = datasetOf(
    `dataset: [{fides_key: d, collections: [{name: kinds, fields: [{name: id}, ${fields.map((name) => `{name: ${name}}`).join(', ')}]}]}]`,
  )
  let ground: Scratch
  let connector: Connector
  let row: SourceRow | undefined
  beforeAll(async () => {
    ground = await scratch(
      ...ddl,
      `CREATE TABLE kinds (id int PRIMARY KEY, ${cases.map(({ type }, at) => `f${at} ${type}`).join(', ')})`,
      `INSERT INTO kinds VALUES (0, ${cases.map(({ value }) => value).join(', ')})`,
      'INSERT INTO kinds (id) VALUES (1)',
    )
    connector = open(ground.url, dataset)
    row = (await readAll(connector, 'kinds', [matching(['id'], ['0'])]))[0]
  })
  afterAll(async () => {
    await connector.close()
    await ground.drop()
  })

  describe('types', () => {
    test.each(cases.map((one, at) => ({ ...one, field: `f${at}` })))('$name', async ({ field, json, finds }) => {
      expect(row?.values[field]).toEqual(json)
      expect(JSON.parse(JSON.stringify(row?.values[field]))).toEqual(json)
      const own = row?.exact[field]
      for (const value of own === undefined || own === null ? finds : [own, ...finds])
        expect((await readAll(connector, 'kinds', [matching([field], [value])])).map(({ key }) => key)).toEqual([['0']])
    })
  })
}
