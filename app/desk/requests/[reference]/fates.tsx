import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { type CollectionOutcome, keptByBasis, keptUntil } from '#domain/outcome.ts'

type Props = { outcome: CollectionOutcome }

const Lines = ({ lines }: { lines: string[] }) =>
  lines.length === 0 ? (
    <span className="text-muted">–</span>
  ) : (
    lines.map((line) => (
      <span key={line} className="block">
        {line}
      </span>
    ))
  )

/** What is deleted or blanked in one collection. */
export async function Goes({ outcome }: Props) {
  const t = await translator('desk')
  return (
    <Lines
      lines={[
        ...(outcome.delete > 0 ? [t('preview.deleted', { n: outcome.delete })] : []),
        ...(outcome.change > 0 ? [t('preview.changed', { n: outcome.change })] : []),
      ]}
    />
  )
}

/** What stays, by which law, and until when. */
export async function Stays({ outcome }: Props) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  return (
    <Lines
      lines={keptByBasis(outcome.kept).map((line) =>
        t('preview.kept', { n: line.count, basis: line.basis, until: keptUntil(line, locale) }),
      )}
    />
  )
}

/** What is not touched because it is also about somebody else. */
export async function Held({ outcome }: Props) {
  const t = await translator('desk')
  return <Lines lines={outcome.held.map(({ count, why }) => t(`preview.${why}`, { n: count }))} />
}
