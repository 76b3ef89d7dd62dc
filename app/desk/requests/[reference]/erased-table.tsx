import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskSource } from '#data/findings/sources.ts'
import { Goes, Held, Stays } from './fates.tsx'

/** What an erasure did, and what a second read saw. */
export async function ErasedTable({ source }: { source: DeskSource }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  if (!source.erased) return null
  return (
    <div className="mt-3">
      <Table
        caption={`${source.name}: ${t('erase.caption')}`}
        rows={source.erased.collections}
        keyOf={({ collection }) => collection}
        columns={[
          {
            label: t('preview.collection'),
            cell: ({ collection, label }) => <b title={collection}>{label[locale]}</b>,
          },
          { label: t('preview.goes'), cell: (each) => <Goes outcome={each} /> },
          { label: t('preview.stays'), cell: (each) => <Stays outcome={each} /> },
          { label: t('preview.held'), cell: (each) => <Held outcome={each} /> },
          {
            label: t('sources.outcome'),
            cell: ({ stillThere, gone }) =>
              stillThere > 0 ? (
                <Tag tone="bad">{t('preview.stillThere', { n: stillThere })}</Tag>
              ) : (
                gone > 0 && <Tag tone="ok">{t('preview.verified')}</Tag>
              ),
          },
        ]}
      />
    </div>
  )
}
