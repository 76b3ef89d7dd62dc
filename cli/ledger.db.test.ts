import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { transact } from '#data/db.ts'
import { newErasure } from '#jobs/test-erasure.ts'
import { ledger } from './ledger.ts'

let said: string[]
const open: Awaited<ReturnType<typeof newErasure>>[] = []
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line))
})
afterEach(async () => {
  for (const { shop, others } of open.splice(0)) for (const one of [shop, ...others]) await one.drop()
})

async function erased(...[given]: Parameters<typeof newErasure>) {
  const erasure = await newErasure(given)
  open.push(erasure)
  await erasure.review()
  await erasure.approve()
  await erasure.execute()
  const replay = (...more: string[]) => replayIn(erasure.source.key, ...more)
  const replayIn = async (key: string, ...more: string[]) => {
    said = []
    const code = await ledger(['replay', '--source', key, '--json', ...more])
    const { sources } = JSON.parse(said.join('')) as {
      sources: { fault: string | null; collections: Record<string, Record<string, number>> }[]
    }
    return { code, fault: sources[0]?.fault, ...sources[0]?.collections }
  }
  return { ...erasure, replay, replayIn }
}

/** As the backup holds them: one of the orders and the customer as they were, and the address that the order names. */
const RESTORE = `INSERT INTO address VALUES (1, 'mine');
  UPDATE customer SET email = 'me@x.example', name = 'My Name', address_id = 1 WHERE id = 0;
  INSERT INTO orders VALUES (1, 0, 1, 'mine')`

test('erased, restored, replayed: gone again in the same way, once, and the certificates say so', async () => {
  const { shop, rows, replay, work, certificates } = await erased()
  const after = { customer: await rows('customer'), orders: await rows('orders'), address: await rows('address') }
  expect(await replay()).toMatchObject({
    code: 0,
    orders: { scanned: 1, known: 0, back: 0 },
    customer: { known: 1, back: 0 },
  })
  await shop.sql.query(RESTORE)

  expect(await replay('--dry-run')).toMatchObject({ code: 0, orders: { back: 1, deleted: 0 }, customer: { back: 1 } })
  expect(await rows('orders')).toHaveLength(2)
  expect(await replay()).toMatchObject({
    code: 0,
    orders: { scanned: 2, known: 1, back: 1, deleted: 1, left: 0, blocked: 0 },
    customer: { scanned: 2, known: 1, back: 1, changed: 1 },
    address: { back: 1, deleted: 1 },
  })
  expect({ customer: await rows('customer'), orders: await rows('orders'), address: await rows('address') }).toEqual(
    after,
  )

  await work()
  const [first, second, ...more] = await certificates()
  expect(more).toEqual([])
  expect(second?.supersedes).toBe(first?.id)
  expect(first?.sources[0]?.replays).toEqual([])
  expect(second?.sources[0]?.replays).toMatchObject([{ erased: 2, changed: 1 }])

  expect(await replay()).toMatchObject({ code: 0, orders: { back: 0 }, customer: { back: 0 } })
  await work()
  expect(await certificates()).toHaveLength(2)
}, 60_000)

test('a row that got the key of an erased one is left alone, and said', async () => {
  const { shop, rows, replay, work, certificates } = await erased()
  await shop.sql.query(`INSERT INTO orders VALUES (1, 1, NULL, 'another person has this number now');
    UPDATE customer SET email = 'new@x.example', name = 'Somebody New' WHERE id = 0`)
  expect(await replay()).toMatchObject({
    code: 1,
    orders: { back: 1, left: 1, deleted: 0 },
    customer: { left: 1, changed: 0 },
  })
  expect(await rows('orders')).toHaveLength(2)
  expect((await rows('customer'))[0]).toMatchObject({ name: 'Somebody New' })
  await work()
  expect(await certificates()).toHaveLength(1)
}, 60_000)

