import { type Binary, type ClientSession, MongoServerError } from 'mongodb'
import type { Dataset } from '#domain/dataset/dataset.ts'
import type { Changed, ChangeProblem, FieldChange } from '../contract.ts'
import { exactJson } from '../exact-json.ts'
import { schemaProblem } from '../field-changes.ts'
import { type Catalog, tableOf } from './catalog.ts'
import { idOf } from './query.ts'
import type { Server } from './server.ts'
import { type Document, exactText, RAW, toJson, typeOf, valuesFor } from './values.ts'

type Kind = ChangeProblem['problem']
type Looked = { problem: Kind } | { current: unknown; next: unknown }

const hasProblem = (looked: Looked): looked is { problem: Kind } => 'problem' in looked

/** A value of the type that stands there now; of the dataset's where nothing does. undefined: it can be none. */
export function valueLike(current: unknown, to: string, dataType: string | null): unknown {
  const type = typeOf(current)
  if (type === 'object' || type === 'array') {
    try {
      const value = exactJson(to)
      return (Array.isArray(value) ? 'array' : typeof value) === type ? value : undefined
    } catch {
      return undefined
    }
  }
  if (type === 'string') return to
  try {
    const values = valuesFor(to, type === 'null' ? dataType : null)
    return type === 'null'
      ? dataType === null || dataType === 'string'
        ? to
        : values[0]
      : values.find((value) => typeOf(value) === type || (type === 'int' && typeOf(value) === 'long'))
  } catch {
    return undefined
  }
}

/** What is known against a value, whatever the document: what no sample met may hold anything. */
export function unfitValue(catalog: Catalog, dataset: Dataset, change: FieldChange): Kind | null {
  const table = tableOf(catalog, change.collection)
  return schemaProblem(table, dataset, change, ({ seen }, to) => {
    const types = valuesFor(to, null).map(typeOf)
    return seen.length === 0 || types.some((type) => seen.includes(type) || (type === 'long' && seen.includes('int')))
  })
}

const same = (left: unknown, right: unknown): boolean =>
  JSON.stringify(toJson(left)) === JSON.stringify(toJson(right)) && exactText(left) === exactText(right)

async function look(
  { db, limits }: Server,
  catalog: Catalog,
  dataset: Dataset,
  change: FieldChange,
  session?: ClientSession,
): Promise<Looked> {
  const problem = schemaProblem(tableOf(catalog, change.collection), dataset, change, () => true)
  if (problem) return { problem }
  const document = await db
    .collection<Document>(change.collection)
    .findOne({ _id: { $eq: idOf(change.key) } } as object, {
      projection: { [change.field]: 1 },
      maxTimeMS: limits.statementTimeoutMs,
      ...RAW,
      ...(session ? { session } : {}),
    })
  if (!document) return { problem: 'gone' }
  const current = document[change.field]
  const field = dataset.collections
    .find(({ name }) => name === change.collection)
    ?.fields.find(({ name }) => name === change.field)
  const next = change.to === null ? null : valueLike(current, change.to, field?.dataType ?? null)
  if (next === undefined) return { problem: 'wrong_type' }
  if (!same(current, next) && JSON.stringify(toJson(current)) !== JSON.stringify(change.from))
    return { problem: 'changed_meanwhile' }
  return { current, next }
}

export async function checkChanges(
  server: Server,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
): Promise<readonly ChangeProblem[]> {
  const looked = await Promise.all(changes.map((change) => look(server, catalog, dataset, change)))
  return looked.flatMap((one, at) => (hasProblem(one) ? [{ at, problem: one.problem }] : []))
}

/** Looks, writes under the old value, and reads again; with a problem the caller rolls back. */
export async function writeChanges(
  server: Server,
  catalog: Catalog,
  dataset: Dataset,
  changes: readonly FieldChange[],
  session?: ClientSession,
): Promise<Changed> {
  const refused = (problems: ChangeProblem[]): Changed => ({ written: 0, already: 0, problems })
  // Without a transaction only one change is all or nothing.
  if (!session && changes.length > 1) return refused(changes.map((_change, at) => ({ at, problem: 'not_writable' })))
  const looked: Looked[] = []
  for (const change of changes) looked.push(await look(server, catalog, dataset, change, session))
  const problems = looked.flatMap((one, at) => (hasProblem(one) ? [{ at, problem: one.problem }] : []))
  if (problems.length > 0) return refused(problems)
  let written = 0
  for (const [at, change] of changes.entries()) {
    const one = looked[at]
    if (!one || hasProblem(one) || same(one.current, one.next)) continue
    const problem = await write(server, change, one.current, one.next, session)
    if (problem) return refused([{ at, problem }])
    written += 1
  }
  for (const [at, change] of changes.entries()) {
    const now = await look(server, catalog, dataset, change, session)
    if (hasProblem(now) || !same(now.current, now.next)) return refused([{ at, problem: 'altered' }])
  }
  return { written, already: changes.length - written, problems: [] }
}

async function write(
  { db }: Server,
  { collection, key, field }: FieldChange,
  current: unknown,
  next: unknown,
  session?: ClientSession,
): Promise<Kind | null> {
  const filter = { _id: { $eq: idOf(key) }, [field]: { $eq: current ?? null } } as object
  try {
    const { matchedCount } = await db
      .collection(collection)
      .updateOne(filter, { $set: { [field]: next as Binary } }, session ? { session } : {})
    return matchedCount === 1 ? null : 'changed_meanwhile'
  } catch (error) {
    const known = error instanceof MongoServerError ? BY_CODE[Number(error.code)] : undefined
    if (known) return known
    throw error
  }
}

const BY_CODE: Readonly<Record<number, Kind>> = { 13: 'permission', 121: 'constraint', 11000: 'not_unique' }
