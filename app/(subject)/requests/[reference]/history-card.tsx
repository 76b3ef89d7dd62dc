import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Timeline } from '#app/_ui/timeline.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { formatInstant } from '#domain/clock/wording.ts'

/** What happened, in plain words, newest first. Events without words here are machinery. */
export async function HistoryCard({ status, controller }: { status: StatusView; controller: PublicController }) {
  const t = await translator('subject')
  const locale = await currentLocale()
  const moments = status.moments
    .flatMap(({ id, at, by, event }) => {
      // Where nobody got the data there was nobody to tell.
      if (event.type === 'recipients.instructed' && event.recipientIds.length === 0) return []
      const key = `event.${event.type}` as 'event.request.received'
      const when = formatInstant(at, controller.zone, locale)
      const replaced = String(event.type === 'receipt.issued' && event.supersedes !== undefined)
      return t.has(key) ? [{ id, what: t(key, { replaced }), when, by: t(`page.by.${by}`) }] : []
    })
    .reverse()
  return (
    <Card title={t('page.history')}>
      <Timeline moments={moments} />
    </Card>
  )
}
