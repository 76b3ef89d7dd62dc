import type { Temporal } from 'temporal-polyfill'
import { waitForDates } from '#data/calendars/hold.ts'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { changesOf, type SettingChange, type SettingsForm } from '#domain/settings.ts'

/** Changes the settings by which a controller's clocks start. @returns what changed; its running requests follow by a job */
export const changeSettings = (
  actor: Actor,
  { controller: slug, version, ...settings }: SettingsForm,
  now: Temporal.Instant,
): Promise<Result<SettingChange[], 'not_found' | 'not_allowed' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const controller = await tx.controller.findUnique({ where: { slug } })
    if (!controller) return refuse('not_found')
    const { id } = controller
    if (!may(actor, 'change_settings', id)) return refuse('not_allowed')
    if (controller.version !== version) return refuse('changed_meanwhile')
    const changes = changesOf(controller, settings)
    if (changes.length === 0) return ok(changes)
    await waitForDates(tx, id)
    const { count } = await tx.controller.updateMany({
      where: { id, version },
      data: { ...settings, version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await record(tx, actor, { controllerId: id }, { type: 'controller.settings_changed', changes }, now)
    return ok(changes)
  })
