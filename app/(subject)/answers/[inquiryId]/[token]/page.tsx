import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { linkAddress } from '#app/_server/respondent.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'

type Props = {
  params: Promise<{ inquiryId: string; token: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('tasks'))('link.title'))

/** Where a one-time link leads. Looking uses nothing up: mail scanners look too. */
export default async function Link({ params, searchParams }: Props) {
  const link = await params
  const [t, form] = [await translator('tasks'), await shownForm()]
  const isSent = (await searchParams)['sent'] !== undefined
  return (
    <SubjectShell>
      {form.refusal && <Banner tone="bad" title={form.refusal} />}
      {isSent && <Banner tone="ok" title={t('link.sent')} />}
      <h1 className="mb-2">{t('link.title')}</h1>
      <p className="mb-6">{t('link.text')}</p>
      <form method="post" action={`${linkAddress(link)}/opening`} className="mb-8">
        <Button>{t('link.open')}</Button>
      </form>
      <h2 className="mb-2">{t('link.again')}</h2>
      <p className="mb-4">{t('link.againText')}</p>
      <form method="post" action={`${linkAddress(link)}/link`}>
        <Button look="quiet">{t('link.send')}</Button>
      </form>
    </SubjectShell>
  )
}
