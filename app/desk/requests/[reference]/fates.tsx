import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { formatDueDate } from '#domain/clock/wording.ts'
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
        ...outcome.fields.map(({ field, method }) => t('preview.fieldPlan', { field, method: named(t, method) })),
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

/** What is not touched: it is also about somebody else, or a legal hold keeps it. */
export async function Held({ outcome }: Props) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  return (
    <Lines
      lines={[
        ...outcome.held.map(({ count, why }) => t(`preview.${why}`, { n: count })),
        ...outcome.onHold.map(({ count, basis, until, fields }) =>
          [
            t('preview.onHold', {
              n: count,
              basis,
              until: until ? formatDueDate(until, locale) : t('hold.untilLifted'),
            }),
            ...fields,
          ].join(' · '),
        ),
      ]}
    />
  )
}

type Translate = Awaited<ReturnType<typeof translator<'desk'>>>

/** The method in words; one of another name is shown as it is. */
export function named(t: Translate, method: string): string {
  const key = `preview.method.${method}` as 'preview.method.null'
  return t.has(key) ? t(key) : method
}
