import type { ReactNode } from 'react'
import { translator } from '#app/_server/i18n.ts'
import type { ShownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import { PortalShell } from '../../portal-shell.tsx'
import { ReturnedForm } from '../../returned-form.tsx'

type Props = {
  controller: PublicController
  question: string
  back: string
  form: ShownForm
  /** between the errors and the form */
  lead?: ReactNode
  children: ReactNode
}

/** One question: what is wrong with the last answer, the question, and one button. */
export async function QuestionPage({ controller, question, back, form, lead, children }: Props) {
  const t = await translator('subject')
  return (
    <PortalShell controller={controller} back={back}>
      <ReturnedForm form={form} />
      {lead}
      <form method="post" action={`/${controller.slug}/request/${question}/answer`} noValidate>
        {children}
        <Button>{t('continue')}</Button>
      </form>
    </PortalShell>
  )
}
