import type { ReactNode } from 'react'
import { Tag, type Tone } from './tag.tsx'

/**
 * @property promise a sentence with the date and the law or promise behind it; @property left time left in words
 * ("18 jam lagi"); @property how the arithmetic, false where there is no date
 */
export type Due = { promise: string; left: ReactNode; tone?: Tone; how: { title: string; text: string } | false }

/** When answers are due and by which law or promise; the first is the one that binds. */
export function DueList({ dues }: { dues: Due[] }) {
  return (
    <ul className="divide-y divide-line">
      {dues.map(({ promise, left, tone, how }, index) => (
        <li key={promise} className="py-3 first:pt-0 last:pb-0">
          <p className={`text-pretty ${index === 0 ? 'text-lg font-semibold' : ''}`}>{promise}</p>
          <div className="mt-1 flex flex-wrap items-center gap-x-3">
            <Tag {...(tone && { tone })}>{left}</Tag>
            {how && (
              <details className="text-sm open:basis-full print:hidden">
                <summary className="inline-flex min-h-6 cursor-pointer items-center text-brand underline underline-offset-3 pointer-coarse:min-h-11">
                  {how.title}
                </summary>
                <p>{how.text}</p>
              </details>
            )}
          </div>
        </li>
      ))}
    </ul>
  )
}
