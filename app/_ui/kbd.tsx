import type { ReactNode } from 'react'

/** A key, shown where it works. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="rounded-[4px] border border-edge bg-sheet px-1.25 py-0.5 font-mono text-[0.6875rem] leading-none font-semibold text-muted pointer-coarse:hidden">
      {children}
    </kbd>
  )
}
