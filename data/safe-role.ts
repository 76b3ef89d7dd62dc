import pg from 'pg'

/** What never changes once written; the rest of the log hangs on these (design, evidence). */
const APPEND_ONLY = ['event', 'leaf', 'checkpoint', 'certificate', 'ledger_entry', 'notice']

const SHOWN = 5

// Asked for every role this one could become with SET ROLE, itself included.
const POWERS = `
  with self as (select oid, rolname, rolsuper, rolbypassrls, rolreplication from pg_roles where pg_has_role(current_user, oid, 'MEMBER')),
  tables as (
    select c.oid, c.relname, c.relowner, n.nspname from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'keys', 'hakku') and c.relkind in ('r', 'p')
  )
  select 'is a superuser' as power from self where rolsuper
  union select 'bypasses row-level security' from self where rolbypassrls
  union select 'may replicate the whole server' from self where rolreplication
  union select 'owns the table ' || relname from tables join self on self.oid = relowner
  union select 'may change or remove rows of ' || relname from tables, self
    where nspname = 'public' and relname = any ($1)
      and (has_table_privilege(self.oid, tables.oid, 'UPDATE, DELETE, TRUNCATE') or has_any_column_privilege(self.oid, tables.oid, 'UPDATE'))
  union select 'may read the key that signs scopes' from tables, self
    where nspname = 'hakku' and relname = 'scope_key' and has_table_privilege(self.oid, tables.oid, 'SELECT, INSERT, UPDATE, DELETE')
  order by power`

/** What the role behind this address could do to get past the walls, in words; none for `hakku_app`. */
export async function excessPowers(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, query_timeout: 10_000 })
  await client.connect()
  try {
    const { rows } = await client.query<{ power: string }>(POWERS, [APPEND_ONLY])
    return rows.map(({ power }) => power)
  } finally {
    await client.end()
  }
}

/** @throws Error naming what the role could do */
export async function assertSafeRole(url: string): Promise<void> {
  const powers = await excessPowers(url)
  if (powers.length === 0) return
  throw new Error(
    `DATABASE_URL: its role ${decodeURIComponent(new URL(url).username)} ${powers.slice(0, SHOWN).join(', ')}. Hakku starts only as a role that cannot get past its own walls, such as hakku_app.`,
  )
}
