import type { ReactNode } from 'react'

/** A quiet aside, such as what we do not ask for. */
export function Note({ children }: { children: ReactNode }) {
  return <p className="mb-6 border-l-3 border-edge py-0.5 pl-3.5 text-sm">{children}</p>
}
