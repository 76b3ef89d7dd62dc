import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newController } from './test-controller.ts'

const owner = new pg.Client({ connectionString: inject('ownerUrl') })
beforeAll(() => owner.connect())
afterAll(() => owner.end())

const list = async (sql: string): Promise<string[]> =>
  (await owner.query<{ name: string }>({ text: sql })).rows.map(({ name }) => name)

/** Every table has a wall, or a reason to have none. */
const EXCUSED: Record<string, string> = {
  'public._prisma_migrations': 'names of migrations; the app may only read it',
  'public.rate_limit': 'keyed hashes of addresses and counts, of no controller',
  'keys.signing_key': 'the installation’s own keys: public halves, and private ones sealed under the master key',
  'hakku.scope_key': 'the app has no privilege on it at all',
}
const OURS = `n.nspname in ('public', 'keys', 'hakku') and c.relkind in ('r', 'p')`

test('row-level security is on and forced on every table, or a reason is written here', async () => {
  const walls = `c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid)`
  const from = `from pg_class c join pg_namespace n on n.oid = c.relnamespace where ${OURS}`
  const all = await list(`select n.nspname || '.' || c.relname as name ${from}`)
  const open = await list(`select n.nspname || '.' || c.relname as name ${from} and not (${walls})`)
  expect(all.length).toBeGreaterThan(30)
  expect(open.sort()).toEqual(Object.keys(EXCUSED).sort())
})

test('nothing of ours lies in a schema that the catalogue does not look at', async () => {
  const schemas = await list(`select nspname as name from pg_namespace where nspname !~ '^pg_' order by 1`)
  // The queue's own schema holds ids only: job names and event ids.
  expect(schemas).toEqual(['bullmq', 'hakku', 'information_schema', 'keys', 'public'])
})

test('there are no views or materialized views, which would run as their owner', async () => {
  expect(
    await list(`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'keys', 'hakku') and c.relkind in ('v', 'm', 'f')`),
  ).toEqual([])
})

describe.each(['hakku_app', 'hakku_sweeper'])('the role %s', (role) => {
  test('is no superuser, bypasses no wall, and belongs to no other role', async () => {
    expect(
      await list(`select rolname as name from pg_roles where rolname = '${role}'
        and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`),
    ).toEqual([])
    expect(
      await list(`select r.rolname as name from pg_auth_members m join pg_roles r on r.oid = m.roleid
        where m.member = '${role}'::regrole`),
    ).toEqual([])
  })
  test('owns no table, sequence or schema, and may create nothing', async () => {
    expect(await list(`select relname as name from pg_class where relowner = '${role}'::regrole`)).toEqual([])
    expect(await list(`select nspname as name from pg_namespace where nspowner = '${role}'::regrole`)).toEqual([])
    expect(
      await list(`select nspname as name from pg_namespace where nspname in ('public', 'keys', 'hakku')
        and has_schema_privilege('${role}', oid, 'CREATE')`),
    ).toEqual([])
  })
})

test('every key between tables of controllers carries the controller', async () => {
  const named = (column: string, relation: string) =>
    `(select a.attnum from pg_attribute a where a.attrelid = ${relation} and a.attname = '${column}')`
  const pairs = await owner.query<{ name: string; composite: boolean; parent: string }>(
    `select conrelid::regclass || '.' || conname as name, confrelid::regclass::text as parent,
       array_position(conkey, ${named('controller_id', 'conrelid')}) is not null
       and array_position(conkey, ${named('controller_id', 'conrelid')})
         = array_position(confkey, coalesce(${named('controller_id', 'confrelid')}, ${named('id', 'confrelid')})) as composite
     from pg_constraint where contype = 'f' and connamespace in ('public'::regnamespace, 'keys'::regnamespace)`,
  )
  expect(pairs.rows.length).toBeGreaterThan(25)
  const loose = pairs.rows.filter(({ composite }) => !composite).map(({ name }) => name)
  expect(loose).toEqual(Object.keys(LOOSE))
})
const LOOSE = {
  'membership.membership_user_id_fkey':
    'a member of staff works for other controllers than the employer: that is what a membership says',
}

