import pg from 'pg'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { STATEMENT_KEYS } from '../chunks.ts'
import type { KnownColumn, KnownTable } from '../compare.ts'
import { type LiveForeignKey, SourceFault } from '../contract.ts'

/**
 * `cast` names the type in SQL, `declared` with its limits (`numeric(10,2)`, a domain); `base` is its plain name (element
 * type for arrays, base type for domains).
 */
export type Column = KnownColumn & { cast: string; declared: string; base: string; array: boolean }
/** `stored`: its rows have an address of their own in this database; those of a view or a foreign table do not. */
export type Table = KnownTable<Column> & { oid: number; stored: boolean }
export type ForeignKey = LiveForeignKey & { childTable: string; deferrable: boolean; readable: boolean }
export type Catalog = {
  schema: string
  tables: ReadonlyMap<string, Table>
  foreignKeys: readonly ForeignKey[]
  /** A link within a table is checked when its statement ends: see cuts.ts. */
  together: number
}

export const quote = pg.escapeIdentifier
export const tableName = (catalog: Catalog, table: Table): string => `${quote(catalog.schema)}.${quote(table.name)}`

export function tableOf(catalog: Catalog, collection: string): Table {
  const table = catalog.tables.get(collection)
  if (!table) throw new SourceFault('schema_mismatch')
  return table
}

export function columnOf(table: Table, field: string): Column {
  const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined
  if (!column) throw new SourceFault('schema_mismatch')
  return column
}

// A unique index knows nothing of tables that inherit: a key of both may be two rows, so there is none.
/** Tables and partitioned ones; views, materialised views and foreign tables, which can be read. */
const READABLE = `c.relkind IN ('r', 'p', 'v', 'm', 'f')`

const TABLES = `
SELECT c.relname AS name, c.oid::int8::text AS oid, c.relrowsecurity AS row_security, c.relkind AS kind,
  has_schema_privilege(n.oid, 'USAGE') AS usage, has_table_privilege(c.oid, 'DELETE') AS can_delete,
  EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgtype & 8 <> 0) AS delete_trigger,
  EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal AND g.tgenabled <> 'D' AND g.tgtype & 16 <> 0) AS update_trigger,
  (SELECT json_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum)) FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum = ANY (i.indkey)) AS key
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
  SELECT x.indkey FROM pg_index x
  WHERE NOT EXISTS (SELECT FROM pg_inherits h WHERE c.relkind = 'r' AND h.inhparent = c.oid)
    AND x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND x.indpred IS NULL AND x.indexprs IS NULL
    AND x.indnkeyatts = x.indnatts
    AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey) AND NOT a.attnotnull)
  ORDER BY x.indisprimary DESC, x.indnatts, x.indexrelid LIMIT 1) i ON true
WHERE n.nspname = $1 AND ${READABLE} AND c.relname = ANY ($2::text[])`

// format_type(…, -1): with NULL, char(5) would read as "character", which in a cast means char(1).
const COLUMNS = `
SELECT c.relname AS "table", a.attname AS name, NOT (a.attnotnull OR t.typnotnull) AS nullable,
  a.attgenerated <> '' OR a.attidentity = 'a' AS generated,
  CASE WHEN b.typname IN ('varchar', 'bpchar') AND a.atttypmod > 4 THEN a.atttypmod - 4 END AS max_length,
  format_type(b.oid, -1) AS type, format_type(a.atttypid, a.atttypmod) AS declared, coalesce(e.typname, b.typname) AS base, e.oid IS NOT NULL AS "array",
  b.typcategory = 'S' AS "text",
  EXISTS (SELECT FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique AND a.attnum = ANY (x.indkey)) AS "unique",
  has_column_privilege(c.oid, a.attnum, 'SELECT') AS readable, has_column_privilege(c.oid, a.attnum, 'UPDATE') AS changeable
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
JOIN pg_type t ON t.oid = a.atttypid JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
LEFT JOIN pg_type e ON e.oid = b.typelem AND b.typcategory = 'A'
WHERE n.nspname = $1 AND ${READABLE} AND c.relname = ANY ($2::text[]) ORDER BY a.attnum`

