import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'

type BannerTone = 'note' | 'ok' | 'warn' | 'bad'

const looks: Record<BannerTone, string> = {
  note: 'border-brand bg-brand-wash',
  ok: 'border-ok bg-ok-wash',
  warn: 'border-warn bg-warn-wash',
  bad: 'border-bad bg-bad-wash',
}

/** Something to know before going on. The title says what; without one, the tone is said in words. */
export async function Banner({
  tone = 'note',
  title,
  children,
}: {
  tone?: BannerTone
  title?: ReactNode
  children?: ReactNode
}) {
  const t = await translator('ui')
  const words = { note: t('toneNote'), ok: t('toneOk'), warn: t('toneWarn'), bad: t('toneBad') }
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={`mb-6 rounded-md border-l-4 px-4 py-3 ${looks[tone]}`}>
      <p className="font-semibold">{title ?? words[tone]}</p>
      {children && <div className="text-sm">{children}</div>}
    </div>
  )
}
