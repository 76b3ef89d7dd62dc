import type { Dataset } from '#domain/dataset/dataset.ts'
import { type Changed, type ChangeProblem, type FieldChange, type JsonValue, SourceFault } from '../contract.ts'
import { exactJson } from '../exact-json.ts'
import { schemaProblem } from '../field-changes.ts'
import { type Catalog, type Column, columnOf, type Table, tableName, tableOf } from './catalog.ts'
import { MysqlFault } from './faults.ts'
import { canHold } from './fits-value.ts'
import { byKey, cellSql } from './keys.ts'
import { bytes, quote, text } from './literals.ts'
import { literalOf } from './place.ts'
import type { Cell, Session } from './session.ts'
import { familyOf } from './types.ts'
import { exactText, toJson } from './values.ts'

type Kind = ChangeProblem['problem']

/** Looks at every change without writing: the schema, the value, and the row as it is now. */
export async function checkChanges(
  session: Session,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
): Promise<readonly ChangeProblem[]> {
  return (await look(session, catalog, dataset, changes, '')).problems
}

/** What the schema and the type say against a value, whatever the row. */
export async function unfitValue(session: Session, catalog: Catalog, dataset: Dataset, change: FieldChange) {
  const table = tableOf(catalog, change.collection)
  const ofColumn = () => ofValue(session, columnOf(table, change.field), change.to)
  return ofSchema(table, dataset, change) ?? attempt(ofColumn)
}

/** Locks and looks, writes, and reads all of it again; with a problem the caller rolls back. */
export async function writeChanges(
  session: Session,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
): Promise<Changed> {
  const looked = await look(session, catalog, dataset, changes, 'FOR UPDATE')
  if (looked.problems.length > 0) return { written: 0, already: 0, problems: looked.problems }
  const open = [...changes.entries()].filter(([at]) => !looked.already.has(at))
  const problems: ChangeProblem[] = []
  for (const [at, change] of open) {
    const problem = await attempt(() => write(session, catalog, change))
    if (problem) problems.push({ at, problem })
  }
  // Only after the last write: a trigger of one may undo another.
  for (const [at, change] of problems.length === 0 ? open : []) {
    const now = await read(session, catalog, change, '')
    if (!now || !holds(columnOf(tableOf(catalog, change.collection), change.field), now.cell, change.to))
      problems.push({ at, problem: 'altered' })
  }
  if (problems.length > 0) return { written: 0, already: 0, problems }
  return { written: open.length, already: looked.already.size, problems }
}

async function look(
  session: Session,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
  lock: '' | 'FOR UPDATE',
) {
  const problems: ChangeProblem[] = []
  const already = new Set<number>()
  for (const [at, change] of changes.entries()) {
    const table = tableOf(catalog, change.collection)
    const problem = ofSchema(table, dataset, change) ?? (await attempt(() => ofRow(at)))
    if (problem) problems.push({ at, problem })
    async function ofRow(index: number): Promise<Kind | null> {
      const column = columnOf(table, change.field)
      const unfit = await ofValue(session, column, change.to)
      if (unfit) return unfit
      const current = await read(session, catalog, change, lock)
      if (!current) return 'gone'
      if (holds(column, current.cell, change.to)) already.add(index)
      else if (JSON.stringify(toJson(current.cell, column)) !== JSON.stringify(change.from)) return 'changed_meanwhile'
      return null
    }
  }
  return { problems, already }
}

/** What cannot be taken back is not written: all or nothing needs a transaction. */
function ofSchema(table: Table, dataset: Dataset, change: FieldChange): Kind | null {
  if (table.standing.some(({ kind }) => kind === 'no_transaction')) return 'not_writable'
  return schemaProblem(
    table,
    dataset,
    change,
    (column, to) => canHold(column, to) !== 'wrong_type' && isJson(column, to),
  )
}

function isJson({ base }: Column, to: string): boolean {
  if (base !== 'json') return true
  try {
    JSON.parse(to)
    return true
  } catch {
    return false
  }
}

/** The one thing that only the server knows: whether the column's character set has these characters. */
async function ofValue(session: Session, column: Column, to: string | null): Promise<Kind | null> {
  if (to === null) return null
  if (canHold(column, to) === 'altered') return 'altered'
  if (!column.text || column.charset === 'utf8mb4') return null
  const there = `CONVERT(CONVERT(${text(to)} USING ${column.charset}) USING utf8mb4)`
  const [row] = await session.query(`SELECT CAST(${there} AS BINARY) = ${bytes(to)}`)
  return row?.[0]?.toString('latin1') === '1' ? null : 'wrong_type'
}

async function read(session: Session, catalog: Catalog, { collection, field, key }: FieldChange, lock: string) {
  const table = tableOf(catalog, collection)
  const [row] = await session.query(
    `SELECT ${cellSql(table, field)} FROM ${tableName(catalog, table)} AS t WHERE ${byKey(table, table.key, [key])} ${lock}`,
  )
  return row ? { cell: row[0] ?? null } : null
}

/** Numbers and times are equal whatever their scale, documents whatever their spacing; texts letter by letter. */
function holds(column: Column, cell: Cell, to: string | null): boolean {
  if (cell === null || to === null) return cell === to
  if (column.base === 'json') return sorted(toJson(cell, column)) === sorted(exactJson(to))
  return plain(column, exactText(cell, column)) === plain(column, to)
}

function plain(column: Column, value: string): string | null {
  if (column.text || column.base === 'enum' || column.base === 'set') return value
  const literal = literalOf(column, value)
  if (column.base === 'uuid') return value.replaceAll('-', '').toLowerCase()
  return familyOf(column) === 'time' ? momentOf(value) : literal
}

/** `2024-01-01T10:00:00.500Z` is `2024-01-01 10:00:00.5`, and a day alone is its midnight. */
function momentOf(value: string): string {
  const [, whole = '', fraction = ''] = /^([^.Z+]*)(?:\.(\d*?)0*)?(?:Z|\+00)?$/.exec(value) ?? []
  const moment = whole.replace('T', ' ')
  return `${/^\d{4}-\d\d-\d\d$/.test(moment) ? `${moment} 00:00:00` : moment}.${fraction}`
}

const sorted = (value: JsonValue): string =>
  JSON.stringify(value, (_name, one: JsonValue) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  )

async function write(session: Session, catalog: Catalog, { collection, field, key, to }: FieldChange) {
  const table = tableOf(catalog, collection)
  const column = columnOf(table, field)
  const value = to === null ? 'NULL' : column.base === 'json' ? text(to) : (literalOf(column, to) ?? 'NULL')
  const rows = await session.run(
    `UPDATE ${tableName(catalog, table)} AS t SET t.${quote(field)} = ${value} WHERE ${byKey(table, table.key, [key])}`,
  )
  if (rows > 1) throw new SourceFault('conflict')
  return null
}

const BY_NUMBER: Readonly<Record<number, Kind>> = {
  1048: 'not_null',
  1062: 'not_unique',
  1142: 'permission',
  1143: 'permission',
  1406: 'too_long',
}

/** A refused statement leaves the transaction as it was: the others are still looked at, so that all is said at once. */
async function attempt(work: () => Promise<Kind | null>): Promise<Kind | null> {
  try {
    return await work()
  } catch (error) {
    const known = error instanceof MysqlFault ? BY_NUMBER[error.number] : undefined
    if (known) return known
    if (!(error instanceof SourceFault)) throw error
    if (error.kind === 'value_not_castable') return 'wrong_type'
    if (error.kind === 'constraint') return 'constraint'
    throw error
  }
}
