import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { namesOf } from '#data/queue/rows.ts'
import { type Actor, may } from '#domain/actor.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { CheckResult } from '#domain/source/check-result.ts'
import { Difference } from '#domain/source/drift.ts'
import { onlyDataset } from '#domain/source/form.ts'
import type { SourceKind, SourceState } from '#domain/source/kind.ts'

export type MapVersion = { version: number; createdAt: Temporal.Instant; by: string | null; running: number }

export type FoundSource = {
  id: string
  controllerId: string
  controllerName: string
  zone: string
  key: string
  name: string
  kind: SourceKind
  region: string
  backupDays: number
  version: number
  createdAt: Temporal.Instant
  state: SourceState
  stateSince: Temporal.Instant | null
  checkedAt: Temporal.Instant | null
  fault: string | null
  check: CheckResult | null
  drift: Difference[]
  /** the map in force, as written and as read; null: none yet */
  map: { version: number; yaml: string; dataset: Dataset | null } | null
  recipients: { id: string; name: string }[]
  /** a map that somebody tried or had drafted since, and that is not in use: whoever left its page finds it again */
  candidate: { checkId: string; askedAt: Temporal.Instant } | null
}

/** One source with all that its pages show; credentials never. @returns null for what this person does not manage */
export const findSource = (actor: Actor, sourceId: string): Promise<FoundSource | null> =>
  transact(actor, async (tx) => {
    const row = await tx.source.findUnique({
      where: { id: sourceId },
      include: { controller: true, datasets: { orderBy: { version: 'desc' }, take: 1 } },
    })
    if (!row || !may(actor, 'manage_sources', row.controllerId)) return null
    const { controller, datasets, sealedConnection: _, baseline: __, nextCheckAt: ___, ...source } = row
    const [map] = datasets
    return {
      ...source,
      controllerName: controller.name,
      zone: controller.zone,
      kind: source.kind as SourceKind,
      state: source.state as SourceState,
      createdAt: toInstant(source.createdAt),
      stateSince: source.stateSince && toInstant(source.stateSince),
      checkedAt: source.checkedAt && toInstant(source.checkedAt),
      check: source.check === null ? null : CheckResult.parse(source.check),
      drift: z.array(Difference).parse(source.drift ?? []),
      map: map ? { version: map.version, yaml: map.yaml, dataset: onlyDataset(map.yaml) } : null,
      recipients: await recipientsOf(tx, source),
      candidate: await candidateOf(tx, sourceId, map?.version ?? 0),
    }
  })

const recipientsOf = (tx: Tx, { id, controllerId }: { id: string; controllerId: string }) =>
  tx.recipient.findMany({
    where: { controllerId, endedAt: null, OR: [{ sources: { none: {} } }, { sources: { some: { sourceId: id } } }] },
    select: { id: true, name: true },
    orderBy: { name: 'asc' },
  })

async function candidateOf(tx: Tx, sourceId: string, basedOn: number): Promise<FoundSource['candidate']> {
  const tried = [{ purpose: 'check', yaml: { not: null } }, { purpose: 'draft' }]
  const check = await tx.sourceCheck.findFirst({
    where: { sourceId, basedOn, state: { not: 'failed' }, OR: tried },
    orderBy: { askedAt: 'desc' },
    select: { id: true, askedAt: true },
  })
  return check && { checkId: check.id, askedAt: toInstant(check.askedAt) }
}

/** The datasets in force of a controller's other sources, where references may lead. */
export const findOtherDatasets = (actor: Actor, { id, controllerId }: FoundSource): Promise<Dataset[]> =>
  transact(actor, async (tx) => {
    const sources = await tx.source.findMany({
      where: { controllerId, NOT: { id } },
      include: { datasets: { orderBy: { version: 'desc' }, take: 1, select: { yaml: true } } },
      orderBy: { key: 'asc' },
    })
    return sources.flatMap(({ datasets: [map] }) => (map && onlyDataset(map.yaml)) ?? [])
  })

const Mapped = z.object({ sourceId: z.uuid(), version: z.number() })
const By = z.object({ userId: z.string().optional() })

/** Every version of a map, the newest first, and how many running requests still work by it. */
export const listVersions = (actor: Actor, { id, controllerId }: FoundSource): Promise<MapVersion[]> =>
  transact(actor, async (tx) => {
    const versions = await tx.dataset.findMany({ where: { sourceId: id }, orderBy: { version: 'desc' }, take: 100 })
    const events = await tx.event.findMany({
      where: { controllerId, requestId: null, type: 'source.mapped', data: { path: ['sourceId'], equals: id } },
    })
    const users = new Map(
      events.map(({ data, actor: by }) => [Mapped.parse(data).version, By.parse(by).userId] as const),
    )
    const names = await namesOf(
      tx,
      [...users.values()].flatMap((userId) => userId ?? []),
    )
    const running = await tx.task.groupBy({
      by: ['datasetId'],
      where: { sourceId: id, request: { closedAt: null } },
      _count: { requestId: true },
    })
    return versions.map(({ id: datasetId, version, createdAt }) => ({
      version,
      createdAt: toInstant(createdAt),
      by: names.get(users.get(version) ?? '') ?? null,
      running: running.find((each) => each.datasetId === datasetId)?._count.requestId ?? 0,
    }))
  })

/** One version as it was written. */
export const findVersion = (actor: Actor, source: FoundSource, version: number): Promise<string | null> =>
  transact(
    actor,
    async (tx) =>
      (await tx.dataset.findUnique({ where: { sourceId_version: { sourceId: source.id, version } } }))?.yaml ?? null,
  )
