import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import type { DeskSource } from '#data/findings/sources.ts'
import type { StoppedPurpose } from '#domain/stop-outcome.ts'
import { shortTime } from '../short-time.ts'

const TONE: Record<StoppedPurpose['way'], Tone> = { stopped: 'ok', stated: 'brand', by_hand: 'warn' }

/** What has stopped in one source, by purpose, and when the second read saw it. */
export async function StoppedTable({ source, zone }: { source: DeskSource; zone: string }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const { stopped } = source
  if (!stopped) return null
  const when = (instant: string) => shortTime(Temporal.Instant.from(instant), zone, locale)
  const rows = ({ collections }: StoppedPurpose, of: 'stopped' | 'held') =>
    collections.reduce((sum, each) => sum + each[of], 0)
  return (
    <div className="mt-3">
      <Table
        caption={`${source.name}: ${t('sources.stopCaption')}`}
        rows={stopped.purposes}
        keyOf={({ key }) => key}
        columns={[
          { label: t('sources.purpose'), cell: ({ key, label }) => <b title={key}>{label[locale]}</b> },
          {
            label: t('sources.outcome'),
            cell: (purpose) => (
              <>
                <Tag tone={TONE[purpose.way]}>
                  <span className="whitespace-nowrap">
                    {t(`sources.way.${purpose.way}`, { n: rows(purpose, 'stopped') })}
                  </span>
                </Tag>
                {rows(purpose, 'held') > 0 && (
                  <span className="block text-xs text-muted">
                    {t('sources.heldRows', { n: rows(purpose, 'held') })}
                  </span>
                )}
              </>
            ),
          },
          { label: t('sources.stoppedAt'), cell: ({ way }) => way !== 'by_hand' && when(stopped.stoppedAt) },
          { label: t('sources.verifiedAt'), cell: ({ way }) => way === 'stopped' && when(stopped.verifiedAt) },
        ]}
      />
    </div>
  )
}
