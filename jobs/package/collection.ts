import type { Redaction } from '#domain/package/manifest.ts'

export type PackageField = {
  name: string
  /** As the source calls it: `text`, `numeric(12,2)`, `timestamptz`, `text[]`, … */
  type: string
  /** fideslang data categories, such as `user.contact.email`. */
  categories: string[]
  purpose: string
  basis: string
  retention: string
}

/** One collection of one source. `rows` is read once, a batch at a time; a key that no field declares stays out of the package. */
export type PackageCollection = {
  source: string
  collection: string
  fields: PackageField[]
  rows: AsyncIterable<readonly Record<string, unknown>[]>
  redactions?: Redaction[]
}