const FOREIGN_KEYS = `
SELECT CASE WHEN cn.nspname = $1 AND cc.relname = ANY ($2::text[]) THEN cc.relname END AS child, pc.relname AS parent,
  format('%I.%I', cn.nspname, cc.relname) AS child_table, k.condeferrable AS deferrable,
  has_schema_privilege(cn.oid, 'USAGE') AND has_table_privilege(cc.oid, 'SELECT') AS readable,
  (SELECT json_agg(a.attname ORDER BY o) FROM unnest(k.conkey) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n) AS child_fields,
  (SELECT json_agg(a.attname ORDER BY o) FROM unnest(k.confkey) WITH ORDINALITY u(n, o) JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n) AS parent_fields
FROM pg_constraint k
JOIN pg_class cc ON cc.oid = k.conrelid JOIN pg_namespace cn ON cn.oid = cc.relnamespace
JOIN pg_class pc ON pc.oid = k.confrelid JOIN pg_namespace pn ON pn.oid = pc.relnamespace
WHERE k.contype = 'f' AND k.conparentid = 0 AND pn.nspname = $1 AND pc.relname = ANY ($2::text[])`

const MOST_TABLES = 5_000
// An extension's own tables (spatial_ref_sys) are no part of what somebody stores.
const NAMES = `
SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = $1 AND c.relkind IN ('r', 'p', 'm', 'f') AND NOT c.relispartition
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname LIMIT ${MOST_TABLES}`

/** Everything in a schema that holds rows, described or not: a view has none of its own, a materialised one has. No partitions. */
export async function tableNames(client: pg.PoolClient, schema: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(NAMES, [schema])
  return rows.map(({ name }) => name)
}

type TableRow = {
  name: string
  oid: string
  row_security: boolean
  kind: 'r' | 'p' | 'v' | 'm' | 'f'
  usage: boolean
  can_delete: boolean
  delete_trigger: boolean
  update_trigger: boolean
  key: string[] | null
}
type ColumnRow = {
  table: string
  name: string
  nullable: boolean
  generated: boolean
  max_length: number | null
  type: string
  declared: string
  base: string
  array: boolean
  text: boolean
  unique: boolean
  readable: boolean
  changeable: boolean
}
type ForeignKeyRow = {
  child: string | null
  parent: string
  child_table: string
  deferrable: boolean
  readable: boolean
  child_fields: string[]
  parent_fields: string[]
}

/** As much of a dataset as is needed to look it up. */
type Mapped = Pick<Dataset, 'schema'> & {
  collections: readonly { name: string; fields: readonly { name: string }[] }[]
}

/** What the live database says about the dataset's collections: three queries, whatever their number. */
export async function readCatalog(client: pg.PoolClient, dataset: Mapped): Promise<Catalog> {
  const schema = dataset.schema ?? 'public'
  const given = [schema, dataset.collections.map(({ name }) => name)]
  const tables = await client.query<TableRow>(TABLES, given)
  const columns = await client.query<ColumnRow>(COLUMNS, given)
  const foreignKeys = await client.query<ForeignKeyRow>(FOREIGN_KEYS, given)
  const byTable = Map.groupBy(columns.rows, ({ table }) => table)
  return {
    schema,
    together: STATEMENT_KEYS,
    tables: new Map(tables.rows.map((row) => [row.name, tableFrom(row, byTable.get(row.name) ?? [], dataset)])),
    foreignKeys: foreignKeys.rows.map(
      ({ child, parent, child_table, deferrable, readable, child_fields, parent_fields }) => ({
        child,
        parent,
        childTable: child_table,
        deferrable,
        readable,
        childFields: child_fields,
        parentFields: parent_fields,
      }),
    ),
  }
}

function tableFrom(row: TableRow, rows: readonly ColumnRow[], dataset: Mapped): Table {
  const columns = Object.fromEntries(
    rows.map(({ name, max_length, type, changeable, ...rest }) => [
      name,
      {
        ...rest,
        type,
        cast: type,
        maxLength: max_length,
        changeable: changeable && row.kind !== 'v' && row.kind !== 'm',
      } satisfies Column,
    ]),
  )
  const collection = dataset.collections.find(({ name }) => name === row.name)
  const used = collection?.fields.flatMap(({ name }) => columns[name] ?? []) ?? []
  // What a view shows is changed in the tables behind it.
  const written = row.usage && row.kind !== 'v' && row.kind !== 'm'
  return {
    name: row.name,
    oid: Number(row.oid),
    stored: row.kind !== 'v' && row.kind !== 'f',
    columns,
    key: row.key ?? [],
    rights: {
      read: row.usage && used.every(({ readable }) => readable),
      change: written && used.every(({ changeable, generated }) => changeable || generated),
      delete: written && row.can_delete,
    },
    deleteTrigger: row.delete_trigger,
    updateTrigger: row.update_trigger,
    standing: row.row_security ? [{ kind: 'row_security', blocking: false }] : [],
  }
}
