import type pg from 'pg'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { type Changed, type ChangeProblem, type FieldChange, SourceFault } from '../contract.ts'
import { schemaProblem } from '../field-changes.ts'
import { type Catalog, type Column, columnOf, quote, type Table, tableName, tableOf } from './catalog.ts'
import { AS_TEXT, cell } from './read.ts'
import { toJson } from './values.ts'

type Kind = ChangeProblem['problem']

/** Values as parameters `$1…`; the row is addressed by those that follow. */
type Place = { table: Table; column: Column; field: string; to: string | null; row: string; key: readonly string[] }

/** Looks at every change without writing: the schema, the value, and the row as it is now. */
export async function checkChanges(
  client: pg.PoolClient,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
): Promise<readonly ChangeProblem[]> {
  return (await look(client, catalog, dataset, changes, '')).problems
}

/** What the schema and the type say against a value, whatever the row. */
export const unfitValue = async (client: pg.PoolClient, catalog: Catalog, dataset: Dataset, change: FieldChange) =>
  schemaProblem(tableOf(catalog, change.collection), dataset, change, fitsForm) ??
  attempt(client, () => ofValue(client, placeOf(catalog, change)))

/** Locks and looks, writes, and reads all of it again; with a problem the caller rolls back. */
export async function writeChanges(
  client: pg.PoolClient,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
): Promise<Changed> {
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
  const looked = await look(client, catalog, dataset, changes, 'FOR UPDATE')
  if (looked.problems.length > 0) return { written: 0, already: 0, problems: looked.problems }
  const open = [...changes.entries()].filter(([at]) => !looked.already.has(at))
  const problems: ChangeProblem[] = []
  for (const [at, change] of open) {
    const problem = await attempt(client, () => write(client, catalog, placeOf(catalog, change)))
    if (problem) problems.push({ at, problem })
  }
  // Only after the last write: a trigger of one may undo another.
  for (const [at, change] of problems.length === 0 ? open : [])
    if (!(await holds(client, catalog, placeOf(catalog, change)))) problems.push({ at, problem: 'altered' })
  if (problems.length > 0) return { written: 0, already: 0, problems }
  return { written: open.length, already: looked.already.size, problems }
}

async function look(
  client: pg.PoolClient,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
  lock: '' | 'FOR UPDATE',
) {
  const problems: ChangeProblem[] = []
  const already = new Set<number>()
  for (const [at, change] of changes.entries()) {
    const problem =
      schemaProblem(tableOf(catalog, change.collection), dataset, change, fitsForm) ??
      (await attempt(client, async () => {
        const place = placeOf(catalog, change)
        const unfit = await ofValue(client, place)
        if (unfit) return unfit
        const current = await read(client, catalog, place, lock)
        if (current === null) return 'gone'
        if (await holds(client, catalog, place)) already.add(at)
        else if (JSON.stringify(toJson(current.text, place.column)) !== JSON.stringify(change.from))
          return 'changed_meanwhile'
        return null
      }))
    if (problem) problems.push({ at, problem })
  }
  return { problems, already }
}

/** What stands for several values is given as JSON: one document, or a list of scalars. */
function fitsForm({ base, array }: Column, to: string): boolean {
  if (!array && base !== 'json' && base !== 'jsonb') return true
  try {
    const value: unknown = JSON.parse(to)
    return !array || (Array.isArray(value) && value.every((one) => one === null || typeof one !== 'object'))
  } catch {
    return false
  }
}

function placeOf(catalog: Catalog, { collection, field, key, to }: FieldChange): Place {
  const table = tableOf(catalog, collection)
  const row = table.key.map((name, at) => `t.${quote(name)} = CAST($${at + 2} AS ${columnOf(table, name).cast})`)
  return { table, column: columnOf(table, field), field, to, row: row.join(' AND '), key }
}

const given = ({ array }: Column, type: string): string =>
  `CAST(${array ? 'ARRAY(SELECT jsonb_array_elements_text($1::jsonb))' : '$1::text'} AS ${type})`

/** Numbers are equal whatever their scale; texts letter by letter, whatever their collation. */
function equal({ base, array }: Column, left: string, right: string): string {
  if (!array && (base === 'json' || base === 'jsonb')) return `(${left})::jsonb = (${right})::jsonb`
  return array || base === 'numeric' ? `${left} = ${right}` : `(${left})::text COLLATE "C" = (${right})::text`
}

/** Asks the source itself whether it can read the text as its type, and would keep it as it is. */
async function ofValue(client: pg.PoolClient, { column, to }: Place): Promise<Kind | null> {
  if (to === null) return null
  const kept = equal(column, given(column, column.declared), given(column, column.cast))
  const { rows } = await client.query<{ kept: boolean }>(`SELECT ${kept} AS kept`, [to])
  return rows[0]?.kept ? null : 'altered'
}

async function read(client: pg.PoolClient, catalog: Catalog, place: Place, lock: '' | 'FOR UPDATE') {
  const { table, field, row, key } = place
  const { rows } = await client.query<(string | null)[]>({
    text: `SELECT ${cell(table, field)} FROM ${tableName(catalog, table)} t WHERE $1::text IS NULL AND ${row} ${lock}`,
    values: [null, ...key],
    rowMode: 'array',
    types: AS_TEXT,
  })
  return rows[0] ? { text: rows[0][0] ?? null } : null
}

async function holds(client: pg.PoolClient, catalog: Catalog, { table, column, field, to, row, key }: Place) {
  const held = `t.${quote(field)}`
  const same = to === null ? `$1::text IS NULL AND ${held} IS NULL` : equal(column, held, given(column, column.cast))
  const { rows } = await client.query(`SELECT FROM ${tableName(catalog, table)} t WHERE ${row} AND ${same}`, [
    to,
    ...key,
  ])
  return rows.length > 0
}

async function write(client: pg.PoolClient, catalog: Catalog, { table, column, field, to, row, key }: Place) {
  const { rowCount } = await client.query(
    `UPDATE ${tableName(catalog, table)} t SET ${quote(field)} = ${given(column, column.cast)} WHERE ${row}`,
    [to, ...key],
  )
  // A key holds one row; where tables inherit it may not, and nothing may change unasked.
  if ((rowCount ?? 0) > 1) throw new SourceFault('conflict')
  return null
}

const BY_CODE: Readonly<Record<string, Kind>> = {
  '22001': 'too_long',
  '23502': 'not_null',
  '23505': 'not_unique',
  '42501': 'permission',
  '42846': 'wrong_type',
  '42883': 'wrong_type',
  '428C9': 'not_writable',
}
const BY_CLASS: Readonly<Record<string, Kind>> = {
  '22': 'wrong_type',
  '23': 'constraint',
  '27': 'constraint',
  P0: 'constraint',
}

/** One refused statement must not end the transaction: the others are still looked at, so that all is said at once. */
async function attempt(client: pg.PoolClient, work: () => Promise<Kind | null>): Promise<Kind | null> {
  await client.query('SAVEPOINT one')
  try {
    const problem = await work()
    await client.query('RELEASE SAVEPOINT one')
    return problem
  } catch (error) {
    const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
    const problem = BY_CODE[code] ?? BY_CLASS[code.slice(0, 2)]
    if (!problem) throw error
    await client.query('ROLLBACK TO SAVEPOINT one')
    return problem
  }
}
