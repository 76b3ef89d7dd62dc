import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { signScope } from '#data/db.ts'
import { newRequest } from './codes/test-request.ts'

/** Raw SQL as the role that web and worker connect as; nothing of ours stands between it and the walls. */
const app = new pg.Client({ connectionString: inject('appUrl') })
const owner = new pg.Client({ connectionString: inject('ownerUrl') })
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds
const scopeOf = (...controllerIds: string[]) => signScope('tenant', controllerIds, inSeconds(0))

let mine: Awaited<ReturnType<typeof newRequest>>
let theirs: Awaited<ReturnType<typeof newRequest>>
let tables: string[]

beforeAll(async () => {
  await Promise.all([app.connect(), owner.connect()])
  ;[mine, theirs] = [await newRequest(), await newRequest()]
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'controller_id')
       and n.nspname in ('public', 'keys') order by 1`,
  )
  tables = rows.map(({ name }) => name)
})
afterAll(async () => {
  await Promise.all([app.end(), owner.end()])
})

/** Runs inside a transaction with this scope, and takes everything back. */
async function within<T>(scope: string | null, work: () => Promise<T>): Promise<T> {
  await app.query('begin')
  try {
    if (scope !== null) await app.query("select set_config('app.scope', $1, true)", [scope])
    return await work()
  } finally {
    await app.query('rollback')
  }
}
const visible = (scope: string | null, table: string, where = 'true') =>
  within(scope, async () => Number((await app.query(`select count(*) from ${table} where ${where}`)).rows[0].count))

describe('a scope', () => {
  test('of mine shows my rows and no others', async () => {
    expect(tables.length).toBeGreaterThan(25)
    const scope = scopeOf(mine.controllerId)
    expect(await visible(scope, 'request', `id = '${mine.requestId}'`)).toBe(1)
    for (const table of tables)
      expect(await visible(scope, table, `controller_id <> '${mine.controllerId}'`), table).toBe(0)
  })

  test('of two controllers shows both', async () => {
    expect(await visible(scopeOf(mine.controllerId, theirs.controllerId), 'request')).toBe(2)
  })

  const body = () => `tenant|${mine.controllerId}|${inSeconds(60)}`
  const signature = () => scopeOf(mine.controllerId).split('|').at(-1)
  const broken: [string, () => string | null][] = [
    ['missing', () => null],
    ['empty', () => ''],
    ['only an id', () => mine.controllerId],
    ['unsigned', () => `${body()}|`],
    ['signed with nothing', () => `${body()}|${'0'.repeat(64)}`],
    ['expired', () => signScope('tenant', [mine.controllerId], inSeconds(-3_600))],
    ['of another, with my signature', () => `tenant|${theirs.controllerId}|${inSeconds(60)}|${signature()}`],
    [
      'widened',
      () => scopeOf(theirs.controllerId).replace(theirs.controllerId, `${theirs.controllerId},${mine.controllerId}`),
    ],
    ['prolonged', () => scopeOf(mine.controllerId).replace(/\|\d+\|/, `|${inSeconds(6_000)}|`)],
    ['through another door', () => scopeOf(mine.controllerId).replace('tenant', 'sign-in')],
    [
      'with one character changed',
      () => scopeOf(mine.controllerId).replace(/.$/, (last) => (last === '0' ? '1' : '0')),
    ],
    ['with a part too many', () => `${scopeOf(mine.controllerId)}|x`],
    ['not a number', () => scopeOf(mine.controllerId).replace(/\|\d+\|/, '|1e99|')],
  ]
  test.each(broken)('%s shows nothing and writes nothing', async (_, make) => {
    const scope = make()
    for (const table of tables) expect(await visible(scope, table), table).toBe(0)
    const update = () => app.query(`update request set locale = 'xx' where id = $1`, [mine.requestId])
    expect((await within(scope, update)).rowCount).toBe(0)
    const insert = () => insertTimer(mine.controllerId, mine.requestId)
    await expect(within(scope, insert)).rejects.toThrow(/row-level security/)
  })

  test('of the sign-in door shows people and sessions, and nothing about requests', async () => {
    const scope = signScope('sign-in', [], inSeconds(0))
    const open = ['public."user"', 'public.membership', 'public.session']
    for (const table of tables.filter((name) => !open.includes(name)))
      expect(await visible(scope, table), table).toBe(0)
  })

  test('ends with its transaction', async () => {
    await within(scopeOf(mine.controllerId), async () => {})
    expect(await visible(null, 'request')).toBe(0)
  })
})

const insertTimer = (controllerId: string, requestId: string) =>
  app.query(`insert into timer (id, controller_id, request_id, kind, due_at) values ($1, $2, $3, 'lapse', now())`, [
    randomUUID(),
    controllerId,
    requestId,
  ])

describe('with my scope, somebody else’s rows', () => {
  const asMe = <T>(work: () => Promise<T>) => within(scopeOf(mine.controllerId), work)

  test('cannot be changed or removed', async () => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.role_table_grants
       where grantee = 'hakku_app' and privilege_type = 'UPDATE' and table_schema in ('public', 'keys')`,
    )
    const changeable = rows.map(({ name }) => name).filter((name) => tables.includes(name))
    expect(changeable.length).toBeGreaterThan(10)
    for (const table of changeable) {
      const update = () =>
        app.query(`update ${table} set controller_id = controller_id where controller_id = $1`, [theirs.controllerId])
      expect((await asMe(update)).rowCount, table).toBe(0)
    }
    const remove = () => app.query('delete from keys.request_key where request_id = $1', [theirs.requestId])
    expect((await asMe(remove)).rowCount).toBe(0)
    const rename = () => app.query(`update controller set name = 'x' where id = $1`, [theirs.controllerId])
    expect((await asMe(rename)).rowCount).toBe(0)
  })

  test('cannot be added to, nor mine be given away', async () => {
    await expect(asMe(() => insertTimer(theirs.controllerId, theirs.requestId))).rejects.toThrow(/row-level security/)
    const give = () =>
      app.query('update request set controller_id = $1 where id = $2', [theirs.controllerId, mine.requestId])
    await expect(asMe(give)).rejects.toThrow(/row-level security/)
  })

  test('cannot be pointed at by a child of mine', async () => {
    await expect(asMe(() => insertTimer(mine.controllerId, theirs.requestId))).rejects.toThrow(/foreign key/)
  })

  test('cannot be reached by making their key mine', async () => {
    const steal = () =>
      app.query('insert into keys.request_key select $1, $2, wrapped, created_at from keys.request_key', [
        randomUUID(),
        mine.controllerId,
      ])
    expect((await asMe(steal)).rowCount).toBe(1) // my own key only: theirs is not there to select
  })
})
