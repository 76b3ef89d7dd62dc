import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { planOf } from '#domain/erasure/test-plan.ts'
import type { Connector } from '../contract.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from './find.ts'
import { type Harness, never, type Scratch } from './harness.ts'

const dataset = datasetOf(
  'dataset: [{fides_key: d, collections: [{name: many, fields: [{name: id}, {name: code}, {name: pad}]}]}]',
)
const ROWS = 20_000
const DDL = [
  'CREATE TABLE many (id int PRIMARY KEY, code varchar(20), pad varchar(1000))',
  `INSERT INTO many VALUES ${Array.from({ length: ROWS }, (_none, n) => `(${n + 1}, 'c', '${'x'.repeat(500)}')`).join(', ')}`,
]
const EVERYTHING = [matching(['code'], ['c'])]

/** What goes wrong is a literal without secrets, and the next call works again. */
export function namesFaults(harness: Harness): void {
  const { open, scratch, ownServer } = harness
  let ground: Scratch
  let connector: Connector
  beforeAll(async () => {
    ground = await scratch(...DDL)
    connector = open(ground.url, dataset)
  })
  afterAll(async () => {
    await connector.close()
    await ground.drop()
  })

  test.each([
    ['a closed port', (url: URL) => Object.assign(url, { port: '1' }), 'connection_refused'],
    ['a wrong password', (url: URL) => Object.assign(url, { password: 'wrong-secret' }), 'authentication_failed'],
    ['no such database', (url: URL) => Object.assign(url, { pathname: '/nowhere' }), 'schema_mismatch'],
    ['no such host', (url: URL) => Object.assign(url, { hostname: 'nowhere.invalid' }), 'host_not_found'],
  ])('%s', async (_name, change, kind) => {
    const url = new URL(ground.url)
    change(url)
    const broken = open(url.href, dataset)
    const error = await broken.check(never).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'SourceFault', kind })
    expect(`${JSON.stringify(error)}${String(error)}${(error as Error).stack}`).not.toMatch(
      /(postgres|mysql):|secret|test@|root@|nowhere/,
    )
    expect((error as Error).cause).toBeUndefined()
    await broken.close()
  })

  test('a slow statement', async () => {
    const slow = open(ground.url, dataset, { statementTimeoutMs: 1 })
    const values = Array.from({ length: 5_000 }, (_none, n) => [`x${n}`])
    await expect(readAll(slow, 'many', [matching(['code'], ...values), matching(['id'], ['1'])])).rejects.toMatchObject(
      {
        kind: 'timeout',
      },
    )
    await slow.close()
  })

  test('a reader that takes its time is no slow statement', async () => {
    const patient = open(ground.url, dataset, { statementTimeoutMs: 1_500 })
    let rows = 0
    let batches = 0
    for await (const batch of patient.read('many', EVERYTHING, never)) {
      rows += batch.length
      if (++batches <= 3) await new Promise((resolve) => setTimeout(resolve, 800))
    }
    expect(rows).toBe(ROWS)
    await patient.close()
  })

  test('more rows than the limit', async () => {
    const small = open(ground.url, dataset, { rows: 10 })
    await expect(readAll(small, 'many', EVERYTHING)).rejects.toMatchObject({ kind: 'too_many_rows' })
    await small.close()
  })

  test('a signal, before and in the middle', async () => {
    const stop = new AbortController()
    const reading = (async () => {
      for await (const _batch of connector.read('many', EVERYTHING, stop.signal)) stop.abort()
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'cancelled' })
    await expect(connector.check(stop.signal)).rejects.toMatchObject({ kind: 'cancelled' })
    expect(await readAll(connector, 'many', [matching(['id'], ['1'])])).toHaveLength(1)
  })

  test('the server ends our session while we read', async () => {
    const reading = (async () => {
      for await (const _batch of connector.read('many', EVERYTHING, never)) await ground.endSessions()
    })()
    await expect(reading).rejects.toMatchObject({ kind: 'connection_lost' })
    expect(await readAll(connector, 'many', [matching(['id'], ['1'])])).toHaveLength(1)
  })

  test('an account that may not read is told so', async () => {
    const blind = open(await ground.account(['SELECT (id)', 'many']), dataset)
    const check = await blind.check(never)
    expect(check.collections.many?.rights).toMatchObject({ change: false, delete: false })
    // Some servers hide what may not be read.
    const problem = expect.stringMatching(/^(may_not_read|missing_field)$/)
    expect(check.problems).toContainEqual({ collection: 'many', field: 'code', problem })
    await expect(readAll(blind, 'many', [matching(['id'], ['1'])])).rejects.toMatchObject({
      kind: expect.stringMatching(/permission_denied|schema_mismatch/),
    })
    await blind.close()
  })

  describe('the server itself is killed', () => {
    test('while we read and while we erase: nothing is half done, and it goes on once the server is back', async () => {
      const server = await ownServer()
      try {
        const away = await server.scratch(...DDL)
        const lasting = open(away.url, dataset)
        const reading = (async () => {
          for await (const _batch of lasting.read('many', EVERYTHING, never)) await server.kill()
        })()
        await expect(reading).rejects.toMatchObject({ kind: 'connection_lost' })
        await expect(lasting.check(never)).rejects.toMatchObject({ kind: 'connection_refused' })
        await server.start()

        await away.run(...harness.dialect.slow('many', 'DELETE'))
        const change = [{ fields: { pad: { method: 'null' } as const }, keys: [['1'], ['2']] }]
        const plan = await planOf([{ collection: 'many', delete: [['3']], change }])
        const erasing = lasting.erase(plan, never).catch((error: unknown) => error)
        await away.working('DELETE', 'many')
        await server.kill()
        expect(await erasing).toMatchObject({ kind: 'connection_lost' })
        await server.start()
        expect((await lasting.verifyGone(plan, never)).many).toMatchObject({ planned: 3, stillThere: 3 })
        await away.run(harness.dialect.dropSlow('many'))
        expect(await lasting.erase(plan, never)).toMatchObject({ ok: true })
        expect((await lasting.verifyGone(plan, never)).many).toMatchObject({ planned: 3, stillThere: 0 })
        await lasting.close()
        await away.drop()
      } finally {
        await server.stop()
      }
    })
  })
}
