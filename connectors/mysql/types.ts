import type { Column } from './catalog.ts'

/** How a value of a base type is written and compared. What is not listed is text that the server makes of it. */
export type Family = 'whole' | 'decimal' | 'float' | 'time' | 'text' | 'bytes' | 'bit' | 'json' | 'named'

const FAMILIES: Readonly<Record<Exclude<Family, 'named'>, readonly string[]>> = {
  whole: ['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'year'],
  decimal: ['decimal'],
  float: ['float', 'double'],
  time: ['date', 'datetime', 'timestamp', 'time'],
  text: ['char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'enum', 'set'],
  bytes: [
    'binary',
    'varbinary',
    'tinyblob',
    'blob',
    'mediumblob',
    'longblob',
    'vector',
    'geometry',
    'point',
    'linestring',
    'polygon',
    'multipoint',
    'multilinestring',
    'multipolygon',
    'geometrycollection',
    'geomcollection',
  ],
  bit: ['bit'],
  json: ['json'],
}
const FAMILY_OF = new Map(
  Object.entries(FAMILIES).flatMap(([family, bases]) => bases.map((base) => [base, family as Family] as const)),
)

/** uuid, inet4, inet6 of MariaDB are `named`: they have a text form and nothing else. */
export const familyOf = ({ base }: Pick<Column, 'base'>): Family => FAMILY_OF.get(base) ?? 'named'

/** MySQL types that fit each fideslang `data_type`. A type that is not listed fits nothing, and that is said. */
const FITS: Readonly<Record<string, readonly string[]>> = {
  string: [
    ...FAMILIES.text,
    'date',
    'datetime',
    'timestamp',
    'time',
    'decimal',
    'binary',
    'varbinary',
    'tinyblob',
    'blob',
    'mediumblob',
    'longblob',
    'uuid',
    'inet4',
    'inet6',
  ],
  integer: [...FAMILIES.whole, 'decimal'],
  float: ['float', 'double', 'decimal'],
  boolean: ['bit', 'tinyint'],
  object: ['json'],
  object_id: ['char', 'varchar'],
}

export function fits(dataType: string, { base }: Column): boolean {
  const plain = dataType.replace(/\[\]$/, '')
  if (base === 'json') return plain === 'object' || plain !== dataType
  if (base === 'set') return plain === 'string'
  return plain === dataType && (FITS[plain]?.includes(base) ?? false)
}

/** The type of the format that a column has; null where none fits. */
export function dataTypeOf({ base }: Pick<Column, 'base'>): string | null {
  if (base === 'set') return 'string[]'
  return Object.keys(FITS).find((name) => FITS[name]?.includes(base)) ?? null
}
