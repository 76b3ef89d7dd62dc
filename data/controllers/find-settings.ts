import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { namesOf } from '#data/queue/rows.ts'
import { type Actor, may, scopeOf } from '#domain/actor.ts'
import { SettingChange, type StoredSettings } from '#domain/settings.ts'

const MOST_CHANGES = 20

export type SettingsMoment = {
  id: string
  at: Temporal.Instant
  by: string | null
  changes: SettingChange[]
  /** how far the running requests were dated again; null until a worker took it up */
  progress: { total: number; seen: number; moved: number; isFinished: boolean } | null
}

export type ShownSettings = {
  slug: string
  name: string
  version: number
  settings: StoredSettings
  history: SettingsMoment[]
}

/** The controllers whose settings this person may change, by name. */
export const listSettable = (actor: Actor): Promise<{ slug: string; name: string }[]> =>
  transact(actor, (tx) =>
    tx.controller.findMany({
      where: { id: { in: scopeOf(actor).filter((id) => may(actor, 'change_settings', id)) } },
      select: { slug: true, name: true },
      orderBy: { name: 'asc' },
    }),
  )

/** @returns null for what this person may not change, whether or not it exists */
export const findSettings = (actor: Actor, slug: string): Promise<ShownSettings | null> =>
  transact(actor, async (tx) => {
    const controller = await tx.controller.findUnique({ where: { slug } })
    if (!controller || !may(actor, 'change_settings', controller.id)) return null
    const { id, name, version } = controller
    return { slug, name, version, settings: controller, history: await findHistory(tx, id) }
  })

const Data = z.object({ changes: z.array(SettingChange) })
const By = z.object({ userId: z.string().optional() })

async function findHistory(tx: Tx, controllerId: string): Promise<SettingsMoment[]> {
  const events = await tx.event.findMany({
    where: { controllerId, requestId: null, type: 'controller.settings_changed' },
    orderBy: { seq: 'desc' },
    take: MOST_CHANGES,
  })
  const userIds = events.map(({ actor }) => By.parse(actor).userId ?? '')
  const names = await namesOf(tx, userIds.filter(Boolean))
  const runs = await tx.recompute.findMany({ where: { eventId: { in: events.map(({ id }) => id) } } })
  return events.map(({ id, at, data }, index) => {
    const run = runs.find(({ eventId }) => eventId === id)
    return {
      id,
      at: toInstant(at),
      by: names.get(userIds[index] ?? '') ?? null,
      changes: Data.parse(data).changes,
      progress: run
        ? { total: run.total, seen: run.seen, moved: run.moved, isFinished: run.finishedAt !== null }
        : null,
    }
  })
}
