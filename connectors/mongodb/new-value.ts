import { createHash } from 'node:crypto'
import type { Change } from '#domain/dataset/dataset.ts'
import { isPattern, masked } from '#domain/dataset/mask.ts'
import type { Fields } from '#domain/erasure/plan.ts'
import { type RowKey, SourceFault } from '../contract.ts'
import type { Column } from './catalog.ts'
import { type Document, typeOf } from './values.ts'

const DIGEST_LENGTH = 64

/** Only texts are masked or hashed; a field that no sample met is looked at in every document. */
export const fitsChange = ({ text }: Column, change: Change): boolean => change.method === 'null' || text

/**
 * What shall stand where this value stands; undefined: nothing.
 * @throws SourceFault 'value_not_castable' when a text would take the place of something else
 */
function newValue(old: unknown, field: string, change: Change, key: RowKey, salt: string): unknown {
  if (change.method === 'null') return old === null ? null : undefined
  if (Array.isArray(old)) {
    const all = old.map((one) => newValue(one, field, change, key, salt))
    return all.every((one, at) => one === old[at]) ? old : all
  }
  if (old !== undefined && old !== null && typeof old !== 'string') throw new SourceFault('value_not_castable')
  if (change.method === 'mask') return isPattern(change) && typeof old !== 'string' ? old : masked(old ?? null, change)
  const digest = createHash('sha256')
    .update(JSON.stringify([salt, field, ...key]))
    .digest('hex')
  const room = Math.min(change.length ?? DIGEST_LENGTH, DIGEST_LENGTH)
  const suffix = change.suffix ?? ''
  return suffix === '' || suffix.length >= room ? digest.slice(0, room) : digest.slice(0, room - suffix.length) + suffix
}

/** The value with what stands at the end of a path changed, in every element of the lists on the way; the same if nothing was. */
function within(value: unknown, [step, ...rest]: readonly string[], to: (old: unknown) => unknown): unknown {
  if (step === undefined) return to(value)
  if (Array.isArray(value)) {
    const changed = value.map((one) => within(one, [step, ...rest], to))
    return changed.every((one, at) => one === value[at]) ? value : changed
  }
  if (typeOf(value) !== 'object' || !Object.hasOwn(value as Document, step)) return value
  const { [step]: old, ...others } = value as Document
  const changed = within(old, rest, to)
  if (changed === old) return value
  return changed === undefined ? others : { ...(value as Document), [step]: changed }
}

/** The fields of a document that do not hold yet what the plan says, and what the document shall hold at its top. */
export type Open = { fields: readonly string[]; values: ReadonlyMap<string, unknown> }

export function openFields(document: Document, fields: Fields, key: RowKey, salt: string): Open {
  const values = new Map<string, unknown>()
  const open = Object.entries(fields).filter(([field, change]) => {
    const [top, ...steps] = stepsTo(document, field)
    const old = values.has(top) ? values.get(top) : Object.hasOwn(document, top) ? document[top] : undefined
    const value = within(old, steps, (one) => newValue(one, field, change, key, salt))
    if (value === old) return false
    values.set(top, value)
    return true
  })
  return { fields: open.map(([field]) => field), values }
}

/** A name may hold a dot itself. */
const stepsTo = (document: Document, field: string): [string, ...string[]] => {
  const [top = field, ...steps] = Object.hasOwn(document, field) ? [field] : field.split('.')
  return [top, ...steps]
}

/** As an update of the server; null: nothing is open. */
export function updateOf({ values }: Open): Record<string, Record<string, unknown>> | null {
  const set = [...values].filter(([, value]) => value !== undefined)
  const gone = [...values].filter(([, value]) => value === undefined)
  if (values.size === 0) return null
  return {
    ...(set.length > 0 ? { $set: Object.fromEntries(set) } : {}),
    ...(gone.length > 0 ? { $unset: Object.fromEntries(gone.map(([field]) => [field, true])) } : {}),
  }
}
