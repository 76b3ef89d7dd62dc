import { z } from 'zod'
import { LegalBasis } from '#domain/dataset/schema.ts'
import { REDACTION_KINDS, REDACTION_REASONS } from '#domain/redaction.ts'

/**
 * The package's format (docs/package-format.md). A new minor version only adds; another major version is another format,
 * and another `typ` of the signature.
 */
export const packageFormat = {
  name: 'hakku.package',
  version: '1.0',
  schema: '/schemas/package/1/manifest.json',
} as const
export const manifestType = 'hakku.package.v1'

const text = z.string().min(1).max(500)
const texts = z.array(text).max(200)
const sourceName = text.describe('short name of the source, as in the paths of its files')
const Words = z.object({ id: text, en: text }).describe('the same in Bahasa Indonesia and in English')

/** One processing activity: one row of the trail (rekam jejak, UU PDP art. 32; GDPR art. 15(1)). Null: not recorded. */
export const TrailEntry = z.object({
  source: sourceName,
  collection: text,
  label: Words,
  categories: texts.describe('fideslang data categories'),
  purpose: text.nullable(),
  basis: LegalBasis.nullable(),
  since: z.iso.date().nullable().describe('the day of the oldest record'),
  origin: Words.nullable().describe('where the data came from; null for what is not recorded'),
  retention: text.nullable(),
  automatedDecisions: Words.nullable().describe(
    'decisions made by it without a person, and their logic; null for what is not recorded',
  ),
  recipients: texts.describe('names of those listed under recipients'),
})
export type TrailEntry = z.infer<typeof TrailEntry>

export const Recipient = z.object({
  name: text,
  kind: z.enum(['processor', 'sub_processor', 'recipient']),
  region: text.describe('country of the recipient'),
  receives: text.nullable().describe('what it gets, and what for'),
  safeguards: text.nullable().describe('what protects a transfer abroad'),
})
export type Recipient = z.infer<typeof Recipient>

export const HISTORY_KINDS = [
  'request_received',
  'data_opened',
  'contact_opened',
  'corrected',
  'stopped',
  'recipients_told',
  'package_downloaded',
  'data_moved',
  'data_erased',
] as const

/** Something that happened to the person's data here, in this request or an earlier one. */
export const HistoryEntry = z.object({
  at: z.iso.datetime({ offset: true }),
  what: z.enum(HISTORY_KINDS),
  reference: text.describe('the request in which it happened'),
  detail: text.nullable().describe('a code: the right asked for, why it was opened, from which country to which'),
})
export type HistoryEntry = z.infer<typeof HistoryEntry>

/** What the law wants told besides the data (GDPR art. 15(1)(e) and (f); UU PDP art. 5 to 13). */
const Information = z.object({ rights: z.array(Words).max(20), complaint: z.array(Words).max(10) })

/** Something that is not in the package, why, and who decided it. What it was is not said. */
export const ManifestRedaction = z.object({
  source: sourceName,
  collection: text,
  label: Words,
  kind: z.enum(REDACTION_KINDS).describe('a whole collection, one field of every row, rows, or single values'),
  field: text.nullable(),
  count: z.int().nonnegative().describe('rows; of kind value, values'),
  reason: z.enum(REDACTION_REASONS),
  decidedBy: z.enum(['person', 'rule']),
  explanation: text.nullable(),
})
export type ManifestRedaction = z.infer<typeof ManifestRedaction>

export const ManifestFile = z.object({
  path: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  mediaType: text,
  bytes: z.int().nonnegative(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('as sha256sum prints it'),
  source: sourceName.nullable().describe('null for files about the package itself, such as the reader'),
  collection: text.nullable(),
  purpose: texts,
  basis: texts,
  retention: texts,
  categories: texts,
})
export type ManifestFile = z.infer<typeof ManifestFile>

/** What is in a package handed to a data subject: every file with its digest, except this one and its signature. */
export const Manifest = z.object({
  format: z.object({
    name: z.literal(packageFormat.name),
    version: z.string().regex(/^1\.\d{1,4}$/),
    schema: text.describe('path of this schema at the portal that made the package'),
  }),
  reference: z.string().regex(/^[A-Z0-9-]{4,40}$/),
  right: z.enum(['access', 'portability']),
  controller: z.object({ name: text, contact: text, dpo: text }),
  language: z.enum(['id', 'en']),
  generatedAt: z.iso.datetime({ offset: true }),
  files: z.array(ManifestFile).max(10_000),
  redactions: z.array(ManifestRedaction).max(10_000),
  trail: z.array(TrailEntry).max(5_000).nullable().describe('belongs to access; null for portability'),
  recipients: z.array(Recipient).max(1_000).nullable(),
  history: z.array(HistoryEntry).max(1_000).nullable(),
  information: Information.nullable(),
})
export type Manifest = z.infer<typeof Manifest>

/** What only an access package tells besides the data. */
export type About = { [K in 'trail' | 'recipients' | 'history' | 'information']: NonNullable<Manifest[K]> }

/** Enough of any version's manifest to say which it is. */
export const AnyManifest = z.object({ format: z.object({ name: z.string(), version: z.string().max(20) }) })
