import { translator } from '#app/_server/i18n.ts'

/** Holds the place of a list while it loads. */
export async function Skeleton({ lines = 3 }: { lines?: number }) {
  const t = await translator('ui')
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{t('loading')}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} className="h-5 rounded-sm bg-sunken motion-safe:animate-pulse last:w-2/3" />
      ))}
    </div>
  )
}
