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
  name: line(100).refine(said, 'unnamed'),
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
  name: facts.name,
  /** in files and packages; it stays */
  key: z.string().regex(/^[a-z][a-z0-9_-]{1,39}$/, 'not_a_key'),
  region: facts.region,
  backupDays: facts.backupDays,
  ...connectionFields,
  /** where its first map comes from */
  map: z.enum(['draft', 'paste'], 'choose_one'),
  yaml: z.string().max(MOST_YAML, 'too_long').optional(),
})

/** What is wrong with the fields joins what is wrong with the connection and the map: a form is mended once. */
function readAll<T>(fields: z.ZodType<T>, given: unknown, context: z.RefinementCtx): T | null {
  const read = fields.safeParse(given)
  for (const { path, message } of read.error?.issues ?? [])
    context.addIssue({ code: 'custom', path: [...path], message })
  return read.success ? read.data : null
}

const Reached = z.object({ kind: z.enum(SOURCE_KINDS), ...connectionFields })
/** null: it cannot be reached so, or the fields said already what is wrong. */
function reachedBy(given: unknown, context: z.RefinementCtx) {
  const reached = Reached.safeParse(given)
  return reached.success ? connectionFrom(reached.data.kind, reached.data, context) : null
}

const Mapped = z.object({ kind: z.enum(SOURCE_KINDS), map: z.string(), yaml: z.string().optional() })
/** null: one is drafted, or made for what a person looks after. undefined: there is none. */
function mapIn(given: unknown, context: z.RefinementCtx): string | null | undefined {
  const { kind, map, yaml } = Mapped.safeParse(given).data ?? {}
  if (kind === undefined) return undefined
  if (kind === 'manual' || (map === 'draft' && isQueried(kind))) return null
  const parsed = Yaml.safeParse(yaml ?? '')
  if (!parsed.success)
    context.addIssue({ code: 'custom', path: ['yaml'], message: parsed.error.issues[0]?.message ?? 'invalid' })
  return parsed.data
}

/** A source as the desk adds it. `yaml` null: a draft is made from the live schema. */
export const NewSource = z.unknown().transform((given, context) => {
  const [read, reached, map] = [readAll(NewFields, given, context), reachedBy(given, context), mapIn(given, context)]
  if (!read || !reached || map === undefined) return z.NEVER
  const { controllerId, kind, key, name, region, backupDays } = read
  const yaml = kind === 'manual' ? recordsMap(key) : map
  return { controllerId, kind, key, name, region, backupDays, connection: reached, yaml }
})
export type NewSource = z.infer<typeof NewSource>

const ChangedFields = z.strictObject({
  sourceId: z.uuid(),
  version,
  kind: z.enum(SOURCE_KINDS),
  ...facts,
  ...connectionFields,
})

/** What is known of a source, said anew. Credentials are replaced whole or not at all. */
export const ChangedSource = z.unknown().transform((given, context) => {
  const { kind: _, ...fields } = Reached.safeParse(given).data ?? {}
  const isReplaced = Object.values(fields).some((value) => value !== undefined && value !== '')
  const connection = isReplaced ? reachedBy(given, context) : null
  const read = readAll(ChangedFields, given, context)
  if (!read) return z.NEVER
  const { sourceId, version: shown, kind, name, region, backupDays } = read
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
