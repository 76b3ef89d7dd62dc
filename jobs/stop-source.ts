import type { Temporal } from 'temporal-polyfill'
import {
  type ChangeProblem,
  type Connector,
  type FaultKind,
  type FieldChange,
  SourceFault,
} from '#connectors/contract.ts'
import { stopsReading } from '#connectors/fit.ts'
import { type FoundRow, traverse } from '#connectors/traverse.ts'
import { toIso } from '#data/instant.ts'
import type { StoppedInput } from '#data/stops/finish.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import { collectionId } from '#domain/dataset/graph.ts'
import { isStopped, type StopPoint, splitPurposes, stopPointsOf, stopText } from '#domain/stop.ts'
import type { StoppedPurpose } from '#domain/stop-outcome.ts'
import { type OpenSource, openSource } from './open-source.ts'

type Tally = { stopped: number; written: number; held: number }
type Seen = (point: StopPoint, rows: readonly FoundRow[], held: number) => Promise<void> | void

/**
 * Ends what was withdrawn in one source: writes the stop into the person's own rows, then finds them all again and
 * looks. Repeated after a crash it finds them stopped and writes nothing.
 * @throws SourceFault 'conflict' when a row is not stopped at the second look
 */
export async function stopSource(
  task: ClaimedTask,
  now: () => Temporal.Instant,
  signal: AbortSignal,
): Promise<StoppedInput> {
  const source = openSource(task)
  const { connector, dataset, close } = source
  const startedAt = toIso(now())
  const { stops, byHand } = splitPurposes(dataset, task.withdrawn)
  const points = stopPointsOf(
    dataset,
    stops.map(({ key }) => key),
  )
  const tallies = new Map(points.map((point): [StopPoint, Tally] => [point, { stopped: 0, written: 0, held: 0 }]))
  const tallyOf = (point: StopPoint): Tally => tallies.get(point) ?? { stopped: 0, written: 0, held: 0 }
  const look = (seen: Seen) => findRows(task, source, points, signal, seen)
  try {
    const check = await connector.check(signal)
    if (check.problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
    await look(async (point, rows) => {
      tallyOf(point).written += await write(connector, point, rows, task.request.receivedAt, signal)
    })
    const stoppedAt = toIso(now())
    await look((point, rows, held) => {
      const tally = tallyOf(point)
      tally.held += held
      tally.stopped += rows.length
      if (!rows.every(({ values }) => isStopped(values[point.field], point.set))) throw new SourceFault('conflict')
    })
    const purposes = [
      ...stops.map(({ key, label }): StoppedPurpose => {
        const own = points.filter(({ purpose }) => purpose === key)
        const collections = own.map((point) => ({
          collection: point.collection,
          label: point.label,
          ...tallyOf(point),
        }))
        return { key, label, way: 'stopped', collections }
      }),
      ...byHand.map(({ key, label }): StoppedPurpose => ({ key, label, way: 'by_hand', collections: [] })),
    ]
    const outcome = { verified: true as const, startedAt, stoppedAt, verifiedAt: toIso(now()), purposes }
    return { taskId: task.id, outcome, hasWords: (task.details.details ?? '') !== '' }
  } finally {
    await close()
  }
}

/** The person's own rows of every collection in which something stops; of others' rows there only the number. */
const findRows = (
  { identities }: ClaimedTask,
  { graph, connectors, dataset }: OpenSource,
  points: readonly StopPoint[],
  signal: AbortSignal,
  seen: Seen,
): Promise<void> =>
  traverse({
    graph,
    connectors,
    identities,
    signal,
    onRows: async (id, rows) => {
      for (const point of points.filter(({ collection }) => collectionId(dataset.key, collection) === id)) {
        const own = rows.filter(({ shared, thirdParty }) => !shared && !thirdParty)
        await seen(point, own, rows.length - own.length)
      }
    },
  })

async function write(
  connector: Connector,
  { collection, field, set }: StopPoint,
  rows: readonly FoundRow[],
  withdrawnAt: Temporal.Instant,
  signal: AbortSignal,
): Promise<number> {
  const to = stopText(set, withdrawnAt)
  const changes = rows
    .filter(({ values }) => !isStopped(values[field], set))
    .map(({ key, values }): FieldChange => ({ collection, key, field, from: values[field] ?? null, to }))
  if (changes.length === 0) return 0
  const { written, problems } = await connector.change(changes, signal)
  const [first] = problems
  if (first) throw new SourceFault(FAULT[first.problem], collection)
  return written
}

/** Why a stop was not written, in the words in which sources fail. What changed meanwhile is read again. */
const FAULT: Record<ChangeProblem['problem'], FaultKind> = {
  gone: 'conflict',
  changed_meanwhile: 'conflict',
  permission: 'permission_denied',
  not_writable: 'schema_mismatch',
  wrong_type: 'value_not_castable',
  too_long: 'value_not_castable',
  not_null: 'constraint',
  not_unique: 'constraint',
  constraint: 'constraint',
  altered: 'constraint',
}
