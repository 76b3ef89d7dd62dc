import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Actor, may, scopeOf } from '#domain/actor.ts'
import type { SourceKind, SourceState } from '#domain/source/kind.ts'

export type ListedSource = {
  id: string
  key: string
  name: string
  kind: SourceKind
  region: string
  /** null: no map yet, so no request asks it */
  version: number | null
  state: SourceState
  stateSince: Temporal.Instant | null
  checkedAt: Temporal.Instant | null
  /** of requests that run: not answered yet, and failed */
  openTasks: number
  failedTasks: number
}

export type ManagedController = { id: string; name: string; zone: string; sources: number }

/** The controllers whose sources this person manages, by name. */
export const listManaged = (actor: Actor): Promise<ManagedController[]> =>
  transact(actor, async (tx) => {
    const controllers = await tx.controller.findMany({
      where: { id: { in: scopeOf(actor).filter((id) => may(actor, 'manage_sources', id)) } },
      select: { id: true, name: true, zone: true, _count: { select: { sources: true } } },
      orderBy: { name: 'asc' },
    })
    return controllers.map(({ _count, ...controller }) => ({ ...controller, sources: _count.sources }))
  })

const MOST = 500

/** A controller's sources. @returns null for whoever does not manage them */
export const listSources = (actor: Actor, controllerId: string): Promise<ListedSource[] | null> =>
  transact(actor, async (tx) => {
    if (!may(actor, 'manage_sources', controllerId)) return null
    const rows = await tx.source.findMany({
      where: { controllerId },
      include: { datasets: { orderBy: { version: 'desc' }, take: 1, select: { version: true } } },
      orderBy: { name: 'asc' },
      take: MOST,
    })
    const tasks = await tx.task.groupBy({
      by: ['sourceId', 'state'],
      where: { controllerId, state: { not: 'done' }, request: { closedAt: null } },
      _count: true,
    })
    return rows.map(({ id, key, name, kind, region, datasets, state, stateSince, checkedAt }) => {
      const own = tasks.filter(({ sourceId }) => sourceId === id)
      const count = (of: typeof own) => of.reduce((total, { _count }) => total + _count, 0)
      return {
        id,
        key,
        name,
        kind: kind as SourceKind,
        region,
        version: datasets[0]?.version ?? null,
        state: state as SourceState,
        stateSince: stateSince && toInstant(stateSince),
        checkedAt: checkedAt && toInstant(checkedAt),
        openTasks: count(own),
        failedTasks: count(own.filter((task) => task.state === 'failed')),
      }
    })
  })
