import { type ClientSession, type Db, MongoClient } from 'mongodb'
import { SourceFault } from '../contract.ts'
import type { Limits } from '../limits.ts'
import { faultOf } from './faults.ts'

/** What else an address could set reads files, starts proxies or takes credentials from the machine: left out. */
const HARMLESS = new Set(
  'authSource directConnection loadBalanced readPreference replicaSet retryWrites ssl tls w'.split(' '),
)

export function harmless(url: string): string {
  const [place = '', query = ''] = url.split('?', 2)
  const kept = [...new URLSearchParams(query)].filter(([name]) => HARMLESS.has(name))
  return kept.length === 0 ? place : `${place}?${new URLSearchParams(kept)}`
}

export type Server = { client: MongoClient; db: Db; limits: Limits }

/** Nothing is opened before the first call. */
export function serverAt(url: string, schema: string | null, limits: Limits): Server {
  const client = new MongoClient(harmless(url), {
    appName: 'hakku',
    maxPoolSize: limits.connections,
    serverSelectionTimeoutMS: limits.connectTimeoutMs,
    connectTimeoutMS: limits.connectTimeoutMs,
    socketTimeoutMS: limits.statementTimeoutMs,
  })
  return { client, db: schema === null ? client.db() : client.db(schema), limits }
}

/** Ends soon after the signal; what the server still does is bounded by `maxTimeMS`. @throws SourceFault */
export async function ask<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw new SourceFault('cancelled')
  let stop = () => {}
  const stopped = new Promise<never>((_done, fail) => {
    stop = () => fail(new SourceFault('cancelled'))
    signal.addEventListener('abort', stop)
  })
  try {
    return await Promise.race([work(), stopped])
  } catch (error) {
    throw faultOf(error, signal)
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

/** A replica set or a cluster has transactions, a server by itself has none. */
export function hasTransactions(hello: { setName?: unknown; msg?: unknown }): boolean {
  return hello.setName !== undefined || hello.msg === 'isdbgrid'
}

/** Everything or nothing where the server can; else one step after the other, safe to repeat. @throws SourceFault */
export async function together<T>(
  { client, db }: Server,
  signal: AbortSignal,
  work: (session: ClientSession | undefined) => Promise<T>,
  keep: (value: T) => boolean = () => true,
): Promise<T> {
  return ask(signal, async () => {
    if (!hasTransactions(await db.command({ hello: 1 }))) return work(undefined)
    const session = client.startSession()
    try {
      const majority = { readConcern: { level: 'snapshot' }, writeConcern: { w: 'majority' } } as const
      // Whatever the address prefers: a transaction reads where it writes.
      session.startTransaction({ ...majority, readPreference: 'primary' })
      const value = await work(session)
      if (signal.aborted) throw new SourceFault('cancelled')
      if (keep(value)) await session.commitTransaction()
      return value
    } finally {
      if (session.inTransaction()) await session.abortTransaction().catch(() => {})
      await session.endSession()
    }
  })
}
