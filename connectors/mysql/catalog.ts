import type { Dataset } from '#domain/dataset/dataset.ts'
import type { KnownColumn, KnownTable } from '../compare.ts'
import { type LiveForeignKey, SourceFault } from '../contract.ts'
import { quote, text } from './literals.ts'
import type { Session } from './session.ts'

/**
 * `base` is the plain type; MariaDB's json, a longtext with a check, is `json` too. `bits`: width of a bit column;
 * `bytes`: room of a binary one; `scale`: digits after the point, of a number or of a second; `members`: of an enum or set.
 */
export type Column = KnownColumn & {
  base: string
  charset: string | null
  collation: string | null
  bits: number
  bytes: number
  precision: number
  scale: number
  members: readonly string[]
}
export type Table = KnownTable<Column>
/** Every row is checked by itself, at once. */
export type ForeignKey = LiveForeignKey & { childTable: string; readable: boolean; deferrable: false }
export type Catalog = {
  schema: string
  tables: ReadonlyMap<string, Table>
  foreignKeys: readonly ForeignKey[]
  together: 0
}

export const tableName = ({ schema }: Catalog, { name }: Table): string => `${quote(schema)}.${quote(name)}`

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

/** As much of a dataset as is needed to look it up. */
type Mapped = { collections: readonly { name: string; fields: readonly { name: string }[] }[] }
type Row = Readonly<Record<string, string | null>>

const MOST_TABLES = 5_000

/** Every table of a database that the account may see, described or not; a view has no rows of its own. */
export async function tableNames(session: Session, schema: string): Promise<string[]> {
  const names = await session.query(
    `SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = ${text(schema)}
     AND TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') ORDER BY TABLE_NAME LIMIT ${MOST_TABLES}`,
  )
  return names.map(([name]) => name?.toString('utf8') ?? '')
}

const COLUMNS = `c.TABLE_NAME, c.COLUMN_NAME, c.DATA_TYPE, c.COLUMN_TYPE, c.IS_NULLABLE, c.CHARACTER_SET_NAME,
  c.COLLATION_NAME, c.CHARACTER_MAXIMUM_LENGTH, c.NUMERIC_PRECISION, c.NUMERIC_SCALE, c.DATETIME_PRECISION, c.GENERATION_EXPRESSION, c.PRIVILEGES`
const LINKS = `k.CONSTRAINT_SCHEMA, k.CONSTRAINT_NAME, k.TABLE_SCHEMA, k.TABLE_NAME, k.COLUMN_NAME, k.REFERENCED_TABLE_NAME,
  k.REFERENCED_COLUMN_NAME, c.PRIVILEGES`
const INDEXES = 's.TABLE_NAME, s.INDEX_NAME, s.COLUMN_NAME, s.SUB_PART, s.NULLABLE'

/**
 * What the live database says about the dataset's collections. The server shows only what the account may see: a table
 * that references ours and is closed to the account is invisible here.
 * @param rights also ask which tables the account may delete from; outside a transaction only
 */
