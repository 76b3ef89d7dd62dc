import type { Dataset } from '#domain/dataset/dataset.ts'
import type { KnownColumn, KnownTable } from './compare.ts'
import type { ChangeProblem, FieldChange } from './contract.ts'

type Kind = ChangeProblem['problem']

/** What the live schema alone says against a change; `fitsForm`: whether the text can be the column's at all. */
export function schemaProblem<C extends KnownColumn>(
  table: KnownTable<C>,
  dataset: Dataset,
  { collection, field, key, to }: FieldChange,
  fitsForm: (column: C, to: string) => boolean,
): Kind | null {
  const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined
  const described = dataset.collections
    .find(({ name }) => name === collection)
    ?.fields.find((one) => one.name === field)
  if (!column || !described || described.readOnly || column.generated || table.key.includes(field))
    return 'not_writable'
  if (table.key.length === 0 || key.length !== table.key.length) return 'not_writable'
  if (!column.changeable) return 'permission'
  if (to === null) return column.nullable ? null : 'not_null'
  if (column.maxLength !== null && [...to].length > column.maxLength) return 'too_long'
  return fitsForm(column, to) ? null : 'wrong_type'
}
