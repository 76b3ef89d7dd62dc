import type { Words } from '#domain/certificate/certificate.ts'
import type { ManifestRedaction } from '#domain/package/manifest.ts'
import type { RowText } from './row-text.ts'

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

/** A file that a person handed over with their answer, of at most a few megabytes. */
export type PackageDocument = { name: string; mediaType: string; read: () => Promise<Buffer<ArrayBuffer>> }

/**
 * One collection of one source. `rows` is read once, a batch at a time, unless no field goes out; a key that no field
 * declares stays out of the package.
 */
export type PackageCollection = {
  source: string
  collection: string
  label: Words
  fields: PackageField[]
  rows: AsyncIterable<Iterable<Record<string, unknown> | RowText>>
  /** Told the value of one field in every row that comes as text. */
  watch?: { field: string; see: (value: unknown) => void }
  /** What of it is not in the package; asked once the rows were read. */
  heldBack: () => ManifestRedaction[]
  /** The files that its rows name; asked once the rows were read. */
  documents?: () => readonly PackageDocument[]
}
