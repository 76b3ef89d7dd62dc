import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import { ok, refuse } from '#domain/result.ts'
import { compare } from './compare.ts'
import { type Connector, SourceFault } from './contract.ts'
import { LIMITS, type Limits } from './limits.ts'
import { type Catalog, readCatalog, schemaOf, tableNames } from './mysql/catalog.ts'
import { checkChanges, unfitValue, writeChanges } from './mysql/change.ts'
import { erasePlan, remainingOf, stillThere } from './mysql/erase.ts'
import { allKeys } from './mysql/keys.ts'
import { holdsMany } from './mysql/place.ts'
import { findObstacles } from './mysql/preflight.ts'
import { hasMoreRows, readRows } from './mysql/read.ts'
import { enter, type Mode, type Server, type Session, serverAt } from './mysql/session.ts'
import { fits } from './mysql/types.ts'

/**
 * A MySQL (8.0 or later) or MariaDB (10.6 or later) source. Nothing is opened before the first call. Reading happens in
 * read-only transactions on one snapshot; an erasure is one transaction for the whole source.
 * @param url holds credentials: it never appears in an error or a log
 */
export function openMysql(url: string, dataset: Dataset, limits: Partial<Limits> = {}): Connector {
  const server = serverAt(url, { ...LIMITS, ...limits })
  const collections = new Map(dataset.collections.map((collection) => [collection.name, collection]))
  const { inside, streamed } = sessionsOf(server, dataset)

  return {
    check: (signal) =>
      inside('READ ONLY', signal, async (session, catalog) =>
        compare(dataset, catalog, {
          fits,
          nests: holdsMany,
          names: await tableNames(session, catalog.schema),
          unfit: (change) => unfitValue(session, catalog, dataset, change),
        }),
      ),

    read: (name, matches, signal) =>
      streamed(signal, (session, catalog) =>
        readRows(session, catalog, described(collections, name), matches, server.limits.rows),
      ),

    hasMore: (name, link, tallies, signal) =>
      inside('READ ONLY', signal, (session, catalog) => hasMoreRows(session, catalog, name, link, tallies), {
        fresh: false,
      }),

    preflight: (plan, signal) =>
      inside('READ ONLY', signal, (session, catalog) => findObstacles(session, catalog, plan)),

    erase: (plan, signal) =>
      inside('READ WRITE', signal, async (session, catalog) => {
        const obstacles = await findObstacles(session, catalog, plan)
        if (obstacles.some(({ blocking }) => blocking)) return refuse('obstacles')
        return ok(await erasePlan(session, catalog, plan))
      }),

    verifyGone: (plan, signal) => inside('READ ONLY', signal, (session, catalog) => stillThere(session, catalog, plan)),

    checkChanges: (changes, signal) =>
      inside('READ ONLY', signal, (session, catalog) => checkChanges(session, catalog, dataset, changes)),

    change: (changes, signal) =>
      inside('READ WRITE', signal, (session, catalog) => writeChanges(session, catalog, dataset, changes), {
        keep: ({ problems }) => problems.length === 0,
      }),

    remaining: (plan, signal) => streamed(signal, (session, catalog) => remainingOf(session, catalog, plan)),

    keys: (name, signal) => streamed(signal, (session, catalog) => allKeys(session, catalog, name)),

    close: () => server.pool.promise().end(),
  }
}

type Work<T> = (session: Session, catalog: Catalog) => T

function sessionsOf(server: Server, dataset: Dataset) {
  const schema = schemaOf(dataset, server.database)
  let known: Catalog | null = null
  const catalogFor = async (session: Session, fresh: boolean): Promise<Catalog> => {
    known = (fresh ? null : known) ?? (await readCatalog(session, schema, dataset))
    return known
  }
  return {
    /** A changed schema between two reads fails loudly; what checks or changes always looks again. */
    async inside<T>(
      mode: Mode,
      signal: AbortSignal,
      work: Work<Promise<T>>,
      { fresh = true, keep = (_value: T): boolean => true } = {},
    ): Promise<T> {
      const session = await enter(server, false, signal)
      try {
        const catalog = await catalogFor(session, fresh)
        await session.begin(mode)
        const value = await work(session, catalog)
        if (signal.aborted) throw new SourceFault('cancelled')
        await session.end(keep(value) ? 'COMMIT' : 'ROLLBACK')
        return value
      } catch (error) {
        await session.end('ROLLBACK')
        throw error
      }
    },

    async *streamed<T>(signal: AbortSignal, work: Work<AsyncGenerator<T>>): AsyncGenerator<T> {
      const session = await enter(server, true, signal)
      try {
        const catalog = await catalogFor(session, false)
        await session.begin('READ ONLY')
        for await (const batch of work(session, catalog)) {
          yield batch
          if (signal.aborted) throw new SourceFault('cancelled')
        }
      } finally {
        await session.end('ROLLBACK')
      }
    },
  }
}

function described(collections: ReadonlyMap<string, Collection>, name: string): Collection {
  const collection = collections.get(name)
  if (!collection) throw new SourceFault('schema_mismatch')
  return collection
}
