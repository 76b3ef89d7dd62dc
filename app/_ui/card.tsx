import type { ReactNode } from 'react'
import { Tag, type Tone } from './tag.tsx'

/** A sheet with a title. `dense` is the desk's. */
export function Card({
  title,
  aside,
  dense,
  children,
}: {
  title?: ReactNode
  aside?: ReactNode
  dense?: boolean
  children: ReactNode
}) {
  return (
    <section className="mb-4 min-w-0 rounded-lg border border-line bg-sheet p-4">
      {title && (
        <div className={`flex items-baseline justify-between gap-3 ${dense ? 'mb-2.5' : 'mb-3'}`}>
          <h2 className={dense ? 'text-sm' : ''}>{title}</h2>
          {aside}
        </div>
      )}
      {children}
    </section>
  )
}

/** What is happening and whether the reader has to do anything: the first thing on a status page. */
export function NextStep({ state, tone = 'brand', children }: { state: ReactNode; tone?: Tone; children: ReactNode }) {
  return (
    <section className={`mb-4 rounded-lg border border-l-4 border-line bg-sheet p-4 ${edges[tone]}`}>
      <Tag tone={tone}>{state}</Tag>
      <div className="mt-1.5 grid gap-3">{children}</div>
    </section>
  )
}

const edges: Record<Tone, string> = {
  plain: 'border-l-edge',
  brand: 'border-l-brand',
  ok: 'border-l-ok',
  warn: 'border-l-warn',
  bad: 'border-l-bad',
}
