import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { type Due, DueList } from '#app/_ui/due-list.tsx'
import type { Tone } from '#app/_ui/tag.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { ShownClock } from '#data/requests/shown-clock.ts'
import { describeClock, explainClock, formatDueDate, formatInstant, timeLeft } from '#domain/clock/wording.ts'

const SOON_HOURS = 24

/** Every clock that runs for this request: when, how long still, who says so, and the arithmetic. */
export async function DueCard({
  title,
  controller: { name, zone },
  clocks,
  now,
}: {
  title: string
  controller: PublicController
  clocks: ShownClock[]
  now: Temporal.Instant
}) {
  const t = await translator('subject')
  const locale = await currentLocale()
  const left = ({ state, dueAt }: ShownClock): { left: string; tone: Tone } => {
    if (state === 'met') return { left: t('due.met'), tone: 'ok' }
    if (state === 'paused') return { left: t('due.paused'), tone: 'warn' }
    if (state === 'void') return { left: t('due.void'), tone: 'plain' }
    const late = state === 'breached' || Temporal.Instant.compare(now, dueAt) > 0
    if (late) return { left: `${t('due.breached')}, ${timeLeft(now, dueAt, locale)}`, tone: 'bad' }
    return { left: timeLeft(now, dueAt, locale), tone: dueAt.since(now).total('hours') < SOON_HOURS ? 'warn' : 'plain' }
  }
  const because = ({ kind, clockId }: ShownClock) => {
    const { label, cite } = describeClock(clockId, locale)
    if (kind === 'statutory') return t('due.law', { label, cite })
    return kind === 'contractual' ? t('due.promise', { name, label }) : t('due.house', { label })
  }
  const dues = clocks.map(
    (clock): Due => ({
      when: clock.dueLocalDate ? formatDueDate(clock.dueLocalDate, locale) : formatInstant(clock.dueAt, zone, locale),
      ...left(clock),
      because: (
        <>
          {because(clock)}
          <details className="print:hidden">
            <summary className="inline-flex min-h-6 cursor-pointer items-center text-brand underline underline-offset-3 pointer-coarse:min-h-11">
              {t('due.how')}
            </summary>
            <p className="text-ink">{explainClock(clock, zone, locale)}</p>
          </details>
        </>
      ),
    }),
  )
  return (
    <Card title={title}>
      <DueList dues={dues} />
      {!clocks.some(({ kind }) => kind === 'statutory') && <p className="mt-3 text-sm text-muted">{t('due.none')}</p>}
    </Card>
  )
}
