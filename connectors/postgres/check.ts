import type { Column } from './catalog.ts'
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

/** What stands inside a column can be followed only where the column is json. */
export const nests = (column: Column): boolean => !column.array && holdsMany(column)

export function fits(dataType: string, { base, array, text }: Column): boolean {
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
