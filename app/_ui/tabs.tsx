import { Tag } from './tag.tsx'

/** Views of one thing; each is a page of its own, so a tab is a link. `count` says how much waits there. */
export function Tabs({
  label,
  tabs,
}: {
  label: string
  tabs: { href: string; label: string; count?: number; current?: boolean }[]
}) {
  return (
    <nav aria-label={label} className="mb-3.5 flex flex-wrap gap-1 border-b border-line print:hidden">
      {tabs.map((tab) => (
        <a
          key={tab.href}
          href={tab.href}
          aria-current={tab.current ? 'page' : undefined}
          className="inline-flex min-h-11 items-center gap-1.5 px-3 font-semibold text-muted no-underline hover:text-ink aria-[current]:text-ink aria-[current]:inset-shadow-[0_-2px_0_var(--color-brand)]"
        >
          {tab.label} {tab.count ? <Tag tone="warn">{tab.count}</Tag> : null}
        </a>
      ))}
    </nav>
  )
}
