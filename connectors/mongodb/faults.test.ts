import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Connector } from '../contract.ts'
import { openMongo } from '../mongodb.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from '../suite/find.ts'
import { never } from '../suite/harness.ts'
import { harmless } from './server.ts'
import { type Held, serveDocuments } from './test-wire.ts'

const dataset = datasetOf(
  'dataset: [{fides_key: d, collections: [{name: person, fields: [{name: _id}, {name: email}]}]}]',
)

let held: Held
let wire: Awaited<ReturnType<typeof serveDocuments>>
let connector: Connector
beforeEach(async () => {
  held = { collections: { person: { documents: [{ _id: 'a', email: 'x' }] } }, replicaSet: false, fails: {}, asked: [] }
  wire = await serveDocuments(held)
  connector = openMongo(wire.url, dataset, { connectTimeoutMs: 1_500 })
})
afterEach(async () => {
  await connector.close()
  await wire.close()
})
const read = () => readAll(connector, 'person', [matching(['email'], ['x'])])

test('of an address only what is harmless is obeyed', () => {
  expect(
    harmless('mongodb://u:p%3F@a:1,b:2/shop?tls=true&proxyHost=evil&tlsCAFile=/etc/passwd&authMechanism=MONGODB-AWS'),
  ).toBe('mongodb://u:p%3F@a:1,b:2/shop?tls=true')
  expect(harmless('mongodb://a/shop?tlsInsecure=true')).toBe('mongodb://a/shop')
})

describe('faults are literals without secrets', () => {
  test.each([
    [18, 'authentication_failed'],
    [13, 'permission_denied'],
    [50, 'timeout'],
    [112, 'conflict'],
    [121, 'constraint'],
    [2, 'value_not_castable'],
    [10107, 'connection_lost'],
    [987_654, 'unknown'],
  ])('code %i is %s', async (code, kind) => {
    held.fails.find = { code }
    const error = await read().catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'SourceFault', kind })
    expect(`${JSON.stringify(error)}${String(error)}`).not.toMatch(/secret|127\.0/)
  })

  test('a lost line, a closed port, a host that is none, a signal', async () => {
    held.fails.find = 'hang up'
    await expect(read()).rejects.toMatchObject({ kind: 'connection_lost' })
    held.fails.find = 'hang'
    const stop = new AbortController()
    setTimeout(() => stop.abort(), 50)
    const reading = connector
      .read('person', [matching(['email'], ['x'])], stop.signal)
      [Symbol.asyncIterator]()
      .next()
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
    for (const [host, kind] of [
      ['127.0.0.1:1', 'connection_refused'],
      ['nowhere.invalid', 'host_not_found'],
    ] as const) {
      const broken = openMongo(`mongodb://u:secret@${host}/shop`, dataset, { connectTimeoutMs: 500 })
      await expect(broken.check(never)).rejects.toMatchObject({ kind, message: `source: ${kind}` })
      await broken.close()
    }
  })
})
