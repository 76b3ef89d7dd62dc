import type { ReactNode } from 'react'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'

/** The frame of one controller's pages: its name and data protection officer stand in the footer. */
export function PortalShell({
  controller,
  back,
  aside,
  children,
}: {
  controller: PublicController
  back?: string
  aside?: ReactNode
  children: ReactNode
}) {
  const dpoEmail = controller.dpoContact.includes('@') ? controller.dpoContact : null
  return (
    <SubjectShell
      controller={{ name: controller.name, dpoEmail }}
      {...(back ? { back } : {})}
      {...(aside ? { aside } : {})}
    >
      {children}
    </SubjectShell>
  )
}
