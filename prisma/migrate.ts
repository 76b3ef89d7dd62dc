import { createHash } from 'node:crypto'
import { runMigrations as prepareQueue } from 'bullmq'
import pg from 'pg'
import { applyMigrations } from './engine.ts'

/** HMAC-SHA-256's two padded keys (RFC 2104), so that PostgreSQL needs nothing but its own sha256(). */
function pads(key: Uint8Array): { inner: Buffer; outer: Buffer } {
  const block = Buffer.alloc(64)
  Buffer.from(key.length > 64 ? createHash('sha256').update(key).digest() : key).copy(block)
  return { inner: Buffer.from(block.map((byte) => byte ^ 0x36)), outer: Buffer.from(block.map((byte) => byte ^ 0x5c)) }
}

/**
 * Brings a database up to date, as its owner: tables and walls, the queue's own schema, the key that checks scopes,
 * and (given a password) the login of the role `hakku_app`. Safe to run again and by several at once.
 * @returns names of the migrations applied now
 */
export async function migrate(
  ownerUrl: string,
  settings: { scopeKey: Uint8Array; appPassword?: string },
): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    await client.query("select pg_advisory_lock(hashtext('hakku migrate'))")
    const applied = await applyMigrations(ownerUrl)
    await prepareQueue(client)
    await client.query(`
      grant usage on schema bullmq to hakku_app;
      grant select, insert, update, delete, truncate on all tables in schema bullmq to hakku_app;
      grant usage on all sequences in schema bullmq to hakku_app;
      grant execute on all functions in schema bullmq to hakku_app;
      grant select on _prisma_migrations to hakku_app;`)
    const { inner, outer } = pads(settings.scopeKey)
    await client.query('begin')
    await client.query('delete from hakku.scope_key')
    await client.query('insert into hakku.scope_key (inner_pad, outer_pad) values ($1, $2)', [inner, outer])
    await client.query('commit')
    if (settings.appPassword)
      await client.query(`alter role hakku_app login password ${pg.escapeLiteral(settings.appPassword)}`)
    return applied
  } finally {
    await client.end()
  }
}
