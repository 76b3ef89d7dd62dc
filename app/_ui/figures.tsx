import type { ReactNode } from 'react'

/** A few numbers that say how the day stands. */
export function Figures({ figures }: { figures: { value: ReactNode; label: string }[] }) {
  return (
    <dl className="mb-6 grid grid-cols-2 gap-3 xl:grid-cols-4">
      {figures.map(({ value, label }) => (
        <div key={label} className="flex flex-col-reverse justify-end rounded-lg border border-line bg-sheet px-4 py-3">
          <dt className="text-muted">{label}</dt>
          <dd className="text-xl font-bold">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
