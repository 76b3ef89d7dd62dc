import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { CheckResult, stopsRequests } from '#domain/source/check-result.ts'
import { type OnCheck, onlyDataset } from '#domain/source/form.ts'
import { currentMap, lockManaged } from './managed.ts'
import { mapped } from './record-check.ts'

type MapRefusal = 'not_found' | 'not_checked' | 'map_does_not_fit' | 'changed_meanwhile' | 'dataset_key_taken'

/**
 * Takes a map into use that was checked against its source. Requests that run keep the version they started with; the
 * next one starts with this.
 */
export const mapSource = (
  actor: Actor,
  { sourceId, checkId }: OnCheck,
  now: Temporal.Instant,
): Promise<Result<{ version: number }, MapRefusal>> =>
  transact(actor, async (tx) => {
    const source = await lockManaged(tx, actor, sourceId)
    const check = source && (await tx.sourceCheck.findUnique({ where: { id: checkId } }))
    if (!source || check?.sourceId !== sourceId || check.purpose !== 'check' || !check.yaml) return refuse('not_found')
    if (check.state !== 'done') return refuse('not_checked')
    const result = CheckResult.parse(check.result)
    if (stopsRequests(result)) return refuse('map_does_not_fit')
    const { controllerId } = source
    const current = await currentMap(tx, sourceId)
    const version = (current?.version ?? 0) + 1
    if (check.basedOn !== version - 1) return refuse('changed_meanwhile')
    const key = onlyDataset(check.yaml)?.key
    const others = await tx.source.findMany({
      where: { controllerId, NOT: { id: sourceId } },
      include: { datasets: { orderBy: { version: 'desc' }, take: 1 } },
    })
    if (others.some(({ datasets: [other] }) => other && onlyDataset(other.yaml)?.key === key))
      return refuse('dataset_key_taken')
    const datasetId = randomUUID()
    await tx.dataset.create({
      data: { id: datasetId, controllerId, sourceId, version, yaml: check.yaml, createdAt: toDate(now) },
    })
    await tx.source.update({ where: { id: sourceId }, data: mapped(result, sourceId, now) })
    await record(tx, actor, { controllerId }, { type: 'source.mapped', sourceId, datasetId, version }, now)
    return ok({ version })
  })
