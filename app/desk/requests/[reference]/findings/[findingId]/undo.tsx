import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import type { Redaction } from '#domain/redaction.ts'

type Props = { redaction: Redaction; page: number; here: string; label?: string }

/** Takes one decision back. */
export async function Undo({ redaction: { id, row, field }, page, here, label }: Props) {
  const t = await translator('desk')
  const what = [
    ...(row === null ? [] : [t('finding.row', { n: row })]),
    ...(field === null ? [] : [field]),
    ...(row === null && field === null ? [t('redaction.collection')] : []),
  ].join(', ')
  return (
    <form method="post" action={`${here}/pages/${page}/redactions/${id}/removal`} className="inline-block font-sans">
      <Button slim look="quiet" aria-label={label ? `${label}: ${what}` : t('redaction.undoWhat', { what })}>
        {label ?? t('redaction.undo')}
      </Button>
    </form>
  )
}
