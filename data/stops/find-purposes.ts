import { type Tx, transact } from '#data/db.ts'
import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Purpose } from '#domain/dataset/dataset.ts'
import { purposesOf } from '#domain/stop.ts'

/** What rests on consent at a controller, for everybody to read: it says nothing about any person. */
export const findPurposes = (controllerId: string): Promise<Purpose[]> =>
  transact({ kind: 'visitor', controllerId }, async (tx) =>
    purposesOf((await newestMaps(tx, controllerId)).flatMap(({ dataset }) => knownDatasets(dataset))),
  )

/** Every source that has a map, with the newest version of it. */
export async function newestMaps(tx: Tx, controllerId: string) {
  const sources = await tx.source.findMany({
    where: { controllerId },
    include: { datasets: { orderBy: { version: 'desc' }, take: 1 } },
    orderBy: { key: 'asc' },
  })
  return sources.flatMap(({ datasets: [dataset], ...source }) => (dataset ? [{ source, dataset }] : []))
}
