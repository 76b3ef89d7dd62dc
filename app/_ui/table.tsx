import type { ReactNode } from 'react'

export type Column<Row> = {
  label: string
  cell: (row: Row) => ReactNode
  end?: boolean
  /** a link that sorts by this column, and how it is sorted now */
  sort?: { href: string; direction?: 'ascending' | 'descending' }
}
type Props<Row> = {
  caption: string
  columns: Column<Row>[]
  rows: Row[]
  keyOf: (row: Row) => string
  isSelected?: (row: Row) => boolean
}

const arrows = { ascending: '↑', descending: '↓' }

/** On a phone every row becomes a block of labelled lines, so nothing scrolls sideways; the roles keep it a table there. */
export function Table<Row>({ caption, columns, rows, keyOf, isSelected }: Props<Row>) {
  return (
    // biome-ignore-start lint/a11y/noRedundantRoles: display:block takes the table roles away, these give them back
    <table role="table" className="w-full overflow-hidden rounded-lg border border-line bg-sheet text-sm max-md:block">
      <caption className="sr-only">{caption}</caption>
      <thead role="rowgroup" className="bg-sunken text-xs text-muted max-md:sr-only">
        <tr role="row">
          {columns.map(({ label, end, sort }) => (
            <th
              key={label}
              role="columnheader"
              scope="col"
              aria-sort={sort?.direction}
              className={`px-3 py-2.5 font-semibold ${end ? 'text-right' : 'text-left'}`}
            >
              {sort ? (
                <a href={sort.href} className="text-muted">
                  {label} {sort.direction && <span aria-hidden="true">{arrows[sort.direction]}</span>}
                </a>
              ) : (
                label
              )}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-md:block">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            role="row"
            data-key={keyOf(row)}
            aria-selected={isSelected?.(row)}
            className="border-t border-line first:max-md:border-t-0 aria-selected:bg-brand-wash max-md:grid max-md:gap-1 max-md:p-3"
          >
            {columns.map(({ label, cell, end }) => (
              <td
                key={label}
                role="cell"
                data-label={label}
                className={`align-middle max-md:grid max-md:grid-cols-[110px_1fr] max-md:gap-2 max-md:before:text-muted max-md:before:content-[attr(data-label)] md:px-3 md:py-2.5 ${end ? 'md:text-right' : ''}`}
              >
                <div className="min-w-0">{cell(row)}</div>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
    // biome-ignore-end lint/a11y/noRedundantRoles: see above
  )
}
