import type { Field } from '#domain/dataset/dataset.ts'
import { allFields } from '#domain/dataset/graph.ts'
import type { KnownColumn, KnownTable } from '../compare.ts'
import { type LiveForeignKey, SourceFault } from '../contract.ts'
import { hasTransactions, type Server } from './server.ts'
import { type BsonType, type Document, fits as fitsType, RAW, typeOf, typesAt } from './values.ts'

/** `seen`: the types met in a sample; none: not met there, which says little. */
export type Column = KnownColumn & { seen: readonly BsonType[] }
export type Table = KnownTable<Column>
export type Catalog = { tables: ReadonlyMap<string, Table>; foreignKeys: readonly LiveForeignKey[] }

export const SAMPLE_ROWS = 200
const KEY = ['_id']

export function tableOf({ tables }: Catalog, collection: string): Table {
  const table = tables.get(collection)
  if (!table) throw new SourceFault('schema_mismatch')
  return table
}

type Privilege = { resource?: { db?: unknown; collection?: unknown; anyResource?: unknown }; actions?: unknown }
/** `users` empty: the server asks nobody who they are. */
export type Rights = { users: readonly unknown[]; privileges: readonly Privilege[] }

/** Whether an action is granted on a collection, by name, by database or everywhere. */
export function may({ users, privileges }: Rights, action: string, db: string, collection: string): boolean {
  if (users.length === 0) return true
  return privileges.some(({ resource, actions }) => {
    if (!Array.isArray(actions) || !(actions.includes(action) || actions.includes('anyAction'))) return false
    if (resource?.anyResource === true) return true
    if (resource?.db === undefined || resource.collection === undefined) return false
    return [db, ''].includes(String(resource.db)) && [collection, ''].includes(String(resource.collection))
  })
}

/** As much of a collection as can be known of something that has no schema. */
export type Sampled = {
  name: string
  documents: readonly Document[]
  /** Fields that the collection's validator demands. */
  required: readonly string[]
  /** Fields of unique indexes. */
  unique: readonly string[]
  /** Paths of described fields that stand inside others. */
  inside: readonly string[]
}

export function tableFrom(
  { name, documents, required, unique, inside }: Sampled,
  described: readonly string[],
  allowed: { read: boolean; change: boolean; delete: boolean },
  transactions: boolean,
): Table {
  const types = new Map<string, Set<BsonType>>([
    ['_id', new Set()],
    ...described.map((field) => [field, new Set<BsonType>()] as const),
  ])
  for (const document of documents)
    for (const [field, value] of Object.entries(document)) {
      const seen = types.get(field) ?? new Set()
      types.set(field, seen.add(typeOf(value)))
    }
  const columnOf = (field: string, all: ReadonlySet<BsonType>): Column => {
    const seen = [...all].filter((type) => type !== 'null')
    return {
      seen,
      type: seen.join(' | ') || 'unknown',
      text: seen.every((type) => type === 'string'),
      nullable: !required.includes(field) && field !== '_id',
      generated: false,
      maxLength: null,
      unique: unique.includes(field) || field === '_id',
      readable: allowed.read,
      changeable: allowed.change,
    }
  }
  return {
    name,
    key: KEY,
    rights: allowed,
    deleteTrigger: false,
    updateTrigger: false,
    standing: transactions ? [] : [{ kind: 'no_transaction', blocking: false }],
    columns: Object.fromEntries([...types].map(([field, all]) => [field, columnOf(field, all)])),
    nested: Object.fromEntries(
      inside.map((path) => {
        const steps = path.split('.')
        return [path, columnOf(path, new Set(documents.flatMap((document) => typesAt(document, steps))))]
      }),
    ),
  }
}

/** What stands inside an object or a list can be followed; what was never met may be either. */
export const nests = ({ seen }: Column): boolean =>
  seen.length === 0 || seen.some((type) => type === 'object' || type === 'array')

export const fits = (dataType: string, { seen }: Column): boolean =>
  seen.every((type) => fitsType(type, dataType) || type === 'array')

const MOST_COLLECTIONS = 5_000

/** Every collection of a database that the account may see, described or not; views hold nothing, nor does what is the server's own. */
export async function collectionNames({ db }: Server): Promise<string[]> {
  const infos = await db.listCollections({}, { nameOnly: true, authorizedCollections: true }).toArray()
  const own = infos.filter(({ name, type }) => type !== 'view' && !name.startsWith('system.'))
  return own
    .map(({ name }) => name)
    .sort()
    .slice(0, MOST_COLLECTIONS)
}

type Mapped = { collections: readonly { name: string; fields: readonly Field[] }[] }

/** Samples every collection of the dataset. */
export async function readCatalog({ db, limits }: Server, dataset: Mapped): Promise<Catalog> {
  const maxTimeMS = limits.statementTimeoutMs
  const transactions = hasTransactions(await db.command({ hello: 1 }))
  const { authInfo } = await db.command({ connectionStatus: 1, showPrivileges: true })
  const rights: Rights = {
    users: authInfo?.authenticatedUsers ?? [],
    privileges: authInfo?.authenticatedUserPrivileges ?? [],
  }
  const infos = await db.listCollections({}, { nameOnly: false, authorizedCollections: true }).toArray()
  const found = new Map(infos.map((info) => [info.name, info]))
  const tables = new Map<string, Table>()
  for (const { name, fields } of dataset.collections) {
    const info = found.get(name)
    if (!info) continue
    // What a view shows is changed in the collection behind it.
    const isView = 'type' in info && info.type === 'view'
    const allowed = {
      read: may(rights, 'find', db.databaseName, name),
      change: !isView && may(rights, 'update', db.databaseName, name),
      delete: !isView && may(rights, 'remove', db.databaseName, name),
    }
    const collection = db.collection(name)
    const sampled = {
      name,
      documents: allowed.read
        ? await collection.aggregate<Document>([{ $sample: { size: SAMPLE_ROWS } }], { maxTimeMS, ...RAW }).toArray()
        : [],
      required: requiredIn('options' in info ? info.options?.validator : undefined),
      unique: !isView && may(rights, 'listIndexes', db.databaseName, name) ? uniqueIn(await collection.indexes()) : [],
      inside: allFields(fields).flatMap((field) =>
        fields.some(({ name }) => name === field.name) ? [] : [field.name],
      ),
    }
    tables.set(
      name,
      tableFrom(
        sampled,
        fields.map((field) => field.name),
        allowed,
        transactions,
      ),
    )
  }
  return { tables, foreignKeys: [] }
}

export function requiredIn(validator: unknown): string[] {
  const schema = validator && typeof validator === 'object' && '$jsonSchema' in validator ? validator.$jsonSchema : null
  const required = schema && typeof schema === 'object' && 'required' in schema ? schema.required : []
  return Array.isArray(required) ? required.map(String) : []
}

export const uniqueIn = (indexes: readonly { unique?: unknown; key?: object }[]): string[] =>
  indexes.flatMap(({ unique, key }) =>
    unique === true ? Object.keys(key ?? {}).map((path) => path.split('.')[0] ?? '') : [],
  )