export async function readCatalog(session: Session, schema: string, dataset: Mapped, rights = true): Promise<Catalog> {
  const names = dataset.collections.map(({ name }) => text(name)).join(', ') || 'NULL'
  const ask = async (select: string, from: string): Promise<Row[]> => {
    const titles = select.split(',').map((title) => title.trim().replace(/^.*[. ]/, ''))
    const rows = await session.query(`SELECT ${select} FROM ${from}`)
    return rows.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at]?.toString('utf8') ?? null])))
  }
  const here = (alias: string) => `${alias}.TABLE_SCHEMA = ${text(schema)} AND ${alias}.TABLE_NAME IN (${names})`
  const tables = await ask(
    't.TABLE_NAME, t.TABLE_TYPE, e.TRANSACTIONS',
    `information_schema.TABLES t LEFT JOIN information_schema.ENGINES e ON e.ENGINE = t.ENGINE
     WHERE ${here('t')} AND t.TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED', 'VIEW')`,
  )
  const columns = await ask(COLUMNS, `information_schema.COLUMNS c WHERE ${here('c')} ORDER BY c.ORDINAL_POSITION`)
  const indexes = await ask(
    INDEXES,
    `information_schema.STATISTICS s WHERE ${here('s')} AND s.NON_UNIQUE = 0
     ORDER BY s.TABLE_NAME, s.INDEX_NAME <> 'PRIMARY', s.INDEX_NAME, s.SEQ_IN_INDEX`,
  )
  const triggers = await ask(
    'g.EVENT_OBJECT_TABLE, g.EVENT_MANIPULATION',
    `information_schema.TRIGGERS g WHERE g.EVENT_OBJECT_SCHEMA = ${text(schema)} AND g.EVENT_OBJECT_TABLE IN (${names})`,
  )
  const checks = await ask(
    'k.TABLE_NAME, k.CHECK_CLAUSE',
    `information_schema.CHECK_CONSTRAINTS k WHERE k.CONSTRAINT_SCHEMA = ${text(schema)} /*M! AND k.TABLE_NAME IN (${names}) */`,
  ).catch(notHere) // MySQL keeps the table's name elsewhere, and has a json type of its own
  const links = await ask(
    LINKS,
    `information_schema.KEY_COLUMN_USAGE k JOIN information_schema.COLUMNS c
       ON c.TABLE_SCHEMA = k.TABLE_SCHEMA AND c.TABLE_NAME = k.TABLE_NAME AND c.COLUMN_NAME = k.COLUMN_NAME
     WHERE k.REFERENCED_TABLE_SCHEMA = ${text(schema)} AND k.REFERENCED_TABLE_NAME IN (${names})
     ORDER BY k.CONSTRAINT_SCHEMA, k.CONSTRAINT_NAME, k.ORDINAL_POSITION`,
  )
  const deletable = new Set<string>()
  for (const { TABLE_NAME: name, TABLE_TYPE: type } of rights ? tables : [])
    if (name && type !== 'VIEW' && (await mayDelete(session, schema, name))) deletable.add(name)
  const described = new Set(dataset.collections.map(({ name }) => name))
  return {
    schema,
    together: 0,
    tables: new Map(
      tables.flatMap((row) => {
        const name = row.TABLE_NAME ?? ''
        if (!described.has(name)) return []
        const of = (rows: Row[]) => rows.filter(({ TABLE_NAME }) => TABLE_NAME === name)
        const facts = { columns: of(columns), indexes: of(indexes), checks: of(checks) }
        const acts = triggers.flatMap((one) => (one.EVENT_OBJECT_TABLE === name ? [one.EVENT_MANIPULATION] : []))
        return [[name, tableFrom(row, facts, acts, deletable.has(name), dataset)] as const]
      }),
    ),
    foreignKeys: foreignKeysFrom(links, schema, described),
  }
}

function notHere(fault: unknown): Row[] {
  if (fault instanceof SourceFault && fault.kind === 'schema_mismatch') return []
  throw fault
}

/** Explaining a statement needs the rights of the statement; roles, wildcards and partial revokes are all in it. */
async function mayDelete(session: Session, schema: string, name: string): Promise<boolean> {
  try {
    await session.query(`EXPLAIN DELETE FROM ${quote(schema)}.${quote(name)} WHERE 1 = 0`)
    return true
  } catch (error) {
    if (error instanceof SourceFault && error.kind === 'permission_denied') return false
    throw error
  }
}

type Facts = { columns: readonly Row[]; indexes: readonly Row[]; checks: readonly Row[] }

function tableFrom(row: Row, facts: Facts, acts: (string | null | undefined)[], mayDelete: boolean, dataset: Mapped) {
  const name = row.TABLE_NAME ?? ''
  // What a view shows is changed in the tables behind it.
  const isView = row.TABLE_TYPE === 'VIEW'
  const columns = Object.fromEntries(
    facts.columns.map((one) => {
      const column = columnFrom(one, facts)
      return [one.COLUMN_NAME ?? '', { ...column, changeable: column.changeable && !isView }]
    }),
  )
  const collection = dataset.collections.find((one) => one.name === name)
  const used = collection?.fields.flatMap((field) => columns[field.name] ?? []) ?? []
  return {
    name,
    columns,
    key: keyFrom(facts.indexes),
    rights: {
      read: used.every(({ readable }) => readable),
      change: !isView && used.every(({ changeable, generated }) => changeable || generated),
      delete: mayDelete,
    },
    deleteTrigger: acts.includes('DELETE'),
    updateTrigger: acts.includes('UPDATE'),
    standing: [
      ...(row.TRANSACTIONS === 'YES' || isView ? [] : [{ kind: 'no_transaction', blocking: false } as const]),
      ...(row.TABLE_TYPE === 'SYSTEM VERSIONED' ? [{ kind: 'history', blocking: true } as const] : []),
    ],
  } satisfies Table
}

