import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'
import { Avatar } from './avatar.tsx'
import { LanguageSwitch } from './language-switch.tsx'
import { SkipLink } from './skip-link.tsx'
import { Wordmark } from './wordmark.tsx'

export type DeskLink = { href: string; label: string; count?: number; current?: boolean }
type Props = {
  home: string
  groups: { title: string; links: DeskLink[] }[]
  person: { name: string; role: string }
  /** where the sign-out form posts to */
  signOut: string
  children: ReactNode
}

/** The frame of the staff's and the controllers' pages: a sidebar on wide screens, a menu above the page on narrow ones. */
export async function DeskShell({ home, groups, person, signOut, children }: Props) {
  const t = await translator('ui')
  const menu = (
    <>
      {groups.map((group) => (
        <LinkGroup key={group.title} {...group} />
      ))}
      <div className="mt-auto flex items-center gap-2.5 border-t border-line px-2.5 pt-3">
        <Avatar name={person.name} />
        <div className="min-w-0 grow leading-tight">
          <p className="truncate font-semibold">{person.name}</p>
          <p className="text-xs text-muted">{person.role}</p>
        </div>
      </div>
      <div className="flex flex-wrap items-center justify-between">
        <form method="post" action={signOut}>
          <button
            type="submit"
            className="min-h-11 cursor-pointer rounded-sm px-2.5 text-brand underline underline-offset-3"
          >
            {t('signOut')}
          </button>
        </form>
        <LanguageSwitch />
      </div>
    </>
  )
  return (
    <div className="min-h-dvh text-sm lg:grid lg:grid-cols-[220px_minmax(0,1fr)]">
      <SkipLink />
      <aside className="sticky top-0 hidden h-dvh flex-col gap-5 overflow-y-auto border-r border-line bg-sunken px-3 py-4 lg:flex print:hidden">
        <HomeLink href={home} label={t('home')} />
        {menu}
      </aside>
      <details className="group border-b border-line bg-sunken lg:hidden print:hidden">
        <summary className="flex min-h-12 cursor-pointer list-none items-center justify-between px-4 [&::-webkit-details-marker]:hidden">
          <Wordmark />
          <span className="font-semibold text-brand">
            {t('menu')}{' '}
            <span aria-hidden="true" className="inline-block group-open:rotate-180">
              ▾
            </span>
          </span>
        </summary>
        <div className="flex flex-col gap-5 px-2 pt-2 pb-4">{menu}</div>
      </details>
      <main id="main" tabIndex={-1} className="min-w-0 p-4 outline-none lg:px-8 lg:py-6">
        {children}
      </main>
    </div>
  )
}

function HomeLink({ href, label }: { href: string; label: string }) {
  return (
    <a href={href} aria-label={label} className="rounded-sm px-2.5 no-underline">
      <Wordmark />
    </a>
  )
}

function LinkGroup({ title, links }: Props['groups'][number]) {
  return (
    <nav aria-label={title}>
      <p className="mb-1.5 px-2.5 text-xs font-semibold text-muted">{title}</p>
      {links.map(({ href, label, count, current }) => (
        <a
          key={href}
          href={href}
          aria-current={current ? 'page' : undefined}
          className="flex min-h-11 items-center justify-between gap-2 rounded-sm px-2.5 text-ink no-underline hover:underline lg:min-h-8.5 aria-[current]:bg-sheet aria-[current]:font-semibold aria-[current]:ring-1 aria-[current]:ring-line"
        >
          {label} {count !== undefined && <span>{count}</span>}
        </a>
      ))}
    </nav>
  )
}
