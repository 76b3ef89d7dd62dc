import type { ReactNode } from 'react'

export type Moment = { id: string; what: ReactNode; when: string; by: string }

/** What happened, newest first. */
export function Timeline({ moments }: { moments: Moment[] }) {
  return (
    <ol>
      {moments.map(({ id, what, when, by }) => (
        <li key={id} className="relative pb-3 pl-4.5 last:pb-0">
          <span aria-hidden="true" className="absolute top-1.75 left-0.5 size-1.75 rounded-full bg-edge" />
          {what}
          <span className="block text-xs text-muted">
            {when} · {by}
          </span>
        </li>
      ))}
    </ol>
  )
}
