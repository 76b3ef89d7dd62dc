import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import type {
  ChangeProblem,
  FieldChange,
  LiveCollection,
  LiveColumn,
  LiveForeignKey,
  Obstacle,
  SourceCheck,
  SourceProblem,
} from './contract.ts'
import { stopProblems } from './stop-problems.ts'

/** What a database says of a column and a table, as far as the rules need it that hold for every kind of database. */
export type KnownColumn = LiveColumn & { readable: boolean; changeable: boolean }
export type KnownTable<C extends KnownColumn = KnownColumn> = Omit<LiveCollection, 'columns'> & {
  name: string
  columns: Readonly<Record<string, C>>
  /** By path: what stands inside a column and can be changed by itself. */
  nested?: Readonly<Record<string, C>>
  deleteTrigger: boolean
  updateTrigger: boolean
  /** What is to be said of the table whatever is done to its rows. */
  standing: readonly Pick<Obstacle, 'kind' | 'blocking'>[]
}
export type KnownCatalog<C extends KnownColumn> = {
  tables: ReadonlyMap<string, KnownTable<C>>
  foreignKeys: readonly LiveForeignKey[]
}

/** `nests`: what stands inside the column can be followed. */
type Types<C> = { nests: (column: C) => boolean; fits: (dataType: string, column: C) => boolean }
type Asked<C> = Types<C> & {
  /** Every table there is, described or not. */
  names: readonly string[]
  /** What the live schema says against a value, whatever the row. */
  unfit: (change: FieldChange) => Promise<ChangeProblem['problem'] | null>
}

/**
 * Compares the dataset with the live schema. `wrong_type`: the column cannot hold the fields said to be inside it.
 * `other_type`: its data_type is not the live one, which is what counts; nothing is lost, but somebody was mistaken.
 */
export async function compare<C extends KnownColumn>(
  dataset: Dataset,
  catalog: KnownCatalog<C>,
  { names, unfit, ...types }: Asked<C>,
): Promise<SourceCheck> {
  const known = new Set([...dataset.collections.map(({ name }) => name), ...dataset.ignored])
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
    problems: [
      ...dataset.collections.flatMap((collection) =>
        problemsOf(collection, catalog.tables.get(collection.name), types),
      ),
      ...(await stopProblems(dataset, catalog.tables, unfit)),
      ...names
        .filter((name) => !known.has(name))
        .map((collection): SourceProblem => ({ collection, problem: 'undescribed_collection' })),
    ],
  }
}

function problemsOf<C extends KnownColumn>(
  collection: Collection,
  table: KnownTable<C> | undefined,
  { nests, fits }: Types<C>,
): SourceProblem[] {
  if (!table) return [{ collection: collection.name, problem: 'missing_collection' }]
  const described = new Set(collection.fields.map(({ name }) => name))
  const at = (field: string) => ({ collection: collection.name, field })
  return [
    ...(table.key.length === 0 ? [{ collection: collection.name, problem: 'no_key' } as const] : []),
    ...(table.rights.read ? [] : [{ collection: collection.name, problem: 'may_not_read' } as const]),
    ...collection.fields.flatMap((field): SourceProblem[] => {
      const column = Object.hasOwn(table.columns, field.name) ? table.columns[field.name] : undefined
      if (!column) return [{ ...at(field.name), problem: 'missing_field' }]
      if (field.fields.length > 0 && !nests(column)) return [{ ...at(field.name), problem: 'wrong_type' }]
      if (field.dataType !== null && !fits(field.dataType, column))
        return [{ ...at(field.name), problem: 'other_type' }]
      return column.readable ? [] : [{ ...at(field.name), problem: 'may_not_read' }]
    }),
    ...Object.keys(table.columns)
      .filter((name) => !described.has(name))
      .map((name): SourceProblem => ({ ...at(name), problem: 'unclassified_field' })),
  ]
}