test('what the source does not let go is said; what a broken-off run did not announce is announced by the next', async () => {
  const { shop, replay, work, certificates, system, requestId, rows } = await erased()
  await shop.sql.query(RESTORE)
  await shop.sql.query('CREATE TABLE keeper (order_id int REFERENCES orders); INSERT INTO keeper VALUES (1)')
  expect(await replay()).toMatchObject({
    code: 1,
    orders: { back: 1, blocked: 1, deleted: 0 },
    customer: { changed: 1 },
  })
  expect(await rows('orders')).toHaveLength(2)
  await shop.sql.query('DROP TABLE keeper')
  const task = await transact(system, (tx) => tx.task.findFirstOrThrow({ where: { requestId, purpose: 'erase' } }))
  const unsaid = { at: '2026-11-01T00:00:00Z', deleted: 7, changed: 0 }
  const outcome = task.outcome as { replays: object[] }
  await transact(system, (tx) =>
    tx.task.update({
      where: { id: task.id },
      data: { outcome: { ...outcome, replays: [...outcome.replays, unsaid] } },
    }),
  )
  expect(await replay()).toMatchObject({ code: 0, orders: { deleted: 1 }, address: { deleted: 1 } })
  await work()
  expect((await certificates()).at(-1)?.sources[0]?.replays).toHaveLength(3)
}, 60_000)

const COUPLE = `CREATE TABLE woman (id int PRIMARY KEY, husband int);
  CREATE TABLE man (id int PRIMARY KEY, email text, wife int REFERENCES woman);
  ALTER TABLE woman ADD FOREIGN KEY (husband) REFERENCES man`
const TOGETHER = `INSERT INTO woman VALUES (1, NULL) ON CONFLICT DO NOTHING;
  INSERT INTO man VALUES (1, 'me@x.example', 1) ON CONFLICT (id) DO UPDATE SET email = excluded.email, wife = 1;
  UPDATE woman SET husband = 1`
const erase = (goes: readonly string[], name: string) => (goes.includes(name) ? 'hakku_meta: {erase: delete}, ' : '')
const map = (goes: readonly string[]) => `dataset: [{fides_key: pair, collections: [
  {name: man, ${erase(goes, 'man')}fields: [{name: id}, {name: email, fides_meta: {identity: email}}, {name: wife, hakku_meta: {erase: null}, fides_meta: {references: [{dataset: pair, field: woman.id}]}}]},
  {name: woman, ${erase(goes, 'woman')}fields: [{name: id}, {name: husband, hakku_meta: {erase: null}, fides_meta: {references: [{dataset: pair, field: man.id}]}}]}]}]`

test.each([
  ['both', ['man', 'woman']],
  ['the one, while the other loses its link', ['man']],
  ['the other, while the one loses its link', ['woman']],
])(
  'rows that name each other are back, and go again: %s',
  async (_name, goes) => {
    const yaml = map(goes)
    const { others, system, replayIn } = await erased({ also: [{ ddl: `${COUPLE}; ${TOGETHER}`, yaml }] })
    const { key } = await transact(system, (tx) =>
      tx.source.findFirstOrThrow({ where: { key: { startsWith: 'other-' } } }),
    )
    const rows = async () => [
      (await others[0]?.sql.query('SELECT * FROM man'))?.rows,
      (await others[0]?.sql.query('SELECT * FROM woman'))?.rows,
    ]
    const after = await rows()
    expect(JSON.stringify(after)).not.toContain('me@x')
    await others[0]?.sql.query(TOGETHER)
    expect(await replayIn(key)).toMatchObject({ code: 0, man: { back: 1, blocked: 0 }, woman: { back: 1, blocked: 0 } })
    expect(await rows()).toEqual(after)
  },
  60_000,
)

test('a source that is away, and one that nobody erased anything in', async () => {
  const { shop, source } = await erased()
  await expect(ledger(['replay', '--source', 'nowhere'])).rejects.toThrow('nothing was erased')
  await expect(ledger(['forget'])).rejects.toThrow('expected replay')
  await shop.sql.query(`ALTER TABLE orders RENAME TO moved`)
  expect(await ledger(['replay', '--source', source.key])).toBe(1)
  expect(said.join('\n')).toContain('could not be looked at')
}, 60_000)
