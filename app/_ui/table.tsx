// biome-ignore-all lint/a11y/noRedundantRoles: display:block takes the table roles away, these give them back
// biome-ignore-all lint/a11y/useSemanticElements: a heading over several rows is one too
import { Fragment, type ReactNode } from 'react'

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
  /** a heading above the first of the rows that share it; rows come sorted by it */
  groupOf?: (row: Row) => string
}

const arrows = { ascending: '↑', descending: '↓' }

/** On a phone every row becomes a block of labelled lines, so nothing scrolls sideways there, and a wide one scrolls within itself elsewhere; the roles keep it a table there. */
export function Table<Row>({ caption, columns, rows, keyOf, isSelected, groupOf }: Props<Row>) {
  return (
    <div className="relative overflow-x-auto rounded-lg border border-line bg-sheet">
      <table role="table" className="w-full text-sm max-md:block">
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
          {rows.map((row, at) => (
            <Fragment key={keyOf(row)}>
              {startsGroup(rows, at, groupOf) && <Heading columns={columns.length}>{groupOf?.(row)}</Heading>}
              <tr
                role="row"
                data-key={keyOf(row)}
                aria-selected={isSelected?.(row)}
                className="border-t border-line first:max-md:border-t-0 aria-selected:bg-brand-wash max-md:grid max-md:gap-1 max-md:p-3"
              >
                {columns.map((column) => (
                  <Cell key={column.label} column={column} row={row} />
                ))}
              </tr>
            </Fragment>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const startsGroup = <Row,>(rows: readonly Row[], at: number, groupOf?: (row: Row) => string): boolean => {
  const [row, before] = [rows[at], rows[at - 1]]
  return groupOf !== undefined && row !== undefined && (before === undefined || groupOf(before) !== groupOf(row))
}

function Heading({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr role="row" className="border-t border-line max-md:block">
      <th
        role="rowheader"
        scope="rowgroup"
        colSpan={columns}
        className="bg-brand-wash px-3 py-2 text-left font-semibold max-md:block"
      >
        {children}
      </th>
    </tr>
  )
}

function Cell<Row>({ column: { label, cell, end }, row }: { column: Column<Row>; row: Row }) {
  return (
    <td
      role="cell"
      data-label={label}
      className={`align-middle max-md:grid max-md:grid-cols-[110px_1fr] max-md:gap-2 max-md:before:text-muted max-md:before:content-[attr(data-label)] max-md:has-[>div:empty]:hidden md:px-3 md:py-2.5 ${end ? 'md:text-right' : ''}`}
    >
      <div className="min-w-0">{cell(row)}</div>
    </td>
  )
}
