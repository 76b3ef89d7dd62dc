import { createHash } from 'node:crypto'
import type { Change } from '#domain/dataset/dataset.ts'
import { isPattern, masked } from '#domain/dataset/mask.ts'
import type { Fields } from '#domain/erasure/plan.ts'
import { type RowKey, SourceFault } from '../contract.ts'
import type { Column } from './catalog.ts'
import type { Document } from './values.ts'

const DIGEST_LENGTH = 64

/** Only texts are masked or hashed; a field that no sample met is looked at in every document. */
export const fitsChange = ({ text }: Column, change: Change): boolean => change.method === 'null' || text

/**
 * The value that a field of a document shall have; undefined: the field goes.
 * @throws SourceFault 'value_not_castable' when a text would take the place of something else
 */
function newValue(document: Document, field: string, change: Change, key: RowKey, salt: string): unknown {
  if (change.method === 'null') return undefined
  const old = Object.hasOwn(document, field) ? document[field] : undefined
  if (old !== undefined && old !== null && typeof old !== 'string') throw new SourceFault('value_not_castable')
  if (change.method === 'mask') return isPattern(change) && typeof old !== 'string' ? old : masked(old ?? null, change)
  const digest = createHash('sha256')
    .update(JSON.stringify([salt, field, ...key]))
    .digest('hex')
  const room = Math.min(change.length ?? DIGEST_LENGTH, DIGEST_LENGTH)
  const suffix = change.suffix ?? ''
  return suffix === '' || suffix.length >= room ? digest.slice(0, room) : digest.slice(0, room - suffix.length) + suffix
}

/** The fields of a document that do not hold yet what the plan says, with what they shall hold. */
export function openFields(
  document: Document,
  fields: Fields,
  key: RowKey,
  salt: string,
): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(fields).flatMap(([field, change]) => {
      const old = Object.hasOwn(document, field) ? document[field] : undefined
      const value = newValue(document, field, change, key, salt)
      const done = value === undefined ? old === undefined || old === null : old === value
      return done ? [] : [[field, value] as const]
    }),
  )
}

/** As an update of the server; null: nothing is open. */
export function updateOf(open: ReadonlyMap<string, unknown>): Record<string, Record<string, unknown>> | null {
  const set = [...open].filter(([, value]) => value !== undefined)
  const gone = [...open].filter(([, value]) => value === undefined)
  if (open.size === 0) return null
  return {
    ...(set.length > 0 ? { $set: Object.fromEntries(set) } : {}),
    ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map(([field]) => [field, true])) } : {}),
  }
}
