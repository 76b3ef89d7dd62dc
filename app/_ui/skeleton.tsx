import { translator } from '#app/_server/i18n.ts'

const bars = ['w-full', 'w-11/12', 'w-2/3']

/** Holds the place of a list while it loads. */
export async function Skeleton() {
  const t = await translator('ui')
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">{t('loading')}</span>
      {bars.map((width) => (
        <span key={width} className={`h-5 rounded-sm bg-line motion-safe:animate-pulse ${width}`} />
      ))}
    </div>
  )
}
