import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { type Due, DueList } from '#app/_ui/due-list.tsx'
import type { Tone } from '#app/_ui/tag.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { ShownClock } from '#data/requests/shown-clock.ts'
import { inOrderOfPromise, promiseSentence, seenAt } from '#domain/clock/promise-words.ts'
import { explainClock, timeLeft } from '#domain/clock/wording.ts'

const SOON_HOURS = 24

/** Every promise for this request as a sentence, the one that binds first: how long still, and the arithmetic. */
export async function DueCard({
  title,
  controller: { zone },
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
    if (state === 'breached') return { left: `${t('due.breached')}, ${timeLeft(now, dueAt, locale)}`, tone: 'bad' }
    return { left: timeLeft(now, dueAt, locale), tone: dueAt.since(now).total('hours') < SOON_HOURS ? 'warn' : 'plain' }
  }
  const dues = inOrderOfPromise(clocks.map((clock) => seenAt(clock, now))).map(
    (clock): Due => ({
      promise: promiseSentence(clock, zone, locale),
      ...left(clock),
      how: isDated(clock) && { title: t('due.how'), text: explainClock(clock, zone, locale) },
    }),
  )
  return (
    <Card title={title}>
      <DueList dues={dues} />
      {!clocks.some(({ kind }) => kind === 'statutory') && <p className="mt-3 text-sm text-muted">{t('due.none')}</p>}
    </Card>
  )
}

/** While a clock waits, the date it had is nobody's deadline. */
const isDated = ({ state }: ShownClock) => state !== 'paused' && state !== 'void'
