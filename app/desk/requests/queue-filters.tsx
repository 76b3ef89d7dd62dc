import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import { type QueueQuery, queueAddress } from '#domain/queue-view.ts'
import { RIGHTS } from '#domain/request.ts'

type Props = { query: QueueQuery; controllers: { id: string; name: string }[] }

const control = 'h-8.5 min-w-0 rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11'

/** What to show, as a form whose answer is an address: it can be kept, sent and gone back to. */
export async function QueueFilters({ query, controllers }: Props) {
  const t = await translator('desk')
  const isNarrowed = Boolean(query.q || query.right || query.controller)
  return (
    <form method="get" action="/desk/requests" className="mb-3 flex flex-wrap items-end gap-2">
      <input type="hidden" name="view" value={query.view} />
      {query.sort !== 'due' && <input type="hidden" name="sort" value={query.sort} />}
      <label className="grid min-w-40 grow gap-0.5 text-xs text-muted sm:max-w-72">
        {t('searchLabel')}
        <input
          id="q"
          name="q"
          type="search"
          defaultValue={query.q ?? ''}
          maxLength={64}
          placeholder="HK-7K4Q-2MPX"
          autoComplete="off"
          spellCheck={false}
          className={control}
        />
      </label>
      <label className="grid gap-0.5 text-xs text-muted">
        {t('rightLabel')}
        <select name="right" defaultValue={query.right ?? ''} className={control}>
          <option value="">{t('any')}</option>
          {RIGHTS.map((right) => (
            <option key={right} value={right}>
              {t(`right.${right}`)}
            </option>
          ))}
        </select>
      </label>
      {controllers.length > 1 && (
        <label className="grid gap-0.5 text-xs text-muted">
          {t('controller')}
          <select name="controller" defaultValue={query.controller ?? ''} className={control}>
            <option value="">{t('any')}</option>
            {controllers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Button slim look="quiet">
        {t('apply')}
      </Button>
      {isNarrowed && (
        <a
          href={queueAddress({ view: query.view, sort: query.sort })}
          className="inline-flex min-h-8.5 items-center px-1"
        >
          {t('clear')}
        </a>
      )}
      <span className="ml-auto text-xs text-muted">{t(`sortedBy.${query.sort}`)}</span>
    </form>
  )
}
