import { Temporal } from 'temporal-polyfill'
import { findCalendars } from '#data/calendars/find.ts'
import { changesOf } from '#data/clocks/changes.ts'
import { findStories } from '#data/clocks/story.ts'
import { transact } from '#data/db.ts'
import { type Actor, may } from '#domain/actor.ts'
import { ENDED_STATUSES } from '#domain/request.ts'
import type { SettingsForm } from '#domain/settings.ts'

const MOST_LOOKED_AT = 1_000

/** What settings would do to the requests that run: of how many a date would come earlier or be added. */
export type SettingsEffect = {
  running: number
  /** the first thousand, when there are more */
  lookedAt: number
  moved: number
  /** of the moved ones: those whose new date has passed already */
  late: number
}

/** @returns null for what this person may not change */
export const previewSettings = (
  actor: Actor,
  { controller: slug, version: _, ...settings }: SettingsForm,
  now: Temporal.Instant,
): Promise<SettingsEffect | null> =>
  transact(actor, async (tx) => {
    const controller = await tx.controller.findUnique({ where: { slug } })
    if (!controller || !may(actor, 'change_settings', controller.id)) return null
    const where = { controllerId: controller.id, status: { notIn: [...ENDED_STATUSES] } }
    const requests = await tx.request.findMany({
      where,
      select: {
        ...{ id: true, controllerId: true, receivedAt: true, right: true, previousId: true, subjectCountry: true },
        clocks: { where: { state: { not: 'superseded' } } },
      },
      orderBy: { id: 'asc' },
      take: MOST_LOOKED_AT,
    })
    const calendars = await findCalendars(tx, controller.id)
    const stories = await findStories(tx, controller.id, requests)
    const moved = requests.flatMap(({ id, right, previousId, subjectCountry, clocks: current }) => {
      const story = stories.get(id)
      if (!story) return []
      const request = { right, previousId, subjectCountry, controller: settings }
      const changes = changesOf('controller.settings_changed', { request, current, story: { ...story, calendars } })
      return changes.length > 0 ? [changes] : []
    })
    const late = moved.filter((changes) => changes.some(({ after }) => Temporal.Instant.compare(after.dueAt, now) < 0))
    const running = await tx.request.count({ where })
    return { running, lookedAt: requests.length, moved: moved.length, late: late.length }
  })
