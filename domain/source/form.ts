import { z } from 'zod'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { OpeningReason } from '#domain/opening.ts'
import { REGIONS } from '#domain/region.ts'
import { wholeNumber } from '#domain/settings.ts'
import { line } from '#domain/text.ts'
import { connectionFields, connectionFrom } from './connection-form.ts'
import { isQueried, SOURCE_KINDS } from './kind.ts'
import { recordsMap } from './records-map.ts'

const said = (text: string) => text.length > 0
const version = z.coerce.number().int().min(1)

const facts = {
  name: line(100).refine(said, 'missing'),
  region: z.enum(REGIONS, 'choose_one'),
  /** how long its backups live */
  backupDays: wholeNumber(0, 3_650),
}

/** The one dataset of a pasted map. `null`: it is faulty, or holds none or several. */
export function onlyDataset(yaml: string): Dataset | null {
  const read = readDataset(yaml)
  const [dataset, ...more] = read.ok ? read.value : []
  return dataset && more.length === 0 ? dataset : null
}

const MOST_YAML = 1_048_576
const Yaml = z
  .string()
  .max(MOST_YAML, 'too_long')
  .refine((yaml) => yaml.trim() !== '', { error: 'missing', abort: true })
  .refine((yaml) => onlyDataset(yaml) !== null, 'map_faulty')

const NewFields = z.strictObject({
  controllerId: z.uuid('choose_one'),
  kind: z.enum(SOURCE_KINDS, 'choose_one'),
  /** in files and packages; it stays */
  key: z.string().regex(/^[a-z][a-z0-9_-]{1,39}$/, 'not_a_key'),
  ...facts,
  ...connectionFields,
  /** where its first map comes from */
  map: z.enum(['draft', 'paste'], 'choose_one'),
  yaml: z.string().max(MOST_YAML, 'too_long').optional(),
})

/** A source as the desk adds it. `yaml` null: a draft is made from the live schema. */
export const NewSource = NewFields.transform(({ map, yaml, ...given }, context) => {
  const connection = connectionFrom(given.kind, given, context)
  const { controllerId, kind, key, name, region, backupDays } = given
  const isDraft = map === 'draft' && isQueried(kind)
  const parsed = isDraft ? null : Yaml.safeParse(kind === 'manual' ? recordsMap(key) : (yaml ?? ''))
  if (parsed && !parsed.success)
    context.addIssue({ code: 'custom', path: ['yaml'], message: parsed.error.issues[0]?.message ?? 'invalid' })
  if (!connection) return z.NEVER
  return { controllerId, kind, key, name, region, backupDays, connection, yaml: parsed?.data ?? null }
})
export type NewSource = z.infer<typeof NewSource>

/** What is known of a source, said anew. Credentials are replaced whole or not at all. */
export const ChangedSource = z
  .strictObject({ sourceId: z.uuid(), version, kind: z.enum(SOURCE_KINDS), ...facts, ...connectionFields })
  .transform(({ sourceId, version: shown, kind, name, region, backupDays, ...fields }, context) => {
    const isReplaced = Object.values(fields).some((value) => value !== undefined && value !== '')
    const connection = isReplaced ? connectionFrom(kind, fields, context) : null
    return { sourceId, version: shown, kind, name, region, backupDays, connection }
  })
export type ChangedSource = z.infer<typeof ChangedSource>

/** A map to be checked against its source before it is taken into use. */
export const CandidateMap = z.strictObject({ sourceId: z.uuid(), yaml: Yaml })
export type CandidateMap = z.infer<typeof CandidateMap>

export const OnSource = z.strictObject({ sourceId: z.uuid() })
export type OnSource = z.infer<typeof OnSource>

export const OnCheck = z.strictObject({ sourceId: z.uuid(), checkId: z.uuid() })
export type OnCheck = z.infer<typeof OnCheck>

const IDENTITY_FIELD = 'identity-'
export const identityField = (label: string): string => `${IDENTITY_FIELD}${label}`
const MOST_IDENTITIES = 10

const LabelledIdentity = z.strictObject({ label: z.string().min(1).max(128), value: line(320).refine(said) })
export type LabelledIdentity = z.infer<typeof LabelledIdentity>

/** Each identifier is a field of its own; those left empty are not asked about. */
const gatherIdentities = (given: unknown): unknown => {
  const fields = Object.entries(given ?? {})
  const isIdentity = ([name]: [string, unknown]) => name.startsWith(IDENTITY_FIELD)
  const identities = fields
    .filter((field) => isIdentity(field) && typeof field[1] === 'string' && field[1].trim() !== '')
    .map(([name, value]) => ({ label: name.slice(IDENTITY_FIELD.length), value }))
  return { ...Object.fromEntries(fields.filter((field) => !isIdentity(field))), identities }
}

/** A person whose reach is to be seen, and why. */
export const AskedPreview = z.preprocess(
  gatherIdentities,
  z.strictObject({
    sourceId: z.uuid(),
    identities: z.array(LabelledIdentity).min(1, 'missing').max(MOST_IDENTITIES),
    reason: OpeningReason,
    erase: z.literal('on').optional(),
  }),
)
export type AskedPreview = z.infer<typeof AskedPreview>
