import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskSource } from '#data/findings/sources.ts'
import type { EraseOutcome } from '#domain/outcome.ts'
import { Goes, Held, named, Stays } from './fates.tsx'

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
  const { added, left, vanished } = outcome.since
  const notes = (['added', 'left', 'vanished'] as const).filter((key) => ({ added, left, vanished })[key] > 0)
  return (
    <>
      {outcome.stillThere > 0 ? (
        <Tag tone="bad">{t('preview.stillThere', { n: outcome.stillThere })}</Tag>
      ) : (
        outcome.delete + outcome.change > 0 && (
          <Tag tone={proof === 'stated' ? 'plain' : 'ok'}>{t(`preview.proof.${proof}`)}</Tag>
        )
      )}
      {notes.map((key) => (
        <span key={key} className="block text-xs">
          {t(`preview.${key}`, { n: outcome.since[key] })}
        </span>
      ))}
      {outcome.fields.length > 0 && (
        <details className="mt-1 text-xs">
          <summary className="cursor-pointer text-brand">{t('preview.fields', { n: outcome.fields.length })}</summary>
          {outcome.fields.map(({ field, method, ...counts }) => (
            <span key={`${field} ${method}`} className="block">
              {t('preview.fieldResult', { field, method: named(t, method), ...counts })}
            </span>
          ))}
        </details>
      )}
    </>
  )
}
