import type { Tone } from './tag.tsx'

const fills: Record<Tone, string> = {
  plain: 'fill-edge',
  brand: 'fill-brand',
  ok: 'fill-ok',
  warn: 'fill-warn',
  bad: 'fill-bad',
}

/** A bar for a share of 0 to 1, named by `label`. */
export function Meter({ share, label, tone = 'brand' }: { share: number; label: string; tone?: Tone }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <svg
      role="img"
      aria-label={`${label}: ${percent} %`}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="block h-1.5 w-full overflow-hidden rounded-full bg-sunken print:border"
    >
      <rect width={percent} height="6" className={fills[tone]} />
    </svg>
  )
}
