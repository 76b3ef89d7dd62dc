import type { Temporal } from 'temporal-polyfill'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph, type CollectionId } from '#domain/dataset/graph.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { memoryLines } from '#domain/erasure/plan-file.ts'
import { spareNamed } from '#domain/erasure/spare-named.ts'
import type { Search } from './claims.ts'
import type { Connector, Obstacle } from './contract.ts'
import { type ErasurePlanner, planErasure } from './erasure-plan.ts'
import { traverse } from './traverse.ts'

/** A dataset with the source it describes. */
export type Described = { dataset: Dataset; connector: Connector }

/** `rows` is everything reached, the flagged rows among them. */
export type Reached = { rows: number; thirdParty: number; shared: number }
export type Preview = {
  collections: ReadonlyMap<CollectionId, Reached>
  /** One a dataset; empty unless an erasure was asked about. */
  plans: readonly { plan: ErasurePlan; obstacles: readonly Obstacle[] }[]
}

export type PreviewInput = Pick<Search, 'identities' | 'signal'> & {
  sources: readonly Described[]
  erase: { categories: readonly string[] | null; today: Temporal.PlainDate } | null
}

/**
 * What a request would reach, and what an erasure would do, without changing anything. Every collection is listed,
 * those without a row too.
 * @throws SourceFault
 */
export async function preview({ sources, identities, erase, signal }: PreviewInput): Promise<Preview> {
  const graph = buildGraph(sources.map(({ dataset }) => dataset))
  const planners: { planner: ErasurePlanner; connector: Connector }[] = []
  if (erase !== null)
    for (const { dataset, connector } of sources) {
      const check = await connector.check(signal)
      planners.push({
        connector,
        planner: planErasure({ graph, dataset: dataset.key, check, lines: memoryLines(), ...erase }),
      })
    }
  const collections = new Map([...graph.nodes.keys()].map((id) => [id, { rows: 0, thirdParty: 0, shared: 0 }]))
  await traverse({
    graph,
    connectors: Object.fromEntries(sources.map(({ dataset, connector }) => [dataset.key, connector])),
    identities,
    signal,
    async onRows(id, rows) {
      const reached = collections.get(id)
      if (!reached) return
      reached.rows += rows.length
      reached.thirdParty += rows.filter(({ thirdParty }) => thirdParty).length
      reached.shared += rows.filter(({ shared }) => shared).length
      for (const { planner } of planners) await planner.add(id, rows)
    },
  })
  const plans = []
  // A preview shows what would be written; the salt of a real plan is drawn when there is one.
  for (const { planner, connector } of planners) {
    const plan = await spareNamed(await planner.finish('preview'))
    plans.push({ plan, obstacles: await connector.preflight(plan, signal) })
  }
  return { collections, plans }
}
