import type { Collection, CollectionErase, Dataset, Field, FieldErase, Keep, Label, Processing } from './dataset.ts'
import type { CollectionSource, DatasetSource, FieldSource } from './schema.ts'

const MASK = '***'

type KeepSource = { keep: { basis: string; until: string | { field: string; years: number } } }
type FieldEraseSource = NonNullable<FieldSource['hakku_meta']>['erase']
type Override = { strategy: string; configuration?: Record<string, unknown> | null | undefined }
type Meta = { [K in keyof Processing]?: Processing[K] | undefined } & { third_party?: boolean | undefined }

const keep = ({ keep: { basis, until } }: KeepSource): Keep => ({
  method: 'keep',
  basis,
  until: typeof until === 'string' ? { date: until } : until,
})

function fieldErase(source: FieldEraseSource): FieldErase | null {
  if (source === undefined) return null
  if (source === null || source === 'null') return { method: 'null' }
  if (source === 'mask') return { method: 'mask', text: MASK }
  if (source === 'delete' || source === 'hash') return { method: source }
  return 'keep' in source ? keep(source) : { method: 'mask', text: source.mask }
}

/** The peer's strategies that end in an erased value. The others are reversible, random or keep the value: refused. */
function overrideErase(override: Override): FieldErase | null {
  if (override.strategy === 'null_rewrite') return { method: 'null' }
  if (override.strategy === 'hash' || override.strategy === 'hmac') return { method: 'hash' }
  const text = override.configuration?.rewrite_value
  return override.strategy === 'string_rewrite' && typeof text === 'string' && text !== ''
    ? { method: 'mask', text: text.slice(0, 200) }
    : null
}

function collectionErase(source: 'delete' | KeepSource | undefined): CollectionErase | null {
  if (source === undefined) return null
  return source === 'delete' ? { method: 'delete' } : keep(source)
}

const NOTHING: Processing = { purpose: null, basis: null, retention: null, provided: false, thirdParty: false }

const processing = (meta: Meta | null | undefined, above: Processing): Processing => ({
  purpose: meta?.purpose ?? above.purpose,
  basis: meta?.basis ?? above.basis,
  retention: meta?.retention ?? above.retention,
  provided: meta?.provided ?? above.provided,
  thirdParty: meta?.third_party ?? above.thirdParty,
})

function fieldFrom(source: FieldSource, above: Processing & { categories: readonly string[] }): Field {
  const meta = source.fides_meta ?? source.fidesops_meta
  const override = meta?.masking_strategy_override
  const erase = fieldErase(source.hakku_meta?.erase) ?? (override ? overrideErase(override) : null)
  const categories = source.data_categories?.length ? source.data_categories : above.categories
  const inherited = { ...processing(source.hakku_meta, above), categories }
  return {
    ...inherited,
    name: source.name,
    dataType: meta?.data_type ?? null,
    length: meta?.length ?? null,
    identity: meta?.identity ?? null,
    primaryKey: meta?.primary_key ?? false,
    readOnly: meta?.read_only ?? false,
    rectifiable: source.hakku_meta?.rectifiable ?? false,
    references: (meta?.references ?? []).map(({ dataset, field, direction }) => {
      const dot = field.indexOf('.')
      return { dataset, collection: field.slice(0, dot), field: field.slice(dot + 1), direction: direction ?? null }
    }),
    erase,
    unsupportedStrategy: override && !erase ? override.strategy : null,
    fields: (source.fields ?? []).map((nested) => fieldFrom(nested, inherited)),
  }
}

function collectionFrom(source: CollectionSource): Collection {
  // A person linked by a third-party collection is the collection's affair; its fields only inherit the notes.
  const shared = processing(source.hakku_meta, NOTHING)
  const categories = source.data_categories ?? []
  return {
    ...shared,
    name: source.name,
    label: labelOf(source),
    categories,
    erase: collectionErase(source.hakku_meta?.erase),
    fields: source.fields.map((field) => fieldFrom(field, { ...shared, thirdParty: false, categories })),
  }
}

/** The label, else the description, else the name as words: `order_items` is “Order items”. */
function labelOf({ name, description, hakku_meta }: CollectionSource): Label {
  const words = name.replace(/[_.-]+/g, ' ').trim()
  const text = description?.slice(0, 100) || words.charAt(0).toUpperCase() + words.slice(1)
  return hakku_meta?.label ?? { id: text, en: text }
}

/** Our typed dataset from the checked file: notes and categories inherited, collections to be skipped left out. */
export const datasetFrom = (source: DatasetSource): Dataset => ({
  key: source.fides_key,
  name: source.name ?? source.fides_key,
  schema: source.fides_meta?.namespace?.schema ?? null,
  collections: source.collections
    .filter((collection) => collection.fides_meta?.skip_processing !== true)
    .map(collectionFrom),
})
