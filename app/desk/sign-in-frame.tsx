import type { ReactNode } from 'react'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { CameBack } from './came-back.tsx'

/** The frame of the pages before anybody is signed in: says first why a form came back. */
export async function SignInFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <SubjectShell>
      <CameBack />
      <h1 className="mt-4 mb-2">{title}</h1>
      {children}
    </SubjectShell>
  )
}
