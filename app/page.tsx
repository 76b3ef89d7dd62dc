import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { translator } from '#app/_server/i18n.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { Card } from '#app/_ui/card.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { findPublicControllers } from '#data/controllers/find-public.ts'

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('subject'))('home.title'))

/** The portals of this installation; a single one is the start page itself. */
export default async function Home() {
  const t = await translator('subject')
  const controllers = await findPublicControllers()
  const [only] = controllers
  if (only && controllers.length === 1) redirect(`/${only.slug}`)
  const links = [
    { href: '/status', title: t('home.follow'), hint: t('home.followHint') },
    { href: '/verify', title: t('home.verify'), hint: t('home.verifyHint') },
    { href: '/deadline', title: t('home.deadline'), hint: t('home.deadlineHint') },
  ]
  return (
    <SubjectShell>
      <h1 className="mb-2">{t('home.title')}</h1>
      <p className="mb-6">{t('home.intro')}</p>
      {only ? (
        <Card title={t('home.portals')}>
          <ul className="divide-y divide-line">
            {controllers.map(({ slug, name }) => (
              <li key={slug}>
                <a href={`/${slug}`} className="flex min-h-11 items-center py-2 font-semibold">
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </Card>
      ) : (
        <EmptyState title={t('home.nobody')} />
      )}
      <ul className="mt-8 grid gap-4">
        {links.map(({ href, title, hint }) => (
          <li key={href}>
            <a href={href} className="inline-flex min-h-11 items-center font-semibold">
              {title}
            </a>
            <span className="block text-sm text-muted">{hint}</span>
          </li>
        ))}
      </ul>
    </SubjectShell>
  )
}
