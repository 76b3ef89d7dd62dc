import { Int32 } from 'mongodb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { planOf } from '#domain/erasure/test-plan.ts'
import type { Connector } from '../contract.ts'
import { openMongo } from '../mongodb.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from '../suite/find.ts'
import { never } from '../suite/harness.ts'
import { keyOf } from './query.ts'
import { type Held, serveDocuments } from './test-wire.ts'

const dataset = datasetOf(
  'dataset: [{fides_key: d, collections: [{name: many, fields: [{name: _id}, {name: code}, {name: pad}]}]}]',
)
const document = (n: number, pad = 'x') => ({ _id: new Int32(n), code: `c${n % 10}`, pad })

let held: Held
let wire: Awaited<ReturnType<typeof serveDocuments>>
let connector: Connector
beforeEach(async () => {
  const documents = Array.from({ length: 20 }, (_none, n) => document(n))
  held = { collections: { many: { documents } }, replicaSet: true, fails: {}, asked: [] }
  wire = await serveDocuments(held)
  connector = openMongo(wire.url, dataset, { connectTimeoutMs: 1_500 })
})
afterEach(async () => {
  await connector.close()
  await wire.close()
})
const many = () => held.collections.many?.documents ?? []

test('thousands of keys in a few looks, each document once', async () => {
  const values = Array.from({ length: 2_500 }, (_none, n) => [String(n * 2)])
  const rows = await readAll(connector, 'many', [matching(['_id'], ...values)])
  expect(new Set(rows.map(({ key }) => key.join())).size).toBe(10)
  expect(rows).toHaveLength(10)
  expect(held.asked.filter((command) => 'find' in command)).toHaveLength(2)
})

test('documents of 5 MB come whole and few at a time; more than the limit is too many', async () => {
  many().splice(0, 20, document(1, 'x'.repeat(5 << 20)), document(2, 'x'.repeat(5 << 20)))
  const sizes: number[] = []
  for await (const batch of connector.read('many', [matching(['_id'], ['1'], ['2'])], never)) {
    sizes.push(batch.length)
    for (const { values } of batch) expect(String(values.pad)).toHaveLength(5 << 20)
  }
  expect(sizes).toEqual([1, 1])
  const small = openMongo(wire.url, dataset, { rows: 1 })
  await expect(readAll(small, 'many', [matching(['_id'], ['1'], ['2'])])).rejects.toMatchObject({
    kind: 'too_many_rows',
  })
  await small.close()
})

test('a server that does not answer is waited for no longer than a statement may take, whatever it is asked', async () => {
  const waiting = openMongo(wire.url, dataset, { statementTimeoutMs: 300 })
  const plan = await planOf([{ collection: 'many', key: ['_id'], delete: [keyOf(new Int32(3))] }])
  for (const [command, ask] of [
    ['find', () => readAll(waiting, 'many', [matching(['_id'], ['1'])])],
    ['delete', () => waiting.erase(plan, never)],
  ] as const) {
    held.fails = { [command]: 'hang' }
    await expect(ask()).rejects.toMatchObject({ kind: 'timeout' })
  }
  await waiting.close()
})

test('a line that is lost while we erase or correct: nothing is committed, and the next run does it all', async () => {
  const change = [{ fields: { pad: { method: 'null' } as const }, keys: [keyOf(new Int32(1)), keyOf(new Int32(2))] }]
  const plan = await planOf([{ collection: 'many', key: ['_id'], delete: [keyOf(new Int32(3))], change }])
  const correction = { collection: 'many', key: keyOf(new Int32(4)), field: 'pad', from: 'x', to: 'y' }
  for (const command of ['update', 'delete'] as const) {
    held.fails = { [command]: 'hang up' }
    await expect(connector.erase(plan, never)).rejects.toMatchObject({ kind: 'connection_lost' })
  }
  held.fails = { update: 'hang up' }
  await expect(connector.change([correction], never)).rejects.toMatchObject({ kind: 'connection_lost' })
  expect(held.asked.some((command) => 'commitTransaction' in command)).toBe(false)
  held.fails = {}
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
  expect((await connector.verifyGone(plan, never)).many).toMatchObject({ planned: 3, stillThere: 0 })
  expect(await connector.change([correction], never)).toMatchObject({ written: 1 })
})

test('an address that reads from secondaries erases all the same', async () => {
  const reading = openMongo(`${wire.url}&readPreference=secondaryPreferred`, dataset)
  const plan = await planOf([{ collection: 'many', key: ['_id'], delete: [keyOf(new Int32(3))] }])
  expect(await reading.erase(plan, never)).toMatchObject({ ok: true, value: { many: { deleted: 1 } } })
  const correction = { collection: 'many', key: keyOf(new Int32(4)), field: 'pad', from: 'x', to: 'y' }
  expect(await reading.change([correction], never)).toMatchObject({ written: 1 })
  await reading.close()
})

test('an account that may not is told so, whatever it does', async () => {
  const plan = await planOf([{ collection: 'many', key: ['_id'], delete: [keyOf(new Int32(3))] }])
  for (const command of ['find', 'delete'] as const) {
    held.fails = { [command]: { code: 13 } }
    const doing =
      command === 'find' ? readAll(connector, 'many', [matching(['_id'], ['1'])]) : connector.erase(plan, never)
    await expect(doing).rejects.toMatchObject({ kind: 'permission_denied' })
  }
  expect(many()).toHaveLength(20)
})