test('every id that points to a tenant’s row has a key behind it', async () => {
  expect(
    await list(`select c.relname || '.' || a.attname as name
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('public', 'keys') and c.relkind = 'r' and a.atttypid = 'uuid'::regtype and a.attnum > 0
        and a.attname <> 'id' and not a.attisdropped
        and not exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and a.attnum = any (f.conkey))
      order by 1`),
  ).toEqual(Object.keys(WITHOUT_KEY))
})
const WITHOUT_KEY: Record<string, string> = {
  'checkpoint.controller_id': 'the log outlives what it is about',
  'correction.proposed_by': 'staff of the operator may work for a customer',
  'hold.lifted_by': 'staff of the operator work for other controllers',
  'hold.placed_by': 'staff of the operator work for other controllers',
  'holiday_list.decided_by': 'staff of the operator work for other controllers',
  'holiday_list.proposed_by': 'staff of the operator work for other controllers',
  'identifier.confirmed_by': 'staff of the operator work for other controllers',
  'inquiry.assignee_id': 'staff of the operator work for other controllers',
  'instruction.recorded_by': 'staff of the operator work for other controllers',
  'outbox.request_id': 'a copy of the event’s, which has the key',
  'question.asked_by': 'staff may work for a controller that does not employ them',
  'redaction.decided_by': 'staff of the operator work for other controllers',
  'request.approved_by': 'staff of the operator work for other controllers',
  'request.assignee_id': 'staff of the operator work for other controllers',
  'request.former_decider_id': 'staff of the operator work for other controllers',
  'request.submitted_by': 'staff of the operator work for other controllers',
  'request_key.controller_id': 'kept apart from its controller’s row, so that backups of one do not need the other',
  'request_key.request_id': 'kept apart from requests, so that backups of one do not need the other',
  'source_check.asked_by': 'staff of the operator work for other controllers',
}

describe('functions that look across controllers', () => {
  test('belong to the sweeper, and nobody else’s function runs with its owner’s rights', async () => {
    const definers = await owner.query<{ name: string; owner: string; columns: string }>(
      `select p.proname as name, p.proowner::regrole::text as owner, pg_get_function_result(p.oid) as columns
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname in ('public', 'keys', 'hakku') and p.prosecdef order by 1`,
    )
    const others = definers.rows.filter(({ owner: who }) => who !== 'hakku_sweeper').map(({ name }) => name)
    expect(others).toEqual(['scope']) // reads the scope's key and answers the scope
    for (const { name, columns, owner: who } of definers.rows.filter(({ owner: one }) => one === 'hakku_sweeper')) {
      expect(columns, `${name} of ${who}`).toMatch(
        /^(void|TABLE\(((event_id|controller_id|request_id|id) uuid|(type|kind) text|relays integer|done text\[\]|, )+\))$/,
      )
    }
  })
  test('cannot be called by everybody', async () => {
    expect(
      await list(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'hakku' and p.prosecdef and p.proname <> 'scope'
          and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0)`),
    ).toEqual([])
  })
  test('have a fixed search path, so that nobody puts a table in their way', async () => {
    expect(
      await list(`select p.proname as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
        where n.nspname = 'hakku' and p.prosecdef
          and not coalesce(p.proconfig[1] like 'search_path=pg_catalog%', false)`),
    ).toEqual([])
  })
  test('may read ids, instants and states, and not one column more', async () => {
    const readable = await list(
      `select c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'keys', 'hakku') and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
         and has_column_privilege('hakku_sweeper', c.oid, a.attnum, 'SELECT') order by 1`,
    )
    expect(readable).toEqual(READABLE)
    const writable = await list(
      `select c.relname || '.' || a.attname as name
       from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
       where n.nspname in ('public', 'keys', 'hakku') and c.relkind = 'r' and a.attnum > 0
         and has_column_privilege('hakku_sweeper', c.oid, a.attnum, 'UPDATE') order by 1`,
    )
    expect(writable).toEqual(['outbox.due_at', 'outbox.relays'])
  })
})
const READABLE =
  `clock.controller_id clock.due_at clock.id clock.request_id clock.state draft.expires_at effect.event_id
  effect.job inquiry.controller_id inquiry.id leaf.event_id outbox.controller_id outbox.due_at outbox.event_id outbox.relays outbox.request_id outbox.type
  rate_limit.expire request.controller_id request.id request.reference source.controller_id source.id source.next_check_at
  source_check.expires_at subject_session.controller_id
  subject_session.request_id subject_session.token_hash timer.controller_id timer.done_at timer.due_at timer.id timer.kind
  timer.request_id`.split(/\s+/)

test('a condition left undefined throws, instead of matching every row', async () => {
  const { system } = await newController()
  const nothing = undefined as unknown as string
  await transact(system, async (tx) => {
    await expect(tx.request.findMany({ where: { id: nothing } })).rejects.toThrow(/undefined/)
    await expect(tx.requestKey.deleteMany({ where: { requestId: nothing } })).rejects.toThrow(/undefined/)
    await expect(tx.request.updateMany({ where: {}, data: { status: nothing } })).rejects.toThrow(/undefined/)
  })
})
