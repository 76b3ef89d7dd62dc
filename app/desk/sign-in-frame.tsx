import type { ReactNode } from 'react'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'

/** The frame of the pages before anybody is signed in: says first why a form came back. */
export async function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  const form = await shownForm()
  return (
    <SubjectShell>
      <ErrorSummary errors={form.errors} />
      {form.refusal && <Banner tone="bad" title={form.refusal} />}
      <h1 className="mt-4 mb-2">{title}</h1>
      {children}
    </SubjectShell>
  )
}
