import { transact, withoutScope } from '#data/db.ts'
import { openConnection } from '#data/sources/connect.ts'
import type { Actor } from '#domain/actor.ts'

export type LedgerSource = {
  sourceId: string
  key: string
  kind: string
  yaml: string
  url: string
  /** in which something was erased */
  collections: string[]
}

export const listControllers = (): Promise<{ id: string; slug: string }[]> =>
  withoutScope((tx) => tx.controller.findMany({ select: { id: true, slug: true }, orderBy: { slug: 'asc' } }))

/** The sources in which something was erased, by the newest version of their map. @param key only this one */
export const listLedgerSources = (actor: Actor, key: string | null): Promise<LedgerSource[]> =>
  transact(actor, async (tx) => {
    const entered = await tx.ledgerEntry.groupBy({ by: ['sourceId', 'collection'] })
    const collections = Map.groupBy(entered, ({ sourceId }) => sourceId)
    const sources = await tx.source.findMany({
      where: { id: { in: [...collections.keys()] }, ...(key !== null && { key }) },
      include: { datasets: { orderBy: { version: 'desc' }, take: 1 } },
      orderBy: { key: 'asc' },
    })
    const listed = []
    for (const { datasets, ...source } of sources) {
      const connection = await openConnection(tx, source)
      // A source that answers for itself names no rows, so it has none in the ledger.
      if (!('url' in connection)) continue
      listed.push({
        sourceId: source.id,
        key: source.key,
        kind: source.kind,
        yaml: datasets[0]?.yaml ?? '',
        url: connection.url,
        collections: (collections.get(source.id) ?? []).map(({ collection }) => collection),
      })
    }
    return listed
  })
