import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import type { Asked, Calculation } from '#domain/clock/calculator.ts'
import { explainDeadline } from '#domain/clock/explain.ts'
import { describeClock, formatDueDate, formatInstant } from '#domain/clock/wording.ts'

/** The dates, the earliest first, each with the law that sets it and the arithmetic. */
export async function Answer({ asked, calculations }: { asked: Asked; calculations: Calculation[] }) {
  const [t, names] = [await translator('calculator'), await translator('subject')]
  const heading = t('answer', { right: names(`rightName.${asked.right}`), place: t(`places.${asked.place}`) })
  return (
    <section aria-labelledby="answer" className="mb-8">
      <h2 id="answer" className="mb-3">
        {heading}
      </h2>
      {calculations.length === 0 && <EmptyState title={t('none')} />}
      {calculations.map((calculation) => (
        <OneClock key={calculation.clock.id} calculation={calculation} />
      ))}
      <p className="text-sm text-muted">{t('share')}</p>
    </section>
  )
}

async function OneClock({ calculation: { clock, query, deadline } }: { calculation: Calculation }) {
  const t = await translator('calculator')
  const locale = await currentLocale()
  const { label, cite } = describeClock(clock.id, locale)
  const explained = explainDeadline(query, locale)
  const title = 'reason' in deadline ? t('noList') : due(deadline)
  function due({ dueAt, dueLocalDate }: Exclude<typeof deadline, { ok: false }>) {
    if (!dueAt) return t('noNumber')
    return dueLocalDate
      ? t('endOf', { date: formatDueDate(dueLocalDate, locale) })
      : formatInstant(dueAt, query.zone, locale)
  }
  return (
    <Card>
      <p className="text-xl font-bold text-balance">{title}</p>
      <p className="mt-1">
        {clock.duty[locale]} <span className="text-muted">({cite})</span>
      </p>
      {'reason' in deadline && (
        <p className="mt-2 text-sm">{t('noListText', { calendar: deadline.calendar, year: String(deadline.year) })}</p>
      )}
      {explained.ok && (
        <details className="mt-2" open>
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-sm text-brand underline underline-offset-3 pointer-coarse:min-h-11">
            {t('why')}
            <span className="sr-only">: {label}</span>
          </summary>
          <ol className="mt-1 list-decimal pl-5 text-sm">
            {explained.value.map((step) => (
              <li key={step} className="py-0.5">
                {step}
              </li>
            ))}
          </ol>
        </details>
      )}
    </Card>
  )
}
