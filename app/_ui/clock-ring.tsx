import type { Tone } from './tag.tsx'

const strokes: Record<Tone, string> = {
  plain: 'stroke-edge',
  brand: 'stroke-brand',
  ok: 'stroke-ok',
  warn: 'stroke-warn',
  bad: 'stroke-bad',
}

/** How much of a clock has run (0 to 1). Only a picture: hours and law stand in words beside it. */
export function ClockRing({ share, tone = 'brand' }: { share: number; tone?: Tone }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100)
  return (
    <svg aria-hidden="true" viewBox="0 0 20 20" className="size-4.5 shrink-0 -rotate-90 fill-none">
      <circle cx="10" cy="10" r="7.5" strokeWidth="4" className="stroke-line" />
      <circle
        cx="10"
        cy="10"
        r="7.5"
        strokeWidth="4"
        pathLength={100}
        strokeDasharray={`${percent} 100`}
        className={strokes[tone]}
      />
    </svg>
  )
}
