import { z } from 'zod'
import { as } from './fixes.ts'
import { readMask } from './mask.ts'

/**
 * The file: a fideslang Dataset (https://ethyca.github.io/fideslang), unknown keys ignored, with our additions
 * under `hakku_meta`, where an unknown key is an error. The whole grammar of `hakku_meta`:
 *
 *     on a field        erase: delete | null | hash | mask | {mask: MASK} | {keep: {basis: <law, article>, until: UNTIL}}
 *                       rectifiable: true|false, whether its value may be replaced when the person says it is wrong
 *                       label: {id: <text>, en: <text>}, what people read instead of the column's name
 *     on a collection   erase: delete | {keep: {basis, until: UNTIL}}
 *                       label: {id: <text>, en: <text>}, what people read instead of the table's name
 *                       since: <field>, the date or instant from which a row is held; origin: <text>, where rows came from
 *                       automated: <text>, decisions made by them without a person, and their logic; both may be {id, en}
 *                       note: <field>, where the row carries what the person disputes but nobody may replace
 *     on both           third_party, provided: true|false; purpose, retention: <text>; a purpose may be the key of one below
 *                       basis: consent | contract | legal_obligation | vital_interests | public_task | legitimate_interests
 *     MASK              <text> | {first:n}<text> | <text>{last:n} | {first:n}<text>{last:n} | {first:n}<text>@{domain}
 *     on a field        stop: {purpose: <key>, set: VALUE}, what is written when the consent to that purpose is withdrawn
 *     on the dataset    purposes: [{key: <a-z, 0-9, ->, label: {id, en}}], what rests on consent and people may withdraw
 *     on the dataset    ignored: [<table>], tables that hold nobody's data: no drift when they are found in the source
 *     VALUE             true | false | null | a number | a text | {time: withdrawn}, the instant at which it was withdrawn
 *     UNTIL             2034-12-31 | {field: <field of the same row>, years: <1..100>}
 *
 * A collection's `keep` covers the fields that say nothing themselves; a field may still be erased in a kept row.
 * Once the end has passed a kept row is deleted and a kept field is set to null.
 */
export const LegalBasis = z.enum([
  'consent',
  'contract',
  'legal_obligation',
  'vital_interests',
  'public_task',
  'legitimate_interests',
])
export type LegalBasis = z.infer<typeof LegalBasis>

const Name = z
  .string()
  .min(1)
  .max(128)
  .regex(/^(?!__proto__$)[^\p{Cc}]+$/u, as('plain_name'))
const Note = z.string().min(1).max(300)

const Until = z.union([z.iso.date(), z.strictObject({ field: Name, years: z.int().min(1).max(100) })], {
  error: as('until'),
})
const Keep = z.strictObject({ keep: z.strictObject({ basis: Note, until: Until }) })

const Mask = z
  .string()
  .max(220)
  .refine((source) => readMask(source).ok, as('mask'))

const FieldErase = z.union(
  [z.enum(['delete', 'null', 'hash', 'mask']), z.null(), z.strictObject({ mask: Mask }), Keep],
  {
    error: as('field_erase'),
  },
)
const CollectionErase = z.union([z.literal('delete'), Keep], {
  error: as('collection_erase'),
})

const processing = {
  third_party: z.boolean().optional(),
  provided: z.boolean().optional(),
  purpose: Note.optional(),
  retention: Note.optional(),
  basis: LegalBasis.optional(),
}
const Label = z.strictObject({ id: z.string().min(1).max(100), en: z.string().min(1).max(100) })
/** What a person reads about their data: one text in whichever language, or one in each. */
const Told = z.union([Note, z.strictObject({ id: Note, en: Note })], {
  error: 'write a text or {id: <text>, en: <text>}',
})
export type Told = z.infer<typeof Told>

/** `all` is what a person ticks who withdraws every consent, so no purpose may be called so. */
export const PurposeKey = z
  .string()
  .max(50)
  .regex(/^(?!all$)[a-z0-9]+(-[a-z0-9]+)*$/, as('purpose_key'))
const Purpose = z.strictObject({ key: PurposeKey, label: Label })

const StopValue = z.union(
  [z.boolean(), z.null(), z.number(), z.string().max(500), z.strictObject({ time: z.literal('withdrawn') })],
  { error: as('stop_value') },
)
export type StopValue = z.infer<typeof StopValue>
const Stop = z.strictObject({ purpose: PurposeKey, set: StopValue })

