import type { ReactNode } from 'react'
import { Tag, type Tone } from './tag.tsx'

/** @property left time left in words ("18 jam lagi"); @property because the law's article or the promise behind the date */
export type Due = { when: string; left: ReactNode; tone?: Tone; because: ReactNode }

/** When answers are due and by which law or promise, the soonest first. */
export function DueList({ dues }: { dues: Due[] }) {
  return (
    <ul className="divide-y divide-line">
      {dues.map(({ when, left, tone, because }) => (
        <li key={when} className="grid gap-x-3 gap-y-0.5 py-3 first:pt-0 last:pb-0 min-[360px]:grid-cols-[1fr_auto]">
          <p className="font-semibold">{when}</p>
          <p>
            <Tag {...(tone && { tone })}>{left}</Tag>
          </p>
          <div className="col-span-full text-sm text-muted">{because}</div>
        </li>
      ))}
    </ul>
  )
}
