import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { controllerLog, exportLog } from './export-log.ts'
import { FIRST_LINE, type LogLine, writeLine } from './log-file.ts'
import { sealLog } from './seal-log.ts'
import { verifyLog } from './verify-log.ts'

const owner = new pg.Client({ connectionString: inject('ownerUrl') })
beforeAll(async () => {
  await owner.connect()
  await ensureSigningKey(NOW)
})
afterAll(() => owner.end())

type Test = Awaited<ReturnType<typeof newController>>
let mine: Test

const happen = (times: number, { system, controllerId }: Test = mine) =>
  transact(system, async (tx) => {
    for (let number = 0; number < times; number += 1)
      await record(
        tx,
        system,
        { controllerId },
        { type: 'clock.breached', clockId: `c${number}`, dueAt: '2026-11-21T00:00:00Z', cause: 'unverified' },
        NOW,
      )
  })

async function check() {
  const lines = await Array.fromAsync(controllerLog(mine.controllerId))
  const count = (kind: LogLine['kind']) => lines.filter((line) => line.kind === kind).length
  const totals = { leaves: count('leaf'), checkpoints: count('checkpoint'), waiting: count('waiting') }
  async function* file() {
    yield FIRST_LINE
    yield writeLine({ kind: 'log', controllerId: mine.controllerId })
    for (const line of lines) yield writeLine(line)
    yield writeLine({ kind: 'end', logs: 1, ...totals })
  }
  return verifyLog(file(), (await findPublicKeys()).keys)
}

/** What a superuser could do behind our backs: the triggers are off for this one statement. */
async function behindOurBacks(sql: string, values: unknown[]): Promise<void> {
  await owner.query('begin')
  for (const table of ['event', 'leaf', 'checkpoint']) await owner.query(`alter table ${table} disable trigger all`)
  expect((await owner.query(sql, values)).rowCount).toBe(1)
  for (const table of ['event', 'leaf', 'checkpoint']) {
    await owner.query(`alter table ${table} enable trigger all`)
    await owner.query(`alter table ${table} enable always trigger no_row_change`)
    await owner.query(`alter table ${table} enable always trigger no_truncate`)
  }
  await owner.query('commit')
}

beforeEach(async () => {
  mine = await newController()
  await happen(5)
  await sealLog(mine.system, NOW)
  await happen(3)
  await sealLog(mine.system, NOW)
})

test('the sealed log of a controller is valid, and what happened since waits', async () => {
  await happen(2)
  expect(await check()).toMatchObject({ status: 'valid', leaves: 8, checkpoints: 2, waiting: 2 })
})

test('an export holds the logs of all controllers', async () => {
  const lines = await Array.fromAsync(exportLog())
  expect(lines[0]).toBe(FIRST_LINE)
  expect(lines).toContain(writeLine({ kind: 'log', controllerId: mine.controllerId }))
  expect(lines.at(-1)).toMatch(/"kind":"end"/)
})

test('more than one page, and a batch of the sealer, is still one log', async () => {
  await happen(600)
  await sealLog(mine.system, NOW)
  expect(await check()).toMatchObject({ status: 'valid', leaves: 608, checkpoints: 4, waiting: 0 })
}, 60_000)

describe('a row changed or taken away in the database is named', () => {
  const change = (set: string) => [
    `update event set ${set} where id = (select event_id from leaf where controller_id = $1 and index = 4)`,
  ]
  test.each([
    ['type', ...change(`type = 'clock.met'`)],
    ['data', ...change(`data = jsonb_set(data, '{clockId}', '"c5"')`)],
    ['data, one key more', ...change(`data = data || '{"note": 1}'`)],
    ['actor', ...change(`actor = jsonb_set(actor, '{job}', '"tess"')`)],
    ['at', ...change(`at = at + interval '1 millisecond'`)],
    [
      'leaf hash',
      `update leaf set hash = set_byte(hash, 0, get_byte(hash, 0) # 1) where controller_id = $1 and index = 4`,
    ],
  ])('%s', async (_, sql) => {
    await behindOurBacks(sql, [mine.controllerId])
    expect(await check()).toMatchObject({ reason: 'event_differs', controllerId: mine.controllerId, index: 4 })
  })

  test('an event removed', async () => {
    await behindOurBacks(
      'delete from event where id = (select event_id from leaf where controller_id = $1 and index = 4)',
      [mine.controllerId],
    )
    expect(await check()).toMatchObject({ reason: 'event_missing', index: 4 })
  })
  test('a leaf removed', async () => {
    await behindOurBacks('delete from leaf where controller_id = $1 and index = 4', [mine.controllerId])
    expect(await check()).toMatchObject({ reason: 'checkpoint_out_of_place', index: 4 })
  })
  test('the last leaf removed', async () => {
    await behindOurBacks('delete from leaf where controller_id = $1 and index = 7', [mine.controllerId])
    expect(await check()).toMatchObject({ reason: 'checkpoint_out_of_place', index: 7 })
  })
  test('the last checkpoint removed', async () => {
    await behindOurBacks('delete from checkpoint where controller_id = $1 and size = 8', [mine.controllerId])
    expect(await check()).toMatchObject({ reason: 'tail_unsigned', index: 8 })
  })
  test('a checkpoint of another signer', async () => {
    await behindOurBacks(
      `update checkpoint set note = regexp_replace(note, '.{5}\\n$', 'AAAA=' || chr(10)) where controller_id = $1 and size = 8`,
      [mine.controllerId],
    )
    expect(await check()).toMatchObject({ status: 'invalid', index: 8 })
  })
  test('two leaves swapped', async () => {
    const { rows } = await owner.query(
      'select event_id, index from leaf where controller_id = $1 and index in (2, 3)',
      [mine.controllerId],
    )
    const [two, three] = rows
    await behindOurBacks('delete from leaf where controller_id = $1 and index = 3', [mine.controllerId])
    await behindOurBacks('update leaf set index = 3 where controller_id = $1 and event_id = $2', [
      mine.controllerId,
      two.event_id,
    ])
    await owner.query(
      'insert into leaf select controller_id, 2, $2, hash from leaf where controller_id = $1 and index = 3',
      [mine.controllerId, three.event_id],
    )
    expect(await check()).toMatchObject({ reason: 'event_differs', index: 2 })
  })
})

test('an event put in beside the outbox stays visible as unsealed', async () => {
  await owner.query(
    `insert into event (id, controller_id, type, actor, data, at) values ($1, $2, 'clock.met', '{"kind":"system"}', '{}', now() - interval '1 day')`,
    [randomUUID(), mine.controllerId],
  )
  expect(await sealLog(mine.system, NOW)).toBe(0)
  expect(await check()).toMatchObject({ status: 'valid', waiting: 1 })
})
