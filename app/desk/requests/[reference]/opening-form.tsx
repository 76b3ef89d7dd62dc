import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import { OPENING_REASONS } from '#domain/opening.ts'

/** Asks for what somebody's data is opened. */
export async function OpeningForm({ action }: { action: string }) {
  const t = await translator('desk')
  return (
    <form method="post" action={action} className="grid gap-1">
      <fieldset>
        <legend className="mb-1 font-semibold">{t('open.reason')}</legend>
        {OPENING_REASONS.map((reason, index) => (
          <label key={reason} className="flex min-h-8 items-center gap-2 pointer-coarse:min-h-11">
            <input
              type="radio"
              id={index === 0 ? 'reason' : `reason-${reason}`}
              name="reason"
              value={reason}
              className="size-4.5 accent-brand"
            />
            {t(`opening.${reason}`)}
          </label>
        ))}
      </fieldset>
      <p className="text-xs text-muted">{t('open.note')}</p>
      <p className="mt-1">
        <Button slim>{t('open.go')}</Button>
      </p>
    </form>
  )
}
