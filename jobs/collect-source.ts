import type { Temporal } from 'temporal-polyfill'
import { statesIdentity } from '#connectors/claims.ts'
import { type SourceCheck, SourceFault } from '#connectors/contract.ts'
import { planErasure } from '#connectors/erasure-plan.ts'
import { stopsReading } from '#connectors/fit.ts'
import { type FoundRow, traverse } from '#connectors/traverse.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { CollectedInput } from '#data/tasks/finish-collecting.ts'
import { sealedLines } from '#data/vault/plan-file.ts'
import { type RowWriter, writeRows } from '#data/vault/row-file.ts'
import type { WrittenFile } from '#data/vault/write.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { type CollectionId, collectionId, type Graph } from '#domain/dataset/graph.ts'
import { applyHolds } from '#domain/erasure/holds.ts'
import type { ErasurePlan, Obstacle } from '#domain/erasure/plan.ts'
import { spareNamed } from '#domain/erasure/spare-named.ts'
import { type AboutCollection, summarise } from '#domain/erasure/summary.ts'
import { comparedFields, Journal, type KeptParts } from './journal/journal.ts'
import { openSource } from './open-source.ts'

type Found = { writer: RowWriter; rows: number; shared: number; thirdParty: number }

/** One line a row in a sealed finding. */
export type FindingLine = Pick<FoundRow, 'key' | 'values' | 'shared' | 'thirdParty'>

/** Nearly every key needs no escapes. */
const PLAIN = /^[\w:.-]*$/

async function write(found: Found, rows: readonly FoundRow[]): Promise<void> {
  for (const row of rows) {
    const { key, shared, thirdParty } = row
    found.rows += 1
    if (shared) found.shared += 1
    if (thirdParty) found.thirdParty += 1
    const line = found.writer.line()
    const [only = ''] = key
    if (key.length === 1 && PLAIN.test(only)) {
      line.text('{"key":["')
      line.text(only)
      line.text('"],"values":')
    } else line.text(`{"key":${JSON.stringify(key)},"values":`)
    row.write(line)
    line.text(shared ? ',"shared":true,' : ',"shared":false,')
    line.text(thirdParty ? '"thirdParty":true}' : '"thirdParty":false}')
    const full = found.writer.ended()
    if (full !== undefined) await full
  }
}

/** What people read of a collection of the dataset. */
export function aboutCollection(graph: Graph, dataset: Dataset, name: string, found: number): AboutCollection {
  const collection = graph.nodes.get(collectionId(dataset.key, name))?.collection
  return {
    collection: name,
    label: collection?.label ?? { id: name, en: name },
    categories: [...new Set((collection?.fields ?? []).flatMap(({ categories }) => categories))].sort(),
    found,
  }
}

/**
 * Reads everything one source holds about the person into sealed findings, and for an erasure makes the plan.
 * Of what is found nothing is recorded here: a run that dies leaves files that no row names, and the answers it `kept`.
 * @throws SourceFault
 */
export async function collectSource(
  task: ClaimedTask,
  now: Temporal.Instant,
  signal: AbortSignal,
  kept: KeptParts,
): Promise<CollectedInput> {
  const { request, key } = task
  const { connector, dataset, graph, connectors, close } = openSource(task)
  let journal: Journal | null = null
  const founds = new Map<CollectionId, Found>()
  const today = now.toZonedDateTimeISO(request.zone).toPlainDate()
  let contactOnFile = false
  // The answer goes to the proved contact: that another identifier was found says nothing of it.
  const contact = { label: 'email', value: task.details.email }
  const holdsContact = (id: CollectionId, row: FoundRow) => statesIdentity(graph.entries, id, row, contact)
  const lines = request.right === 'erasure' ? sealedLines(key, request) : null
  try {
    const check = await connector.check(signal)
    if (check.problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
    const planner = lines && planErasure({ graph, dataset: dataset.key, check, today, lines })
    const compared = comparedFields(graph, { dataset: dataset.key, foreignKeys: check.foreignKeys })
    journal = new Journal(kept, compared, [task.yaml, task.connection, task.others])
    await traverse({
      graph,
      connectors: journal.before(connectors),
      identities: task.identities,
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
        await planner?.add(id, rows)
        contactOnFile ||= rows.some(
          (row) => row.through.some(({ kind }) => kind === 'identity') && holdsContact(id, row),
        )
      },
    })
    const plan = planner && (await spareNamed(await applyHolds(await planner.finish(task.salt), task.holds)))
    const planned = lines && plan && { file: lines.file(), plan, obstacles: await connector.preflight(plan, signal) }
    return await finish(task, { graph, dataset, check }, founds, planned, contactOnFile)
  } catch (error) {
    await journal?.keep()
    await Promise.all([lines?.discard(), ...[...founds.values()].map(({ writer }) => writer.discard())])
    throw error
  } finally {
    await journal?.close()
    await close()
  }
}

/** `plan`: around the holds that stand; the file knows of none. */
type Planned = { file: WrittenFile; plan: ErasurePlan; obstacles: readonly Obstacle[] }

async function finish(
  task: ClaimedTask,
  { graph, dataset, check }: { graph: Graph; dataset: Dataset; check: SourceCheck },
  founds: ReadonlyMap<CollectionId, Found>,
  planned: Planned | null,
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
  const found = (name: string) => founds.get(collectionId(dataset.key, name))?.rows ?? 0
  return {
    taskId: task.id,
    collections,
    plan: planned?.file ?? null,
    outcome: {
      rows: total('rows'),
      shared: total('shared'),
      thirdParty: total('thirdParty'),
      contactOnFile,
      planFileId: planned?.file.id ?? null,
      preview: (planned?.plan.steps ?? []).map((step) =>
        summarise(aboutCollection(graph, dataset, step.collection, found(step.collection)), step),
      ),
      obstacles: [...(planned?.obstacles ?? [])],
    },
  }
}