const FieldMeta = z.strictObject({
  ...processing,
  erase: FieldErase.optional(),
  rectifiable: z.boolean().optional(),
  label: Label.optional(),
  stop: Stop.optional(),
})
const CollectionMeta = z.strictObject({
  ...processing,
  erase: CollectionErase.optional(),
  label: Label.optional(),
  note: Name.optional(),
  since: Name.optional(),
  origin: Told.optional(),
  automated: Told.optional(),
})

const Categories = z.array(z.string().max(200)).nullish()
const Reference = z.object({
  dataset: Name,
  field: z
    .string()
    .max(300)
    .regex(/^[^.]+\.[^.]/, as('field_path')),
  direction: z.enum(['to', 'from']).nullish(),
})
const Override = z
  .object({ strategy: z.string().max(100), configuration: z.record(z.string(), z.unknown()).nullish() })
  .nullish()
const DataType = z.string().regex(/^(string|integer|float|boolean|object|object_id)(\[\])?$/, as('data_type'))

/** The format's own tools read YAML 1.1, where `yes` and `on` are booleans. */
const Flag = z.union(
  [
    z.boolean(),
    z.enum(['yes', 'Yes', 'YES', 'on', 'On', 'ON']).transform(() => true),
    z.enum(['no', 'No', 'NO', 'off', 'Off', 'OFF']).transform(() => false),
  ],
  { error: 'write true or false' },
)

const FidesField = z.object({
  identity: Name.nullish(),
  custom_request_field: Name.nullish(),
  primary_key: Flag.nullish(),
  data_type: DataType.nullish(),
  length: z.int().positive().nullish(),
  read_only: Flag.nullish(),
  return_all_elements: Flag.nullish(),
  references: z.array(Reference).max(100).nullish(),
  masking_strategy_override: Override,
})

const FieldSource = z.object({
  name: Name,
  data_categories: Categories,
  fides_meta: FidesField.nullish(),
  fidesops_meta: FidesField.nullish(),
  fidesctl_meta: FidesField.nullish(),
  hakku_meta: FieldMeta.nullish(),
  get fields() {
    return z.array(FieldSource).nullish()
  },
})
export type FieldSource = z.infer<typeof FieldSource>

/** `after` orders the reading of others; ours needs no hint, so it is checked and not used. */
const CollectionKeys = z
  .array(
    z
      .string()
      .max(300)
      .regex(/^[^.]+\.[^.]/, as('collection_path')),
  )
  .max(1_000)
  .nullish()
const FidesCollection = z.object({
  skip_processing: Flag.nullish(),
  after: CollectionKeys,
  erase_after: CollectionKeys,
  masking_strategy_override: z.object({ strategy: z.literal('delete') }).nullish(),
})

const CollectionSource = z.object({
  name: Name,
  description: z.string().max(10_000).nullish(),
  data_categories: Categories,
  fides_meta: FidesCollection.nullish(),
  fidesops_meta: FidesCollection.nullish(),
  fidesctl_meta: FidesCollection.nullish(),
  hakku_meta: CollectionMeta.nullish(),
  fields: z.array(FieldSource),
})
export type CollectionSource = z.infer<typeof CollectionSource>

const DatasetMeta = z.object({
  namespace: z.object({ schema: Name.nullish() }).nullish(),
  after: z.array(z.string().max(128)).max(1_000).nullish(),
})

export const DatasetSource = z.object({
  fides_key: z
    .string()
    .max(128)
    .regex(/^[\w.<>-]+$/, as('dataset_key')),
  name: z.string().max(200).nullish(),
  data_categories: Categories,
  fides_meta: DatasetMeta.nullish(),
  fidesops_meta: DatasetMeta.nullish(),
  fidesctl_meta: DatasetMeta.nullish(),
  hakku_meta: z
    .strictObject({ purposes: z.array(Purpose).max(50).optional(), ignored: z.array(Name).max(5_000).optional() })
    .nullish(),
  collections: z.array(CollectionSource).min(1, as('one_collection')).max(5_000),
})
export type DatasetSource = z.infer<typeof DatasetSource>

export const DatasetFile = z.object({ dataset: z.array(DatasetSource).min(1, as('one_dataset')).max(100) })

type Named<M> = {
  fides_meta?: M | null | undefined
  fidesops_meta?: M | null | undefined
  fidesctl_meta?: M | null | undefined
}
/** The format's own notes, under the name they have or had. */
export const metaOf = <M>({ fides_meta, fidesops_meta, fidesctl_meta }: Named<M>): M | null | undefined =>
  fides_meta ?? fidesops_meta ?? fidesctl_meta
