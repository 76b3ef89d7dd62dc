import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import type { SourceCheck, SourceProblem } from '../contract.ts'
import type { Catalog, Column, Table } from './catalog.ts'
import { holdsMany } from './place.ts'

/** PostgreSQL types that fit each fideslang `data_type`. A type that is not listed fits nothing, and that is said. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  string: [
    'varchar',
    'text',
    'bpchar',
    'citext',
    'name',
    'uuid',
    'date',
    'timestamp',
    'timestamptz',
    'time',
    'timetz',
    'inet',
    'cidr',
    'numeric',
    'bytea',
    'interval',
    'money',
    'xml',
  ],
  integer: ['int2', 'int4', 'int8', 'numeric'],
  float: ['float4', 'float8', 'numeric', 'money'],
  boolean: ['bool'],
  object: ['json', 'jsonb', 'hstore'],
  object_id: ['varchar', 'text', 'bpchar'],
}

/**
 * Compares the dataset with the live schema. `wrong_type`: the column cannot hold the fields said to be inside it.
 * `other_type`: its data_type is not the live one, which is what counts; nothing is lost, but somebody was mistaken.
 */
export function compare(dataset: Dataset, catalog: Catalog): SourceCheck {
  return {
    collections: Object.fromEntries(
      [...catalog.tables].map(([name, { columns, key, rights }]) => [name, { columns, key, rights }]),
    ),
    foreignKeys: catalog.foreignKeys.map(({ child, childFields, parent, parentFields }) => ({
      child,
      childFields,
      parent,
      parentFields,
    })),
    problems: dataset.collections.flatMap((collection) => problemsOf(collection, catalog.tables.get(collection.name))),
  }
}

function problemsOf(collection: Collection, table: Table | undefined): SourceProblem[] {
  if (!table) return [{ collection: collection.name, problem: 'missing_collection' }]
  const described = new Set(collection.fields.map(({ name }) => name))
  const at = (field: string) => ({ collection: collection.name, field })
  return [
    ...(table.key.length === 0 ? [{ collection: collection.name, problem: 'no_key' } as const] : []),
    ...(table.rights.read ? [] : [{ collection: collection.name, problem: 'may_not_read' } as const]),
    ...collection.fields.flatMap((field): SourceProblem[] => {
      const column = Object.hasOwn(table.columns, field.name) ? table.columns[field.name] : undefined
      if (!column) return [{ ...at(field.name), problem: 'missing_field' }]
      // What stands inside a column can be followed only where the column is json.
      const unusable = field.fields.length > 0 && (column.array || !holdsMany(column))
      if (unusable) return [{ ...at(field.name), problem: 'wrong_type' }]
      if (!fits(field.dataType, column)) return [{ ...at(field.name), problem: 'other_type' }]
      return column.readable ? [] : [{ ...at(field.name), problem: 'may_not_read' }]
    }),
    ...Object.keys(table.columns)
      .filter((name) => !described.has(name))
      .map((name): SourceProblem => ({ ...at(name), problem: 'unclassified_field' })),
  ]
}

function fits(dataType: string | null, { base, array, text }: Column): boolean {
  if (dataType === null) return true
  const plain = dataType.replace(/\[\]$/, '')
  if (!array && (base === 'json' || base === 'jsonb')) return plain === 'object' || plain !== dataType
  if (array !== dataType.endsWith('[]')) return false
  return (plain === 'string' && text) || (FITS[plain]?.includes(base) ?? false)
}

/** The type of the format that a column has; null where none fits. */
export function dataTypeOf({ base, array, text }: Pick<Column, 'base' | 'array' | 'text'>): string | null {
  const type = text ? 'string' : Object.keys(FITS).find((name) => FITS[name]?.includes(base))
  return type === undefined ? null : `${type}${array ? '[]' : ''}`
}
