import { z } from 'zod'

/** The JWS `typ` of `manifest.jws` and the `schema` inside are the same word. */
export const manifestSchema = 'hakku.package.v1'

const text = z.string().min(1).max(500)
const texts = z.array(text).max(200)

/** Why one processing activity exists: one row of the trail (rekam jejak, UU PDP art. 32; GDPR art. 15(1)). */
export const TrailEntry = z.strictObject({
  purpose: text,
  basis: text,
  since: z.iso.date().nullable(),
  recipients: texts,
  retention: text,
})
export type TrailEntry = z.infer<typeof TrailEntry>

export const Redaction = z.strictObject({ field: text, why: text })
export type Redaction = z.infer<typeof Redaction>

export const ManifestFile = z.strictObject({
  path: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  mediaType: text,
  bytes: z.int().nonnegative(),
  /** Lower-case hex, as `sha256sum` prints it. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Null for files about the package itself, such as the reader. */
  source: text.nullable(),
  collection: text.nullable(),
  purpose: texts,
  basis: texts,
  retention: texts,
  categories: texts,
  redactions: z.array(Redaction).max(500),
})
export type ManifestFile = z.infer<typeof ManifestFile>

/** What is in a package handed to a data subject: every file with its digest, except this one and its signature. */
export const Manifest = z.strictObject({
  schema: z.literal(manifestSchema),
  reference: z.string().regex(/^[A-Z0-9-]{4,40}$/),
  right: z.enum(['access', 'portability']),
  controller: z.strictObject({ name: text, contact: text, dpo: text }),
  language: z.enum(['id', 'en']),
  generatedAt: z.iso.datetime({ offset: true }),
  files: z.array(ManifestFile).max(10_000),
  /** The processing trail belongs to access; portability carries none. */
  trail: z.array(TrailEntry).max(500).nullable(),
})
export type Manifest = z.infer<typeof Manifest>
