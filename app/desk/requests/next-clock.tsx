import type { Temporal } from 'temporal-polyfill'
import { ClockRing } from '#app/_ui/clock-ring.tsx'
import type { Tone } from '#app/_ui/tag.tsx'
import { describeClock, type Locale, timeLeft } from '#domain/clock/wording.ts'
import { shareRun, type Urgency, urgency } from '#domain/queue-view.ts'

export type RunningClock = { clockId: string; startAt: Temporal.Instant; dueAt: Temporal.Instant }

const tones: Record<Urgency, Tone> = { calm: 'brand', soon: 'warn', urgent: 'bad', late: 'bad' }
export const clockTone = ({ startAt, dueAt }: RunningClock, now: Temporal.Instant): Tone =>
  tones[urgency(startAt, dueAt, now)]

const inks: Partial<Record<Tone, string>> = { warn: 'text-warn', bad: 'text-bad' }
export const clockInk = (clock: RunningClock, now: Temporal.Instant): string => inks[clockTone(clock, now)] ?? ''

/** The clock that binds: how much has run, what is left in words, and who says so. */
export function NextClock({ clock, now, locale }: { clock: RunningClock; now: Temporal.Instant; locale: Locale }) {
  const { startAt, dueAt, clockId } = clock
  const tone = clockTone(clock, now)
  return (
    <span className="inline-flex items-center gap-2">
      <ClockRing share={shareRun(startAt, dueAt, now)} tone={tone} />
      <span className="leading-tight">
        <b className={`whitespace-nowrap ${clockInk(clock, now)}`}>{timeLeft(now, dueAt, locale)}</b>
        <span className="block text-xs text-muted">{describeClock(clockId, locale).cite}</span>
      </span>
    </span>
  )
}
