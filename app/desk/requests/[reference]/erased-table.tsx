import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskSource } from '#data/findings/sources.ts'
import type { EraseOutcome } from '#domain/outcome.ts'
import { Goes, Held, Stays } from './fates.tsx'

/** What an erasure did, and what a second read saw. */
export async function ErasedTable({ source }: { source: DeskSource }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  if (!source.erased) return null
  const { proof } = source.erased
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
            cell: (each) => <Proof outcome={each} proof={proof} />,
          },
        ]}
      />
    </div>
  )
}

type ProofProps = { outcome: EraseOutcome['collections'][number]; proof: EraseOutcome['proof'] }

/** How it is known: we read again, or the source says so, once or twice. */
async function Proof({ outcome, proof }: ProofProps) {
  const t = await translator('desk')
  if (outcome.stillThere > 0) return <Tag tone="bad">{t('preview.stillThere', { n: outcome.stillThere })}</Tag>
  if (outcome.delete + outcome.change === 0) return null
  return <Tag tone={proof === 'stated' ? 'plain' : 'ok'}>{t(`preview.proof.${proof}`)}</Tag>
}
