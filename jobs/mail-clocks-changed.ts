import { Temporal } from 'temporal-polyfill'
import { formatDue } from '#domain/clock/promise-words.ts'
import { describeClock } from '#domain/clock/wording.ts'
import { ClocksChanged } from '#domain/event.ts'
import { notifyOn } from './notify.ts'

const CAUSE = {
  'identity.proved': 'identity',
  'question.answered': 'answered',
  'deadline.extended': 'extended',
  'request.reopened': 'reopened',
  'controller.settings_changed': 'settings',
  'calendar.approved': 'calendar',
} as const

/** Nobody's date changes without being told: which, from when to when, and why. The mail with a question says its own. */
export const mailClocksChanged = notifyOn('clocks.changed', 'clocks-changed', (about) => {
  const { cause, clocks } = ClocksChanged.parse(about.data)
  if (cause === 'question.asked') return null
  const words = (clockId: string, instant: string | null) => {
    const zone = about.clocks.find((clock) => clock.clockId === clockId)?.zone ?? about.controller.zone
    return instant && formatDue(clockId, Temporal.Instant.from(instant), zone, about.locale)
  }
  return {
    cause: CAUSE[cause],
    reason: about.extensionReason,
    changes: clocks.map(({ clockId, from, to }) => {
      const { label, cite } = describeClock(clockId, about.locale)
      return { what: label, cite, from: words(clockId, from), to: words(clockId, to) }
    }),
  }
})
