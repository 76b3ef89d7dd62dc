import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import type { FoundList } from '#data/calendars/find-list.ts'

/** The second lead approves; either may end it. */
export async function Decision({ list: { id, isOwn } }: { list: FoundList }) {
  const [t, form] = [await translator('calendars'), await shownForm()]
  const who = isOwn ? 'own' : 'other'
  return (
    <Card dense title={t('decision.title')}>
      {isOwn ? (
        <p className="mb-3 text-muted">{t('decision.waits')}</p>
      ) : (
        <form method="post" action={`/desk/calendars/lists/${id}/approval`} className="mb-3">
          <p className="mb-3 text-muted">{t('decision.intro')}</p>
          <Button>{t('decision.approve')}</Button>
        </form>
      )}
      <details open={form.error('reason') !== undefined}>
        <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">
          {t(`decision.${who}.open`)}
        </summary>
        <form method="post" action={`/desk/calendars/lists/${id}/rejection`} noValidate className="mt-3">
          <TextArea
            name="reason"
            label={t('decision.reason')}
            rows={3}
            maxLength={1_000}
            error={form.error('reason')}
            defaultValue={form.value('reason')}
          />
          <Button slim look="danger">
            {t(`decision.${who}.go`)}
          </Button>
        </form>
      </details>
    </Card>
  )
}
