import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { Card } from '#app/_ui/card.tsx'
import { Meter } from '#app/_ui/meter.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskMoment } from '#data/queue/evidence.ts'
import type { DeskClock, DeskRequest } from '#data/requests/find-for-desk.ts'
import { explainPromise, storyFrom } from '#domain/clock/story.ts'
import { describeClock, formatDueDate, formatInstant, type Locale, timeLeft } from '#domain/clock/wording.ts'
import { shareRun } from '#domain/queue-view.ts'
import { clockInk, clockTone } from '../next-clock.tsx'
import { ClockHistory } from './clock-history.tsx'

type Props = { request: DeskRequest; now: Temporal.Instant; locale: Locale }

/** Every clock of the request with its law, what is left, and the arithmetic behind its date. */
export async function ClocksCard({ request, now, locale }: Props) {
  const t = await translator('desk')
  return (
    <Card dense title={t('clocks.title')}>
      <ul className="divide-y divide-line">
        {request.clocks.map((clock) => (
          <li key={clock.clockId} className="py-2.5 first:pt-0 last:pb-0">
            <Clock clock={clock} request={request} now={now} locale={locale} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

type ClockProps = { clock: DeskClock; request: DeskRequest; now: Temporal.Instant; locale: Locale }

async function Clock({ clock, request: { story, evidence }, now, locale }: ClockProps) {
  const t = await translator('desk')
  const { label, cite } = describeClock(clock.clockId, locale)
  const { startAt, dueAt, dueLocalDate, state } = clock
  const { zone } = clock.basis
  const isRunning = state === 'running'
  return (
    <>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <b>{label}</b>
        {isRunning ? (
          <b className={`whitespace-nowrap ${clockInk(clock, now)}`}>{timeLeft(now, dueAt, locale)}</b>
        ) : (
          <Ended state={state} />
        )}
      </p>
      <p className="text-xs text-muted">
        {cite}
        {clock.binds && ` · ${t('clocks.binds')}`}
      </p>
      <p className="text-xs text-muted">
        {state === 'paused' && `${t('clocks.waits')} `}
        {dueLocalDate
          ? t('clocks.until', { when: formatDueDate(dueLocalDate, locale) })
          : t('clocks.due', { when: formatInstant(dueAt, zone, locale) })}
      </p>
      {clock.isUnlisted && (
        <p className="mt-1 text-xs font-semibold text-warn">
          {t('clocks.unlisted', { year: String(dueAt.toZonedDateTimeISO(zone).year) })}
        </p>
      )}
      <ClockHistory clock={clock} moments={evidence.moments} locale={locale} />
      {clock.breachCause && <p className="text-xs">{t(`clocks.cause.${clock.breachCause}`)}</p>}
      {isRunning && (
        <div className="mt-1.5">
          <Meter
            share={shareRun(startAt, dueAt, now)}
            tone={clockTone(clock, now)}
            label={`${label}, ${t('clocks.used')}`}
          />
        </div>
      )}
      <details className="mt-1 text-xs">
        <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('clocks.why')}</summary>
        <ol className="mt-0.5 list-decimal pl-4 text-muted">
          {explainPromise(clock.basis, storyFrom(clock.clockId, startAt, story), locale).map((step) => (
            <li key={step}>{step}</li>
          ))}
        </ol>
        <Earlier clock={clock} moments={evidence.moments} locale={locale} />
      </details>
    </>
  )
}

type EarlierProps = { clock: DeskClock; moments: readonly DeskMoment[]; locale: Locale }

/** The dates that events have superseded, and by which; none is ever edited away. */
async function Earlier({ clock, moments, locale }: EarlierProps) {
  const t = await translator('desk')
  const { zone } = clock.basis
  if (clock.earlier.length === 0) return null
  const cause = (at: Temporal.Instant) => {
    const change = moments.find(({ event, at: when }) => event.type === 'clocks.changed' && when.equals(at))?.event
    return change?.type === 'clocks.changed' ? t(`clocks.changedBy.${change.cause}`) : t('clocks.changed')
  }
  return (
    <>
      <p className="mt-1">{t('clocks.earlier')}</p>
      <ul className="text-muted">
        {clock.earlier.map(({ dueAt, dueLocalDate, stoodUntil }) => (
          <li key={String(stoodUntil)}>
            {dueLocalDate ? formatDueDate(dueLocalDate, locale) : formatInstant(dueAt, zone, locale)}
            {stoodUntil &&
              ` (${t('clocks.changedAt', { when: formatInstant(stoodUntil, zone, locale), cause: cause(stoodUntil) })})`}
          </li>
        ))}
      </ul>
    </>
  )
}

async function Ended({ state }: { state: 'paused' | 'met' | 'breached' | 'void' }) {
  const t = await translator('desk')
  const tones = { paused: 'warn', met: 'ok', breached: 'bad', void: 'plain' } as const
  return <Tag tone={tones[state]}>{t(`clocks.${state}`)}</Tag>
}
