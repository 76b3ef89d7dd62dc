import { toInstant } from '#data/instant.ts'
import type { ClockSettings, StartedClock } from '#domain/clock/applicable.ts'
import { findClock } from '#domain/clock/catalogue.ts'
import { isOpen, newPromises } from '#domain/clock/promises.ts'
import { CALENDAR_MISSING, dateClock, isMoved, type Story, storyFrom } from '#domain/clock/story.ts'
import type { CHANGE_CAUSES } from '#domain/event.ts'
import type { Right } from '#domain/request.ts'
import type { Clock } from '#prisma/generated/client.ts'
import type { NewClock } from './insert.ts'

export type CauseType = (typeof CHANGE_CAUSES)[number]
/** @property before null where there was no clock; `moved` false where only what is known about the date changed */
export type Change = { before: Clock | null; after: NewClock; moved: boolean }
/** @property current every clock of the request that is not superseded */
export type Standing = {
  request: { right: string; previousId: string | null; subjectCountry: string | null; controller: ClockSettings }
  current: readonly Clock[]
  story: Story
}

/**
 * The rows that an event of this type puts in place of others. After a change of settings a running request keeps its
 * promise unless the new one is earlier.
 */
export function changesOf(cause: CauseType, { request, current, story }: Standing): Change[] {
  if (cause !== 'controller.settings_changed')
    return current.filter(({ state }) => isOpen(state)).flatMap((before) => changeOf(before, story))
  const { calendars } = story
  const { subjectCountry, previousId } = request
  const settings = {
    ...request.controller,
    subjectCountry,
    isAppeal: previousId !== null,
    ...(calendars ? { calendars } : {}),
  }
  const standing = current.map((clock) => ({ ...clock, row: clock, dueAt: toInstant(clock.dueAt) }))
  return newPromises(standing, settings, request.right as Right, story).map(({ before, after }) => ({
    before: before?.row ?? null,
    after,
    moved: true,
  }))
}

/** One clock dated again. While it waits, it shows the date it had. */
export function changeOf(before: Clock, story: Story): Change[] {
  if (!findClock(before.clockId)) return []
  const own = storyFrom(before.clockId, toInstant(before.startAt), story)
  const { state, dueAt, boundary, startAt, dueLocalDate, conservativeDueAt, flags } = dateClock(before, own)
  const old = { dueAt: toInstant(before.dueAt), state: before.state }
  if ((state !== 'running' && state !== 'paused') || boundary === null || boundary === 'not_before') return []
  const moved = isMoved(old, { dueAt, state })
  if (!moved && flags.includes(CALENDAR_MISSING) === before.flags.includes(CALENDAR_MISSING)) return []
  const { clockId, kind, zone, calendar, contractDays, stopEvent } = before
  const after: NewClock = {
    ...{ clockId, zone, calendar, contractDays, stopEvent, boundary, startAt, conservativeDueAt, flags, state },
    kind: kind as StartedClock['kind'],
    dueAt: dueAt ?? old.dueAt,
    dueLocalDate: dueAt ? dueLocalDate : before.dueLocalDate,
  }
  return [{ before, after, moved }]
}
