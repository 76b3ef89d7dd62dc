import { translator } from '#app/_server/i18n.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { Locale } from '#domain/clock/wording.ts'
import { shortTime } from '../short-time.ts'

/** Where this request stands in the signed log, and how anyone can check it. */
export async function Integrity({ request, locale }: { request: DeskRequest; locale: Locale }) {
  const t = await translator('desk')
  const { moments, sealed, checkpoint } = request.evidence
  return (
    <div className="grid gap-1 text-sm">
      <p>{t('integrity.event', { seq: String(moments[0]?.seq ?? 0) })}</p>
      <p className="text-muted">{t('integrity.sealed', { sealed, total: moments.length })}</p>
      <p className="text-muted">
        {checkpoint
          ? t('integrity.checkpoint', {
              when: shortTime(checkpoint.at, request.controller.zone, locale),
              size: String(checkpoint.size),
            })
          : t('integrity.noCheckpoint')}
      </p>
      <p>
        {t('integrity.offline')} <code className="font-mono text-xs">npm run -s hakku -- audit verify</code>
      </p>
    </div>
  )
}
