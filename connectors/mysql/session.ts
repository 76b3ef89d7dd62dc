import type { Duplex } from 'node:stream'
import { type Connection, createPool, type Pool, type PoolOptions } from 'mysql2'
import { createConnection, type PoolConnection } from 'mysql2/promise'
import { SourceFault } from '../contract.ts'
import type { Limits } from '../limits.ts'
import { faultOf } from './faults.ts'

/** A value as the server sent it, in its own text form (binary columns: as they are). */
export type Cell = Buffer | null
export type Cells = readonly Cell[]
export type Mode = 'READ ONLY' | 'READ WRITE'

export type Session = {
  query(sql: string): Promise<readonly Cells[]>
  /** How many rows the statement found and wrote (also those that already held the new value). */
  run(sql: string): Promise<number>
  /** One row at a time; the server waits while we do. */
  stream(sql: string): AsyncGenerator<Cells>
  begin(mode: Mode): Promise<void>
  end(how: 'COMMIT' | 'ROLLBACK'): Promise<void>
}

const ignore = () => {}

export type Server = { pool: Pool; options: PoolOptions; database: string; limits: Limits }

/** What is not named here a hostile address cannot set: the driver's own parser would take any of its options. */
export function serverAt(url: string, limits: Limits): Server {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url)
  const tls = searchParams.get('ssl-mode')?.toUpperCase() ?? ''
  const database = decodeURIComponent(pathname.slice(1))
  const options: PoolOptions = {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? 3306 : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database,
    charset: 'utf8mb4_general_ci',
    connectTimeout: limits.connectTimeoutMs,
    connectionLimit: limits.connections,
    idleTimeout: 10_000,
    maxIdle: limits.connections,
    flags: ['-LOCAL_FILES', '-IGNORE_SPACE', 'FOUND_ROWS'],
    disableEval: true,
    ...(TLS[tls] ? { ssl: { ...TLS[tls] } } : {}),
  }
  const pool = createPool(options)
  pool.on('connection', (connection) => connection.on('error', ignore)) // an idle one died; the next query says so
  return { pool, options, database, limits }
}

/** The values of the MySQL client's own `ssl-mode`. */
const TLS: Readonly<Record<string, PoolOptions['ssl'] & object>> = {
  REQUIRED: { rejectUnauthorized: false },
  VERIFY_CA: { rejectUnauthorized: true },
  VERIFY_IDENTITY: { rejectUnauthorized: true, verifyIdentity: true },
}

/** `/*M!` is read by MariaDB only, `/*!80000` by MySQL 8 only. Strict, but zero dates stay what they are. */
const settings = ({ statementTimeoutMs, idleTimeoutMs }: Limits, streams: boolean): string => {
  const idle = Math.ceil(idleTimeoutMs / 1_000)
  const most = streams ? 0 : statementTimeoutMs
  return `SET SESSION /*M! max_statement_time=${most / 1_000}, idle_transaction_timeout=${idle}, in_predicate_conversion_threshold=0, */
    /*!80000 max_execution_time=${most}, range_optimizer_max_mem_size=0, */
    sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION', time_zone='+00:00', autocommit=1, foreign_key_checks=1, unique_checks=1,
    sql_safe_updates=0, sql_auto_is_null=0, wait_timeout=${idle}, net_write_timeout=${idle},
    innodb_lock_wait_timeout=${Math.ceil(statementTimeoutMs / 1_000)}`
}

const RAW = { rowsAsArray: true, typeCast: false } as const

