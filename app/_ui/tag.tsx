import type { ReactNode } from 'react'

export type Tone = 'plain' | 'brand' | 'ok' | 'warn' | 'bad'

const tones: Record<Tone, string> = {
  plain: 'bg-sunken text-muted',
  brand: 'bg-brand-wash text-brand',
  ok: 'bg-ok-wash text-ok',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
}

/** A state in words; the tone only underlines what the words already say. */
export function Tag({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return (
    <span
      className={`inline-flex items-center gap-1.5 rounded-full px-2.5 py-0.5 text-xs font-semibold print:border [[aria-selected=true]_&]:bg-sheet ${tones[tone]}`}
    >
      {tone === 'ok' && <span aria-hidden="true">✓</span>}
      {children}
    </span>
  )
}
