import type { Owner } from '#data/keys/request-key.ts'
import type { CollectedCollection } from '#data/tasks/finish-collecting.ts'
import { type RowWriter, writeRows } from '#data/vault/row-file.ts'
import { keyFieldsOf, keyOfRow } from '#domain/change-statement.ts'
import { BEYOND_MAP, BEYOND_MAP_TYPE, gathered } from '#domain/dataset/beyond-map.ts'
import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import { ANSWER_LIMITS, type AnsweredBatch, type AnsweredRow, CollectionName, isDeeperThan } from '#domain/inquiry.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type RowRefusal =
  | 'bad_collection'
  | 'too_many_collections'
  | 'too_many_rows'
  | 'row_too_large'
  | 'row_too_deep'
  | 'too_large'

type Stored = {
  writer: RowWriter
  rows: number
  thirdParty: number
  described: Collection | undefined
  isBeyond: boolean
}
export type StoredRows = {
  collections: CollectedCollection[]
  rows: number
  thirdParty: number
  /** a value of some row is the contact's address */
  holdsContact: boolean
}

/** A source may answer with what its map does not describe: it is handed over too, and said to be that. */
const typesOf = ({ described, isBeyond }: Pick<Stored, 'described' | 'isBeyond'>): Record<string, string> => ({
  ...Object.fromEntries((described?.fields ?? []).map(({ name, dataType }) => [name, dataType ?? 'unknown'])),
  ...(isBeyond && { [BEYOND_MAP]: BEYOND_MAP_TYPE }),
})

/** A row's line in its finding. Its depth is looked at first: writing it out would need a stack as deep. */
function lineOf(key: readonly string[], values: AnsweredRow, thirdParty: boolean): Result<string, RowRefusal> {
  if (isDeeperThan(values, ANSWER_LIMITS.depth)) return refuse('row_too_deep')
  const line = JSON.stringify({ key, values, shared: false, thirdParty })
  return Buffer.byteLength(line) > ANSWER_LIMITS.rowBytes ? refuse('row_too_large') : ok(line)
}

/**
 * Streams an answer's rows into sealed findings, one file a collection. Nothing is recorded here: whoever records it
 * removes the files again where it came second.
 */
export async function storeRows(
  key: Uint8Array,
  owner: Owner,
  { dataset, isManual, contact }: { dataset: Dataset | null; isManual: boolean; contact: string },
  batches: AsyncIterable<AnsweredBatch> | Iterable<AnsweredBatch>,
): Promise<Result<StoredRows, RowRefusal>> {
  const stored = new Map<string, Stored>()
  const discard = () => Promise.all([...stored.values()].map(({ writer }) => writer.discard()))
  const total = { rows: 0, bytes: 0 }
  const named = JSON.stringify(contact).toLowerCase()
  let holdsContact = false
  const take = async ({ collection, rows }: AnsweredBatch): Promise<RowRefusal | null> => {
    if (rows.length === 0) return null
    if (!CollectionName.safeParse(collection).success) return 'bad_collection'
    if (!stored.has(collection) && stored.size === ANSWER_LIMITS.collections) return 'too_many_collections'
    const described = dataset?.collections.find(({ name }) => name === collection)
    const into = stored.get(collection) ?? {
      writer: writeRows(key, owner, 'finding'),
      rows: 0,
      thirdParty: 0,
      described,
      isBeyond: described === undefined,
    }
    stored.set(collection, into)
    const names = new Set(described?.fields.map(({ name }) => name))
    const thirdParty = described?.thirdParty ?? false
    const keyFields = described ? keyFieldsOf(described) : []
    for (const values of rows) {
      const row = isManual ? values : gathered(values, names)
      // What a person wrote down is told apart by its place in the answer.
      const line = lineOf(isManual ? [String(into.rows + 1)] : keyOfRow(keyFields, values), row, thirdParty)
      if (!line.ok) return line.reason
      into.isBeyond ||= row !== values
      holdsContact ||= line.value.toLowerCase().includes(named)
      into.rows += 1
      if (thirdParty) into.thirdParty += 1
      total.rows += 1
      total.bytes += line.value.length
      if (total.rows > ANSWER_LIMITS.rows) return 'too_many_rows'
      if (total.bytes > ANSWER_LIMITS.bytes) return 'too_large'
      await into.writer.write(line.value)
    }
    return null
  }
  try {
    for await (const batch of batches) {
      const fault = await take(batch)
      if (!fault) continue
      await discard()
      return refuse(fault)
    }
    const collections: CollectedCollection[] = []
    for (const [collection, { writer, rows, thirdParty, ...about }] of stored)
      collections.push({
        collection,
        rows,
        shared: 0,
        thirdParty,
        types: typesOf(about),
        file: await writer.finish(),
      })
    const aboutOthers = [...stored.values()].reduce((sum, one) => sum + one.thirdParty, 0)
    return ok({ collections, rows: total.rows, thirdParty: aboutOthers, holdsContact })
  } catch (error) {
    await discard()
    throw error
  }
}