/** A connection with our settings and no transaction yet. Ends by `end`, always. @throws SourceFault */
export async function enter(server: Server, streams: boolean, signal: AbortSignal): Promise<Session> {
  const client = await connect(server, streams, signal)
  const { ask, stop } = watch(server, client, signal)
  let halfway = false
  let ended = false
  const execute = async (sql: string) => (await client.query({ sql, ...RAW }))[0] as unknown

  return {
    query: (sql) => ask(async () => (await execute(sql)) as readonly Cells[]),
    run: (sql) => ask(async () => (await execute(sql)) as { affectedRows: number }).then((done) => done.affectedRows),
    begin: (mode) =>
      ask(async () => {
        await client.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ')
        await client.query(`START TRANSACTION WITH CONSISTENT SNAPSHOT, ${mode}`)
      }),
    async *stream(sql) {
      halfway = true // until its last row: no other statement can follow before
      yield* rowsOf(client, sql, ask)
      halfway = false
    },
    async end(how) {
      if (ended) return
      ended = true
      let broken = halfway
      try {
        if (!broken) await ask(() => client.query(how))
      } catch (error) {
        broken = true
        if (how === 'COMMIT') throw error
      } finally {
        // A late KILL must not meet the next statement of this connection.
        if (stop() || broken) client.destroy()
        else client.release()
        if (halfway) void killQuery(server, client.threadId)
      }
    },
  }
}

type Ask = <T>(work: () => Promise<T>) => Promise<T>

/** Time for the server to end a statement that we no longer want; then the line is cut. */
const GRACE_MS = 5_000

/**
 * `ask`: what the server is asked is bounded in time and ends soon after the signal, and whatever goes wrong is a
 * literal. `stop` says whether something was interrupted.
 */
function watch(server: Server, client: PoolConnection, signal: AbortSignal): { ask: Ask; stop: () => boolean } {
  let interrupted: 'cancelled' | 'timeout' | null = null
  let waiting = false
  let cut: NodeJS.Timeout | undefined
  const interrupt = (why: 'cancelled' | 'timeout') => {
    interrupted ??= why
    cut ??= setTimeout(() => plainOf(client).stream.destroy(new Error('no answer')), GRACE_MS)
    void killQuery(server, client.threadId)
  }
  const cancel = () => interrupt('cancelled')
  signal.addEventListener('abort', cancel)
  const timer = setTimeout(() => waiting && interrupt('timeout'), server.limits.statementTimeoutMs)
  return {
    async ask(work) {
      waiting = true
      timer.refresh()
      try {
        if (signal.aborted) throw new SourceFault('cancelled')
        return await work()
      } catch (error) {
        throw interrupted ? new SourceFault(interrupted) : faultOf(error, signal)
      } finally {
        waiting = false
      }
    },
    stop() {
      signal.removeEventListener('abort', cancel)
      clearTimeout(timer)
      clearTimeout(cut)
      return interrupted !== null
    },
  }
}

/** The promise wrapper cannot stream, and its own type of what it wraps is wrong. */
const plainOf = (client: PoolConnection) => client.connection as unknown as Connection & { stream: Duplex }

async function* rowsOf(client: PoolConnection, sql: string, ask: Ask): AsyncGenerator<Cells> {
  const plain = plainOf(client)
  const rows = plain.query({ sql, ...RAW }).stream({ highWaterMark: 64 })
  // A lost connection is told to callbacks and to itself; a stream would wait for its next row for ever.
  const lose = (error: Error) => rows.destroy(error)
  plain.once('error', lose)
  const iterator = rows[Symbol.asyncIterator]() as AsyncIterator<Cells>
  try {
    for (;;) {
      const next = await ask(() => iterator.next())
      if (next.done) return
      yield next.value
    }
  } finally {
    plain.off('error', lose)
    rows.destroy()
  }
}

/** An idle connection may have died unnoticed: as nothing has been done yet, another one is tried. */
async function connect(server: Server, streams: boolean, signal: AbortSignal): Promise<PoolConnection> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new SourceFault('cancelled')
    let client: PoolConnection | null = null
    try {
      client = await server.pool.promise().getConnection()
      await client.query('SET NAMES utf8mb4')
      await client.query(settings(server.limits, streams))
      return client
    } catch (error) {
      client?.destroy()
      const fault = faultOf(error, signal)
      if (attempt > server.limits.connections || client === null || fault.kind !== 'connection_lost') throw fault
    }
  }
}

/** From a connection of its own, so that it never waits behind what it is to end. */
async function killQuery({ options }: Server, threadId: number): Promise<void> {
  try {
    const killer = await createConnection(options)
    killer.on('error', ignore)
    await killer.query(`KILL QUERY ${threadId}`).catch(ignore)
    killer.destroy()
  } catch {
    // The server is gone, and with it what was to be ended.
  }
}
