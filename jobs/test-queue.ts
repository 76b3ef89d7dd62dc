import { Redis } from 'ioredis'
import pg from 'pg'

/** Looks into a queue, and loses it, from outside BullMQ: as an operator with psql or redis-cli would. */
export type QueueStore = { dump: () => Promise<string>; lose: () => Promise<void>; close: () => Promise<void> }

const DEADLOCK = '40P01'
const TABLES =
  "select format('bullmq.%I', tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'"

/** @param ownerUrl the database that holds the queue, as its owner */
export function tablesOf(ownerUrl: string): QueueStore {
  const ask = async <T>(work: (client: pg.Client, tables: string[]) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ connectionString: ownerUrl })
    client.on('error', () => {})
    await client.connect()
    try {
      const { rows } = await client.query<{ name: string }>(TABLES)
      return await work(
        client,
        rows.map(({ name }) => name),
      )
    } finally {
      await client.end().catch(() => {})
    }
  }
  return {
    dump: () =>
      ask(async (client, tables) => {
        const dumps: string[] = []
        for (const table of tables)
          dumps.push(
            (await client.query(`select string_agg(t::text, E'\\n') as rows from ${table} t`)).rows[0]?.rows ?? '',
          )
        return dumps.join('\n')
      }),
    lose: () => ask((client, tables) => truncate(client, tables)),
    close: async () => {},
  }
}

/** Among running workers an operator's truncate may be the one that a deadlock ends: he says it again. */
async function truncate(client: pg.Client, tables: string[]): Promise<void> {
  try {
    await client.query(`truncate ${tables.join(', ')}`)
  } catch (fault) {
    if ((fault as pg.DatabaseError).code !== DEADLOCK) throw fault
    await truncate(client, tables)
  }
}

const READ: Record<string, (client: Redis, key: string) => Promise<unknown>> = {
  string: (client, key) => client.get(key),
  hash: (client, key) => client.hgetall(key),
  list: (client, key) => client.lrange(key, 0, -1),
  set: (client, key) => client.smembers(key),
  zset: (client, key) => client.zrange(key, '0', '-1'),
  stream: (client, key) => client.xrange(key, '-', '+'),
}

/** @param prefix of the queues' names: other tests may use the same server */
export function keysOf(redisUrl: string, prefix: string): QueueStore {
  const client = new Redis(redisUrl, { enableOfflineQueue: true, maxRetriesPerRequest: 1 })
  client.on('error', () => {})
  const keys = () => client.keys(`bull:${prefix}*`)
  return {
    async dump() {
      const dumps: string[] = []
      for (const key of await keys())
        dumps.push(`${key} ${JSON.stringify(await READ[await client.type(key)]?.(client, key))}`)
      return dumps.join('\n')
    },
    async lose() {
      const found = await keys()
      if (found.length > 0) await client.del(...found)
    },
    close: async () => client.disconnect(),
  }
}
