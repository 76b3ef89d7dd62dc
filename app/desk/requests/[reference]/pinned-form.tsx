import type { ReactNode } from 'react'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'

type Props = {
  request: Pick<DeskRequest, 'reference' | 'version'>
  to:
    | 'assignment'
    | 'submission'
    | 'reopening'
    | 'approval'
    | 'return'
    | 'refusal'
    | 'answer'
    | 'questions'
    | 'extension'
  children: ReactNode
}

/** A form that says what its sender saw: should the request have changed since, it is refused. */
export function PinnedForm({ request, to, children }: Props) {
  return (
    <form method="post" action={`/desk/requests/${request.reference}/${to}`} noValidate>
      <input type="hidden" name="version" value={request.version} />
      {children}
    </form>
  )
}
