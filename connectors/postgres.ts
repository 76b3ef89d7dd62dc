import type pg from 'pg'
import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { ok, refuse } from '#domain/result.ts'
import { CHUNK_KEYS } from './chunks.ts'
import { compare } from './compare.ts'
import { type Connector, type RowKey, SourceFault } from './contract.ts'
import { LIMITS, type Limits } from './limits.ts'
import { type Catalog, readCatalog, tableNames } from './postgres/catalog.ts'
import { checkChanges, unfitValue, writeChanges } from './postgres/change.ts'
import { fits, nests } from './postgres/check.ts'
import { erasePlan, remainingOf, stillThere } from './postgres/erase.ts'
import { keysAfter } from './postgres/keys.ts'
import { findObstacles } from './postgres/preflight.ts'
import { hasMoreRows, readRows } from './postgres/read.ts'
import { begin, faultOf, type Mode, openPool, withTransaction } from './postgres/session.ts'

/**
 * A PostgreSQL source (12 or later). Nothing is opened before the first call. Reading happens in read-only
 * transactions; an erasure is one transaction for the whole source.
 * @param url holds credentials: it never appears in an error or a log
 */
export function openPostgres(url: string, dataset: Dataset, limits: Partial<Limits> = {}): Connector {
  const bounds = { ...LIMITS, ...limits }
  const pool = openPool(url, bounds)
  const collections = new Map(dataset.collections.map((collection) => [collection.name, collection]))
  const { inside, streamed } = sessionsOf(pool, bounds, dataset)

  return {
    check: (signal) => inside('READ ONLY', signal, (client, catalog) => checkSource(client, catalog, dataset)),

    read: (name, matches, signal) =>
      streamed(signal, (client, catalog) =>
        readRows(client, catalog, described(collections, name), matches, bounds.rows),
      ),

    hasMore: (name, link, tallies, signal) =>
      inside('READ ONLY', signal, (client, catalog) => hasMoreRows(client, catalog, name, link, tallies), {
        fresh: false,
      }),

    preflight: (plan, signal) => inside('READ ONLY', signal, (client, catalog) => findObstacles(client, catalog, plan)),

    erase: (plan, signal) =>
      inside('READ WRITE', signal, (client, catalog) => eraseUnlessBlocked(client, catalog, plan)),

    verifyGone: (plan, signal) => inside('READ ONLY', signal, (client, catalog) => stillThere(client, catalog, plan)),

    checkChanges: (changes, signal) =>
      inside('READ ONLY', signal, (client, catalog) => checkChanges(client, catalog, dataset, changes)),

    change: (changes, signal) =>
      inside('READ WRITE', signal, (client, catalog) => writeChanges(client, catalog, dataset, changes), {
        keep: ({ problems }) => problems.length === 0,
      }),

    remaining: (plan, signal) => streamed(signal, (client, catalog) => remainingOf(client, catalog, plan)),

    keys: (name, signal) =>
      batches((after) =>
        inside('READ ONLY', signal, (client, catalog) => keysAfter(client, catalog, name, after), { fresh: false }),
      ),

    close: () => pool.end(),
  }
}

type Work<T> = (client: pg.PoolClient, catalog: Catalog) => T

function sessionsOf(pool: pg.Pool, limits: Limits, dataset: Dataset) {
  let known: Catalog | null = null
  const catalogFor = async (client: pg.PoolClient, fresh: boolean): Promise<Catalog> => {
    known = (fresh ? null : known) ?? (await readCatalog(client, dataset))
    return known
  }
  return {
    /** A changed schema between two reads fails loudly; what checks or changes always looks again. */
    inside: <T>(
      mode: Mode,
      signal: AbortSignal,
      work: Work<Promise<T>>,
      { fresh = true, keep = (_value: T): boolean => true } = {},
    ): Promise<T> =>
      withTransaction(
        pool,
        limits,
        mode,
        signal,
        async (client) => work(client, await catalogFor(client, fresh)),
        keep,
      ),

    async *streamed<T>(signal: AbortSignal, work: Work<AsyncGenerator<T>>): AsyncGenerator<T> {
      const { client, end } = await begin(pool, limits, 'READ ONLY', signal)
      try {
        for await (const batch of work(client, await catalogFor(client, false))) {
          yield batch
          if (signal.aborted) throw new SourceFault('cancelled')
        }
      } catch (error) {
        throw faultOf(error, signal)
      } finally {
        await end('ROLLBACK')
      }
    },
  }
}

const checkSource = async (client: pg.PoolClient, catalog: Catalog, dataset: Dataset) =>
  compare(dataset, catalog, {
    fits,
    nests,
    names: await tableNames(client, catalog.schema),
    unfit: (change) => unfitValue(client, catalog, dataset, change),
  })

async function eraseUnlessBlocked(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan) {
  const obstacles = await findObstacles(client, catalog, plan)
  return obstacles.some(({ blocking }) => blocking) ? refuse('obstacles') : ok(await erasePlan(client, catalog, plan))
}

function described(collections: ReadonlyMap<string, Collection>, name: string): Collection {
  const collection = collections.get(name)
  if (!collection) throw new SourceFault('schema_mismatch')
  return collection
}

async function* batches(read: (after: RowKey | null) => Promise<readonly RowKey[]>): AsyncGenerator<readonly RowKey[]> {
  for (let keys = await read(null); keys.length > 0; keys = await read(keys.at(-1) ?? null)) {
    yield keys
    if (keys.length < CHUNK_KEYS) return
  }
}