const WRITTEN = new Set(['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext'])

function columnFrom(row: Row, { indexes, checks }: Facts): Column {
  const name = row.COLUMN_NAME ?? ''
  const plain = (row.DATA_TYPE ?? '').toLowerCase()
  const json = checks.some(
    ({ CHECK_CLAUSE }) => CHECK_CLAUSE?.toLowerCase() === `json_valid(${quote(name)})`.toLowerCase(),
  )
  const base = json ? 'json' : plain
  const privileges = (row.PRIVILEGES ?? '').split(',')
  const lengths: Record<string, number> = {
    tinytext: 63,
    char: Number(row.CHARACTER_MAXIMUM_LENGTH),
    varchar: Number(row.CHARACTER_MAXIMUM_LENGTH),
  }
  return {
    type: row.COLUMN_TYPE ?? base,
    base,
    charset: row.CHARACTER_SET_NAME ?? null,
    collation: row.COLLATION_NAME ?? null,
    bits: base === 'bit' ? Number(row.NUMERIC_PRECISION) : 0,
    bytes: Number(row.CHARACTER_MAXIMUM_LENGTH ?? 0),
    precision: Number(row.NUMERIC_PRECISION ?? 0),
    scale: Number(row.NUMERIC_SCALE ?? row.DATETIME_PRECISION ?? 0),
    members: [...(row.COLUMN_TYPE ?? '').matchAll(/'((?:[^']|'')*)'/g)].map(([, one = '']) =>
      one.replaceAll("''", "'"),
    ),
    text: WRITTEN.has(base),
    nullable: row.IS_NULLABLE === 'YES',
    generated: (row.GENERATION_EXPRESSION ?? '') !== '',
    maxLength: lengths[base] ?? null,
    unique: indexes.some(({ COLUMN_NAME }) => COLUMN_NAME === name),
    readable: privileges.includes('select'),
    changeable: privileges.includes('update'),
  }
}

/** The primary key, else the shortest unique index that leaves nothing out: no prefix, no expression, no null. */
function keyFrom(indexes: readonly Row[]): readonly string[] {
  const whole = [...Map.groupBy(indexes, ({ INDEX_NAME }) => INDEX_NAME).values()].filter((columns) =>
    columns.every(
      ({ COLUMN_NAME, SUB_PART, NULLABLE }) => COLUMN_NAME !== null && SUB_PART === null && NULLABLE !== 'YES',
    ),
  )
  const best = whole.find(([first]) => first?.INDEX_NAME === 'PRIMARY') ?? whole.sort((a, b) => a.length - b.length)[0]
  return best?.map(({ COLUMN_NAME }) => COLUMN_NAME ?? '') ?? []
}

function foreignKeysFrom(links: readonly Row[], schema: string, described: ReadonlySet<string>): ForeignKey[] {
  const byName = Map.groupBy(links, (row) =>
    JSON.stringify([row.CONSTRAINT_SCHEMA, row.TABLE_NAME, row.CONSTRAINT_NAME]),
  )
  return [...byName.values()].flatMap((rows) => {
    const [first] = rows
    const parent = first?.REFERENCED_TABLE_NAME ?? ''
    if (!first || !described.has(parent)) return []
    const child = first.TABLE_NAME ?? ''
    return [
      {
        child: first.TABLE_SCHEMA === schema && described.has(child) ? child : null,
        childTable: `${quote(first.TABLE_SCHEMA ?? '')}.${quote(child)}`,
        childFields: rows.map(({ COLUMN_NAME }) => COLUMN_NAME ?? ''),
        parent,
        parentFields: rows.map(({ REFERENCED_COLUMN_NAME }) => REFERENCED_COLUMN_NAME ?? ''),
        deferrable: false,
        readable: rows.every(({ PRIVILEGES }) => PRIVILEGES?.split(',').includes('select')),
      },
    ]
  })
}

/** The database a dataset stands in: the one it names, else the connection's. */
export const schemaOf = ({ schema }: Pick<Dataset, 'schema'>, database: string): string => schema ?? database
