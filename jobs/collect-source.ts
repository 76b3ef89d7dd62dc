import type { Temporal } from 'temporal-polyfill'
import { type SourceCheck, SourceFault } from '#connectors/contract.ts'
import { type ErasurePlan, type ErasureStep, planErasure } from '#connectors/erasure-plan.ts'
import { stopsReading } from '#connectors/fit.ts'
import { type FoundRow, traverse } from '#connectors/traverse.ts'
import { newSalt } from '#crypto/token.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { CollectedInput } from '#data/tasks/finish-collecting.ts'
import { type RowWriter, writeRows } from '#data/vault/row-file.ts'
import { writeSealed } from '#data/vault/write.ts'
import type { CollectionId, Graph } from '#domain/dataset/graph.ts'
import type { CollectionOutcome } from '#domain/outcome.ts'
import { openSource } from './open-source.ts'

type Found = { writer: RowWriter; rows: number; shared: number; thirdParty: number }

/** One line a row in a sealed finding. */
export type FindingLine = Pick<FoundRow, 'key' | 'values' | 'shared' | 'thirdParty'>

async function write(found: Found, rows: readonly FoundRow[]): Promise<void> {
  for (const { key, json, shared, thirdParty } of rows) {
    found.rows += 1
    if (shared) found.shared += 1
    if (thirdParty) found.thirdParty += 1
    await found.writer.write(
      `{"key":${JSON.stringify(key)},"values":${json},"shared":${shared},"thirdParty":${thirdParty}}`,
    )
  }
}

const countKeys = (entries: readonly { keys: readonly unknown[] }[]): number =>
  entries.reduce((total, { keys }) => total + keys.length, 0)

function keptWhole({ kept, change }: ErasureStep): number {
  const name = (key: readonly string[]) => JSON.stringify(key)
  const changed = new Set(change.flatMap(({ keys }) => keys.map(name)))
  return new Set(kept.flatMap(({ keys }) => keys.map(name))).difference(changed).size
}

function summary(step: ErasureStep, graph: Graph, id: CollectionId, found: number): CollectionOutcome {
  const node = graph.nodes.get(id)?.collection
  const fields = node?.fields ?? []
  const methods = step.change.flatMap(({ fields }) => Object.values(fields).map(({ method }) => method))
  return {
    collection: step.collection,
    label: node?.label ?? { id: step.collection, en: step.collection },
    categories: [...new Set(fields.flatMap(({ categories }) => categories))].sort(),
    found,
    delete: step.delete.length,
    change: countKeys(step.change),
    methods: [...new Set([...(step.delete.length ? ['delete'] : []), ...methods])],
    keptRows: keptWhole(step),
    kept: step.kept.map(({ keys, basis, until }) => ({ count: keys.length, basis, until })),
    held: step.held.map(({ keys, why }) => ({ count: keys.length, why })),
  }
}

/**
 * Reads everything one source holds about the person into sealed findings, and for an erasure makes the plan.
 * Nothing is recorded here: a run that dies leaves files that no row names.
 * @throws SourceFault
 */
export async function collectSource(
  task: ClaimedTask,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<CollectedInput> {
  const { request, key } = task
  const { connector, dataset, graph, connectors, close } = openSource(task)
  const founds = new Map<CollectionId, Found>()
  const today = now.toZonedDateTimeISO(request.zone).toPlainDate()
  let contactOnFile = false
  try {
    const check = await connector.check(signal)
    if (check.problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
    const planner = request.right === 'erasure' ? planErasure(graph, dataset.key, check, today) : null
    await traverse({
      graph,
      connectors,
      // Only what was proved finds data: an identifier somebody merely typed could be anybody's.
      identities: [{ label: 'email', value: task.details.email }],
      signal,
      onRows: async (id, rows) => {
        // Another source's rows only lead on; its own task hands them over.
        if (graph.nodes.get(id)?.dataset !== dataset) return
        const found = founds.get(id) ?? {
          writer: writeRows(key, request, 'finding'),
          rows: 0,
          shared: 0,
          thirdParty: 0,
        }
        founds.set(id, found)
        await write(found, rows)
        planner?.add(id, rows)
        contactOnFile ||= rows.some((row) => row.through.some(({ kind }) => kind === 'identity'))
      },
    })
    const drafted = planner?.finish(newSalt()) ?? null
    const plan = drafted && {
      ...drafted,
      obstacles: [...drafted.obstacles, ...(await connector.preflight(drafted, signal))],
    }
    return await finish(task, { graph, check }, founds, plan, contactOnFile)
  } catch (error) {
    await Promise.all([...founds.values()].map(({ writer }) => writer.discard()))
    throw error
  } finally {
    await close()
  }
}

async function finish(
  task: ClaimedTask,
  { graph, check }: { graph: Graph; check: SourceCheck },
  founds: ReadonlyMap<CollectionId, Found>,
  plan: ErasurePlan | null,
  contactOnFile: boolean,
): Promise<CollectedInput> {
  const collections = []
  for (const [id, { writer, rows, shared, thirdParty }] of founds) {
    const collection = graph.nodes.get(id)?.collection.name ?? id
    const columns = Object.entries(check.collections[collection]?.columns ?? {})
    const types = Object.fromEntries(columns.map(([name, { type }]) => [name, type]))
    collections.push({ collection, rows, shared, thirdParty, types, file: await writer.finish() })
  }
  const total = (of: 'rows' | 'shared' | 'thirdParty') =>
    [...founds.values()].reduce((sum, found) => sum + found[of], 0)
  const planFile = plan && (await writePlan(task, plan))
  const idOf = (name: string): CollectionId =>
    [...founds.keys()].find((id) => graph.nodes.get(id)?.collection.name === name) ?? name
  return {
    taskId: task.id,
    collections,
    plan: planFile,
    outcome: {
      rows: total('rows'),
      shared: total('shared'),
      thirdParty: total('thirdParty'),
      contactOnFile,
      planFileId: planFile?.id ?? null,
      preview: (plan?.steps ?? []).map((step) =>
        summary(step, graph, idOf(step.collection), founds.get(idOf(step.collection))?.rows ?? 0),
      ),
      obstacles: [...(plan?.obstacles ?? [])],
    },
  }
}

async function writePlan(task: ClaimedTask, plan: ErasurePlan) {
  const writer = writeSealed(task.key, task.request, 'plan')
  writer.stream.write(JSON.stringify(plan))
  return writer.finish()
}
