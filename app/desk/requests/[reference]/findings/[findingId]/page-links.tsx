import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'

type Props = { page: number; pages: number; here: string; again?: boolean }

/** First, previous, next, last, and any page by its number. */
export async function PageLinks({ page, pages, here, again = false }: Props) {
  const t = await translator('desk')
  const link = (to: number, label: string, isUseful: boolean) =>
    isUseful ? (
      <a href={`${here}?page=${to}`} className="inline-flex min-h-8 items-center pointer-coarse:min-h-11">
        {label}
      </a>
    ) : (
      <span className="text-muted">{label}</span>
    )
  const id = again ? 'page-again' : 'page'
  return (
    <nav aria-label={t('finding.pages')} className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1">
      {link(1, t('finding.first'), page > 1)}
      {link(Math.min(page - 1, pages), t('finding.previous'), page > 1)}
      <span>{t('finding.page', { page, pages })}</span>
      {link(page + 1, t('finding.next'), page < pages)}
      {link(pages, t('finding.last'), page < pages)}
      <form method="get" action={here} className="flex items-center gap-2">
        <label htmlFor={id} className="text-muted">
          {t('finding.jump')}
        </label>
        <input
          id={id}
          name="page"
          type="number"
          min={1}
          max={pages}
          inputMode="numeric"
          className="h-8.5 w-24 rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11"
        />
        <Button slim look="quiet">
          {t('finding.jumpGo')}
        </Button>
      </form>
    </nav>
  )
}
