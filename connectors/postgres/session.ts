import pg from 'pg'
import { type FaultKind, SourceFault } from '../contract.ts'
import type { Limits } from '../limits.ts'

/** One text form per value, whatever the server's settings are. */
const SETTINGS = {
  datestyle: 'ISO, YMD',
  timezone: 'UTC',
  intervalstyle: 'iso_8601',
  bytea_output: 'hex',
  extra_float_digits: '1',
}

export function openPool(url: string, limits: Limits): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: limits.connections,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    idleTimeoutMillis: 10_000,
    application_name: 'hakku',
  })
  pool.on('error', ignore) // an idle connection died; the next query says so
  pool.on('connect', (client) => client.on('error', ignore)) // and one that was handed out and not used yet
  return pool
}

export type Mode = 'READ ONLY' | 'READ WRITE'

/** A client inside a transaction. Leaves by commit where the result is to be kept, or rolls back and throws a SourceFault. */
export async function withTransaction<T>(
  pool: pg.Pool,
  limits: Limits,
  mode: Mode,
  signal: AbortSignal,
  work: (client: pg.PoolClient) => Promise<T>,
  isKept: (value: T) => boolean = () => true,
): Promise<T> {
  const transaction = await begin(pool, limits, mode, signal)
  try {
    const value = await work(transaction.client)
    if (signal.aborted) throw new SourceFault('cancelled')
    await transaction.end(isKept(value) ? 'COMMIT' : 'ROLLBACK')
    return value
  } catch (error) {
    await transaction.end('ROLLBACK')
    throw faultOf(error, signal)
  }
}

export type Transaction = { client: pg.PoolClient; end: (how: 'COMMIT' | 'ROLLBACK') => Promise<void> }

export async function begin(pool: pg.Pool, limits: Limits, mode: Mode, signal: AbortSignal): Promise<Transaction> {
  const client = await enter(pool, mode, signal)
  let cancel = ignore
  const leave = (broken: boolean) => {
    signal.removeEventListener('abort', cancel)
    client.release(broken)
  }
  try {
    const { rows } = await client.query<{ pid: number }>(`SELECT pg_backend_pid() AS pid, ${settings(limits)}`)
    cancel = () => void pool.query('SELECT pg_cancel_backend($1)', [rows[0]?.pid]).catch(ignore)
    signal.addEventListener('abort', cancel)
    if (signal.aborted) throw new SourceFault('cancelled')
  } catch (error) {
    leave(true)
    throw faultOf(error, signal)
  }
  let ended = false
  return {
    client,
    async end(how) {
      if (ended) return
      ended = true
      try {
        await client.query(how)
        leave(signal.aborted) // a late cancel must not meet the next transaction of this connection
      } catch (error) {
        leave(true)
        if (how === 'COMMIT') throw error
      }
    },
  }
}

const ignore = () => {}

/** An idle connection may have died unnoticed: as nothing has been done yet, another one is tried. */
async function enter(pool: pg.Pool, mode: Mode, signal: AbortSignal): Promise<pg.PoolClient> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new SourceFault('cancelled')
    let client: pg.PoolClient | null = null
    try {
      client = await pool.connect()
      await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ ${mode}`)
      return client
    } catch (error) {
      client?.release(true)
      const fault = faultOf(error, signal)
      if (attempt > pool.options.max || client === null || fault.kind !== 'connection_lost') throw fault
    }
  }
}

const settings = (limits: Limits): string =>
  Object.entries({
    ...SETTINGS,
    statement_timeout: `${limits.statementTimeoutMs}`,
    idle_in_transaction_session_timeout: `${limits.idleTimeoutMs}`,
  })
    .map(([name, value]) => `set_config('${name}', '${value}', true)`)
    .join(', ')

const BY_CODE: Readonly<Record<string, FaultKind>> = {
  ECONNREFUSED: 'connection_refused',
  ENOTFOUND: 'host_not_found',
  EAI_AGAIN: 'host_not_found',
  ETIMEDOUT: 'timeout',
  ECONNRESET: 'connection_lost',
  EPIPE: 'connection_lost',
  '28000': 'authentication_failed',
  '28P01': 'authentication_failed',
  '3D000': 'schema_mismatch',
  '42501': 'permission_denied',
  '25006': 'permission_denied',
  '42P01': 'schema_mismatch',
  '42703': 'schema_mismatch',
  '42883': 'schema_mismatch',
  '42804': 'schema_mismatch',
  '57014': 'timeout',
  '25P03': 'timeout',
  '55P03': 'timeout',
}
/** https://www.postgresql.org/docs/current/errcodes-appendix.html: the first two characters are the class. */
const BY_CLASS: Readonly<Record<string, FaultKind>> = {
  '08': 'connection_lost',
  '22': 'value_not_castable',
  '23': 'constraint',
  '27': 'constraint',
  '40': 'conflict',
  '53': 'overloaded',
  '57': 'connection_lost',
  P0: 'constraint',
}

export function faultOf(error: unknown, signal: AbortSignal): SourceFault {
  if (error instanceof SourceFault) return error
  if (signal.aborted) return new SourceFault('cancelled')
  const { code, message } = error instanceof Error ? (error as Error & { code?: unknown }) : { code: null, message: '' }
  if (typeof code === 'string') return new SourceFault(BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)] ?? 'unknown')
  if (/timeout/i.test(message)) return new SourceFault('timeout')
  return new SourceFault(/terminated|not queryable|closed/i.test(message) ? 'connection_lost' : 'unknown')
}
