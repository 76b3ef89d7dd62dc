import type { Mask } from './mask.ts'
import type { LegalBasis, StopValue } from './schema.ts'

/**
 * `null` sets NULL; `mask` writes a fixed text, or one around what may stay of the value; `hash` writes a digest of the
 * row's key under a salt, cut to `length` characters and ended with `suffix`, so that an address still looks like one.
 */
export type Change = { method: 'null' } | { method: 'hash'; length?: number; suffix?: string } | Mask

/** The end of a retention: a calendar date, or whole years after the date held in another field of the same row. */
export type Until = { date: string } | { field: string; years: number }
export type Keep = { method: 'keep'; basis: string; until: Until }

/** `delete` on a field means: this value cannot go without its row, so the row goes. */
export type FieldErase = Change | Keep | { method: 'delete' }
export type CollectionErase = Keep | { method: 'delete' }

/** `to`: values flow from the field that declares it; `from`: into it; null: both ways (fideslang). */
export type Reference = { dataset: string; collection: string; field: string; direction: 'to' | 'from' | null }

/** What is written into a field when the consent to a purpose is withdrawn. */
export type Stop = { purpose: string; set: StopValue }

/** What holds for a field, or for every field of a collection that does not say otherwise. */
export type Processing = {
  /** in words: the Indonesian label where the file names one of its purposes by key */
  purpose: string | null
  basis: LegalBasis | null
  retention: string | null
  /** Given by the person themselves, so portable (GDPR art. 20). */
  provided: boolean
  thirdParty: boolean
}

export type Field = Processing & {
  name: string
  categories: readonly string[]
  dataType: string | null
  length: number | null
  /** The label of the identifier this field holds, such as `email`. */
  identity: string | null
  /** The file says itself whether this names a third party; where it does not, names are looked at. */
  thirdPartyStated: boolean
  /** The label of a value given with the request, such as `tenant_id`: it leads to rows, but proves nothing about a person. */
  requestField: string | null
  /** Every element of an array is handed over, not only those that matched. */
  returnAll: boolean
  primaryKey: boolean
  readOnly: boolean
  /** Its value may be replaced when the person says it is wrong. */
  rectifiable: boolean
  /** What people read instead of the name. */
  label: Label
  references: readonly Reference[]
  /** null: nothing said; `effectiveErase` decides. */
  erase: FieldErase | null
  stop: Stop | null
  /** The peer's masking strategy we refuse to run (reversible or unknown), so that it is never skipped in silence. */
  unsupportedStrategy: string | null
  fields: readonly Field[]
}

export type Label = { id: string; en: string }

/** What is done with data because the person agreed, and may be withdrawn. */
export type Purpose = { key: string; label: Label }

export type Collection = Processing & {
  name: string
  /** What people read instead of the name. */
  label: Label
  /** The field that says from when a row is held. */
  since: string | null
  /** Where its rows came from. One text stands in both languages where the file says it once. */
  origin: Label | null
  /** Decisions made by its rows without a person, and their logic, in words (GDPR art. 15(1)(h)). */
  automated: Label | null
  categories: readonly string[]
  erase: CollectionErase | null
  /** The field that carries what the person disputes and nobody may replace; null: the statement is kept beside the data. */
  note: string | null
  /** Collections whose rows must be erased before these. */
  eraseAfter: readonly { dataset: string; collection: string }[]
  fields: readonly Field[]
}

export type Dataset = {
  key: string
  name: string
  /** The database schema that holds the collections; null: the connector's default. */
  schema: string | null
  purposes: readonly Purpose[]
  /** Tables that hold nobody's data, or are no business of this map: skipped, or only named. */
  ignored: readonly string[]
  collections: readonly Collection[]
}

/** A category of personal data: `user` or anything below it. `username` is not below it. */
export const isPersonal = (categories: readonly string[]): boolean =>
  categories.some((category) => category === 'user' || category.startsWith('user.'))
