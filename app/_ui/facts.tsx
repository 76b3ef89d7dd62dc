import type { ReactNode } from 'react'

/** @property change link that changes this answer, named in full for screen readers */
export type Fact = { term: string; detail: ReactNode; change?: { href: string; label: string } }

/** Terms and their values: an answer to check, a receipt, who is who. `dense` is the desk's. */
export function Facts({ facts, dense }: { facts: Fact[]; dense?: boolean }) {
  return (
    <dl className={dense ? 'grid gap-1.5' : 'divide-y divide-line'}>
      {facts.map(({ term, detail, change }) => (
        <div
          key={term}
          className={
            dense
              ? 'grid grid-cols-[92px_1fr] gap-2.5'
              : 'grid grid-cols-[1fr_auto] gap-x-4 py-3 first:pt-0 last:pb-0 sm:grid-cols-[180px_1fr_auto]'
          }
        >
          <dt className={dense ? 'text-muted' : 'text-sm text-muted sm:text-base'}>{term}</dt>
          <dd className={dense ? 'min-w-0' : 'min-w-0 max-sm:col-start-1'}>{detail}</dd>
          {change && (
            <dd className="max-sm:col-start-2 max-sm:row-span-2 max-sm:row-start-1 print:hidden">
              <a
                href={change.href}
                aria-label={`${change.label}: ${term}`}
                className="inline-flex min-h-6 items-center text-sm pointer-coarse:min-h-11"
              >
                {change.label}
              </a>
            </dd>
          )}
        </div>
      ))}
    </dl>
  )
}
