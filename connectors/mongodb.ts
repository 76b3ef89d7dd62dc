import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import { ok, refuse } from '#domain/result.ts'
import { compare } from './compare.ts'
import { type Connector, type FieldChange, SourceFault } from './contract.ts'
import { LIMITS, type Limits } from './limits.ts'
import { collectionNames, fits, nests, readCatalog } from './mongodb/catalog.ts'
import { checkChanges, unfitValue, writeChanges } from './mongodb/change.ts'
import { erasePlan, obstaclesOf, remainingOf, stillThere } from './mongodb/erase.ts'
import { allKeys, hasMoreRows, readRows } from './mongodb/read.ts'
import { ask, serverAt, together } from './mongodb/server.ts'

/**
 * A MongoDB source (5.0 or later). Nothing is opened before the first call. A document has no schema: types are those
 * of a sample, and a text is looked for as every type it may stand for. An erasure is one transaction on a replica set
 * or a cluster; a single server has none, which the preflight says.
 * @param url holds credentials: it never appears in an error or a log
 */
export function openMongo(url: string, dataset: Dataset, limits: Partial<Limits> = {}): Connector {
  const server = serverAt(url, dataset.schema, { ...LIMITS, ...limits })
  const collections = new Map(dataset.collections.map((collection) => [collection.name, collection]))
  const catalog = () => readCatalog(server, dataset)

  return {
    check: (signal) =>
      ask(signal, async () => {
        const live = await catalog()
        const unfit = async (change: FieldChange) => unfitValue(live, dataset, change)
        return compare(dataset, live, { fits, nests, names: await collectionNames(server), unfit })
      }),

    read: (name, matches, signal) => readRows(server, described(collections, name), matches, signal),

    hasMore: (name, link, tallies, signal) => hasMoreRows(server, described(collections, name), link, tallies, signal),

    preflight: (plan, signal) => ask(signal, async () => obstaclesOf(await catalog(), plan)),

    async erase(plan, signal) {
      const obstacles = await ask(signal, async () => obstaclesOf(await catalog(), plan))
      if (obstacles.some(({ blocking }) => blocking)) return refuse('obstacles')
      return ok(await together(server, signal, (session) => erasePlan(server, plan, session)))
    },

    verifyGone: (plan, signal) => ask(signal, () => stillThere(server, plan)),

    checkChanges: (changes, signal) => ask(signal, async () => checkChanges(server, await catalog(), dataset, changes)),

    async change(changes, signal) {
      const live = await ask(signal, catalog)
      const write = together(
        server,
        signal,
        (session) => writeChanges(server, live, dataset, changes, session),
        ({ problems }) => problems.length === 0,
      )
      return write
    },

    remaining: (plan, signal) => remainingOf(server, plan, signal),

    keys: (name, signal) => allKeys(server, name, signal),

    close: () => server.client.close(),
  }
}

function described(collections: ReadonlyMap<string, Collection>, name: string): Collection {
  const collection = collections.get(name)
  if (!collection) throw new SourceFault('schema_mismatch')
  return collection
}
