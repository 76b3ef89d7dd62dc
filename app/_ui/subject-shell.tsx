import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'
import { LanguageSwitch } from './language-switch.tsx'
import { SkipLink } from './skip-link.tsx'
import { Wordmark } from './wordmark.tsx'

type Props = {
  /** who answers for the data; the footer names them and how to reach their DPO */
  controller?: { name: string; dpoEmail: string | null }
  back?: string
  /** beside the language switch, such as a sign-out form */
  aside?: ReactNode
  children: ReactNode
}

/** The frame of every page a data subject sees: one column, 640 px at most. */
export async function SubjectShell({ controller, back, aside, children }: Props) {
  const t = await translator('ui')
  return (
    <div className="flex min-h-dvh flex-col">
      <SkipLink />
      <header className="border-b border-line bg-sheet">
        <div className="mx-auto flex max-w-page items-center justify-between gap-4 px-4 py-1.5">
          <a href="/" aria-label={t('home')} className="inline-flex min-h-11 items-center rounded-sm no-underline">
            <Wordmark />
          </a>
          <div className="flex items-center gap-2">
            {aside}
            <LanguageSwitch />
          </div>
        </div>
      </header>
      <div className="mx-auto w-full max-w-page grow px-4 pt-4 pb-12">
        {back && (
          <nav aria-label={t('back')} className="mb-2 print:hidden">
            <a href={back} className="inline-flex min-h-11 items-center text-sm">
              <span aria-hidden="true">‹&nbsp;</span>
              {t('back')}
            </a>
          </nav>
        )}
        <main id="main" tabIndex={-1} className="outline-none">
          {children}
        </main>
      </div>
      {controller && (
        <footer className="border-t border-line p-4 text-center text-sm text-muted">
          <p>
            {controller.name}
            {controller.dpoEmail && (
              <>
                {' · '}
                {t('dpo')}: <a href={`mailto:${controller.dpoEmail}`}>{controller.dpoEmail}</a>
              </>
            )}
          </p>
        </footer>
      )}
    </div>
  )
}
