import type { Temporal } from 'temporal-polyfill'
import { SourceFault } from '#connectors/contract.ts'
import { stopsReading } from '#connectors/fit.ts'
import { type Preview, preview } from '#connectors/preview.ts'
import { addressOf } from '#domain/connection.ts'
import { collectionId } from '#domain/dataset/graph.ts'
import { deedsOf } from '#domain/erasure/plan.ts'
import { summarise } from '#domain/erasure/summary.ts'
import type { PreviewResult } from '#domain/source/preview-result.ts'
import { openSource } from '../open-source.ts'
import { type Mapped, within } from './look.ts'
import { refuseForbiddenHost } from './reachable.ts'

type Person = { identities: readonly { label: string; value: string }[]; erase: boolean }

/** What a request of a person would reach, and what an erasure would do. Reads only, and keeps counts. @throws SourceFault */
export async function previewPerson(
  source: Mapped,
  { identities, erase }: Person,
  today: Temporal.PlainDate,
  signal: AbortSignal,
): Promise<PreviewResult> {
  for (const { connection } of [source, ...source.others]) await refuseForbiddenHost(addressOf(connection))
  const { graph, connectors, close } = openSource(source)
  const limit = within(signal)
  try {
    const datasets = [...new Set([...graph.nodes.values()].map(({ dataset }) => dataset))]
    const sources = datasets.flatMap((dataset) => {
      const connector = connectors[dataset.key]
      return connector ? [{ dataset, connector }] : []
    })
    for (const { connector } of sources)
      if ((await connector.check(limit)).problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
    const asked = erase ? { categories: null, today } : null
    const seen = await preview({ sources, identities, erase: asked, signal: limit })
    const known = new Set([...graph.entries, ...graph.requested].map(({ label }) => label))
    return {
      unknownLabels: identities.map(({ label }) => label).filter((label) => !known.has(label)),
      collections: [...graph.nodes].map(([id, { dataset, collection }]) => ({
        dataset: dataset.key,
        collection: collection.name,
        ...(seen.collections.get(id) ?? { rows: 0, thirdParty: 0, shared: 0 }),
        fate: erase ? fateOf(seen, id) : null,
      })),
      obstacles: seen.plans.flatMap(({ obstacles }) =>
        obstacles.map(({ collection, field, kind, blocking }) => ({ collection, field, kind, blocking })),
      ),
    }
  } finally {
    await close()
  }
}

function fateOf({ plans }: Preview, id: string): NonNullable<PreviewResult['collections'][number]['fate']> {
  const steps = plans.flatMap(({ plan }) =>
    plan.steps.map((step) => ({ id: collectionId(plan.dataset, step.collection), step })),
  )
  const step = steps.find((each) => each.id === id)?.step
  const about = { collection: id, label: { id, en: id }, categories: [], found: 0 }
  const { delete: deleted, kept, held } = summarise(about, step)
  return {
    deleted,
    changed: (step ? deedsOf(step) : []).flatMap(({ fields, rows }) =>
      fields
        ? [{ rows, fields: Object.fromEntries(Object.entries(fields).map(([field, { method }]) => [field, method])) }]
        : [],
    ),
    kept: kept.map(({ count, ...one }) => ({ ...one, rows: count })),
    held: held.flatMap(({ why, count }) => (why === 'refused' ? [] : [{ why, rows: count }])),
  }
}
