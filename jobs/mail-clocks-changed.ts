import { Temporal } from 'temporal-polyfill'
import { describeClock } from '#domain/clock/wording.ts'
import { ClocksChanged } from '#domain/event.ts'
import { notifyOn, when } from './notify.ts'

const CAUSE = {
  'identity.proved': 'identity',
  'question.asked': 'asked',
  'question.answered': 'answered',
  'deadline.extended': 'extended',
  'request.reopened': 'reopened',
  'controller.settings_changed': 'settings',
  'calendar.approved': 'calendar',
} as const

/** Nobody's date changes without being told: which, from when to when, and why. */
export const mailClocksChanged = notifyOn('clocks.changed', 'clocks-changed', (about) => {
  const { cause, clocks } = ClocksChanged.parse(about.data)
  const words = (instant: string | null) => instant && when(Temporal.Instant.from(instant), about)
  return {
    cause: CAUSE[cause],
    reason: about.extensionReason,
    changes: clocks.map(({ clockId, from, to }) => {
      const { label, cite } = describeClock(clockId, about.locale)
      return { what: label, cite, from: words(from), to: words(to) }
    }),
  }
})
