'use client'

import { useEffect, useState } from 'react'
import { Bar, BarChart as Chart, ResponsiveContainer, XAxis, YAxis } from 'recharts'

export type Series = { name: string; fill: 'ok' | 'bad' | 'edge'; values: number[] }

const fills = { ok: 'var(--color-ok)', bad: 'var(--color-bad)', edge: 'var(--color-edge)' }
const swatches = { ok: 'bg-ok', bad: 'bg-bad', edge: 'bg-edge' }
const text = { fill: 'var(--color-muted)', fontSize: 12 }

/** Stacked bars, one a label. A picture of a table that stands below it; without JavaScript there is only the table. */
export function BarChart({ title, note, labels, series }: Props) {
  const [isMounted, setMounted] = useState(false)
  // Drawn by the browser only: the server's inline styles would be refused by the page's own policy.
  useEffect(() => setMounted(true), [])
  const data = labels.map((label, at) => ({
    label,
    ...Object.fromEntries(series.map(({ name, values }) => [name, values[at]])),
  }))
  return (
    <figure className="mb-6 rounded-lg border border-line bg-sheet p-4 noscript:hidden">
      <figcaption className="mb-2 flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
        <b>{title}</b>
        <span className="flex flex-wrap gap-x-4 text-xs">
          {series.map(({ name, fill }) => (
            <span key={name} className="inline-flex items-center gap-1.5">
              <span className={`size-3 rounded-sm ${swatches[fill]}`} />
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div role="img" aria-label={`${title}. ${note}`} className={`overflow-hidden ${heightFor(labels.length)}`}>
        {isMounted && (
          <ResponsiveContainer>
            <Chart data={data} layout="vertical" accessibilityLayer={false} barCategoryGap={6} margin={{ right: 16 }}>
              <XAxis type="number" allowDecimals={false} tick={text} axisLine={false} tickLine={false} />
              <YAxis
                type="category"
                dataKey="label"
                width={WIDTH}
                interval={0}
                tick={text}
                axisLine={false}
                tickLine={false}
              />
              {series.map(({ name, fill }) => (
                <Bar
                  key={name}
                  dataKey={name}
                  stackId="all"
                  fill={fills[fill]}
                  isAnimationActive={false}
                  maxBarSize={18}
                />
              ))}
            </Chart>
          </ResponsiveContainer>
        )}
      </div>
    </figure>
  )
}

type Props = { title: string; note: string; labels: string[]; series: Series[] }

const WIDTH = 150
/** Known before the browser draws, so that the page does not jump. */
const heightFor = (bars: number) => (bars <= 3 ? 'h-40' : bars <= 7 ? 'h-72' : bars <= 14 ? 'h-120' : 'h-200')
