import { z } from 'zod'
import type {
  Collection,
  CollectionErase,
  Dataset,
  Field,
  FieldErase,
  Keep,
  Label,
  Processing,
  Purpose,
} from './dataset.ts'
import { readMask } from './mask.ts'
import { type CollectionSource, type DatasetSource, type FieldSource, metaOf, type Told } from './schema.ts'

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
  if ('keep' in source) return keep(source)
  const mask = readMask(source.mask)
  return mask.ok ? mask.value : { method: 'mask', text: MASK }
}

/** The strategies that end in an erased value. The others can be undone, or keep the value: refused, see preflight. */
function overrideErase({ strategy, configuration }: Override, longest: number | null): FieldErase | null {
  if (strategy === 'null_rewrite') return { method: 'null' }
  const { suffix } = Suffix.safeParse(configuration?.format_preservation).data ?? { suffix: '' }
  if (strategy === 'hash' || strategy === 'hmac') return hash(longest, suffix)
  if (strategy === 'random_string_rewrite') return hash(atMost(Length.parse(configuration?.length), longest), suffix)
  const text = configuration?.rewrite_value
  if (strategy !== 'string_rewrite' || typeof text !== 'string' || text === '') return null
  return { method: 'mask', text: `${text}${suffix}`.slice(0, longest ?? LONGEST_MASK) }
}

const LONGEST_MASK = 200
const Suffix = z.object({ suffix: z.string().max(100) })
const Length = z.int().min(1).max(1_000).catch(30)

const atMost = (length: number, longest: number | null): number => Math.min(length, longest ?? length)
const hash = (length: number | null, suffix: string): FieldErase => ({
  method: 'hash',
  ...(length === null ? {} : { length }),
  ...(suffix === '' ? {} : { suffix }),
})

function collectionErase(source: 'delete' | KeepSource | undefined): CollectionErase | null {
  if (source === undefined) return null
  return source === 'delete' ? { method: 'delete' } : keep(source)
}

const NOTHING: Processing = { purpose: null, basis: null, retention: null, provided: false, thirdParty: false }

const inWords = (purpose: string | null | undefined, purposes: readonly Purpose[]) =>
  purposes.find(({ key }) => key === purpose)?.label.id ?? purpose

const processing = (meta: Meta | null | undefined, above: Processing, purposes: readonly Purpose[]): Processing => ({
  purpose: inWords(meta?.purpose, purposes) ?? above.purpose,
  basis: meta?.basis ?? above.basis,
  retention: meta?.retention ?? above.retention,
  provided: meta?.provided ?? above.provided,
  thirdParty: meta?.third_party ?? above.thirdParty,
})

function fieldFrom(
  source: FieldSource,
  above: Processing & { categories: readonly string[] },
  purposes: readonly Purpose[],
): Field {
  const meta = metaOf(source)
  const override = meta?.masking_strategy_override
  const erase =
    fieldErase(source.hakku_meta?.erase) ?? (override ? overrideErase(override, meta?.length ?? null) : null)
  const categories = source.data_categories?.length ? source.data_categories : above.categories
  const inherited = { ...processing(source.hakku_meta, above, purposes), categories }
  return {
    ...inherited,
    name: source.name,
    dataType: meta?.data_type ?? null,
    length: meta?.length ?? null,
    identity: meta?.identity ?? null,
    thirdPartyStated: source.hakku_meta?.third_party !== undefined,
    requestField: meta?.custom_request_field ?? null,
    returnAll: meta?.return_all_elements ?? false,
    primaryKey: meta?.primary_key ?? false,
    readOnly: meta?.read_only ?? false,
    rectifiable: source.hakku_meta?.rectifiable ?? isStatedByPeople(source, categories),
    label: source.hakku_meta?.label ?? asWords(source.name),
    references: (meta?.references ?? []).map(({ dataset, field, direction }) => {
      const [collection, path] = cutAtDot(field)
      return { dataset, collection, field: path, direction: direction ?? null }
    }),
    erase,
    stop: source.hakku_meta?.stop ?? null,
    unsupportedStrategy: override && !erase ? override.strategy : null,
    fields: (source.fields ?? []).map((nested) => fieldFrom(nested, inherited, purposes)),
  }
}

/** Who somebody is and how they are reached. */
const OF_PEOPLE = ['user.name', 'user.contact', 'user.demographic']

/** A map that says nothing lets people correct what they say of themselves, but nothing that rows are found by. */
function isStatedByPeople(source: FieldSource, categories: readonly string[]): boolean {
  const meta = metaOf(source)
  if (meta?.primary_key || meta?.read_only || meta?.identity || meta?.custom_request_field) return false
  if (meta?.references?.length || source.fields?.length) return false
  return categories.some((category) => OF_PEOPLE.some((of) => `${category}.`.startsWith(`${of}.`)))
}

const cutAtDot = (path: string): [string, string] => {
  const dot = path.indexOf('.')
  return [path.slice(0, dot), path.slice(dot + 1)]
}

const told = (words: Told | undefined): Label | null =>
  typeof words === 'string' ? { id: words, en: words } : (words ?? null)

function collectionFrom(source: CollectionSource, above: readonly string[], purposes: readonly Purpose[]): Collection {
  // A person linked by a third-party collection is the collection's affair; its fields only inherit the notes.
  const shared = processing(source.hakku_meta, NOTHING, purposes)
  const categories = source.data_categories?.length ? source.data_categories : above
  const meta = metaOf(source)
  const override: CollectionErase | null = meta?.masking_strategy_override ? { method: 'delete' } : null
  return {
    ...shared,
    name: source.name,
    label: labelOf(source),
    since: source.hakku_meta?.since ?? null,
    origin: told(source.hakku_meta?.origin),
    automated: told(source.hakku_meta?.automated),
    note: source.hakku_meta?.note ?? null,
    categories,
    erase: collectionErase(source.hakku_meta?.erase) ?? override,
    eraseAfter: (meta?.erase_after ?? []).map((path) => {
      const [dataset, collection] = cutAtDot(path)
      return { dataset, collection }
    }),
    fields: source.fields.map((field) => fieldFrom(field, { ...shared, thirdParty: false, categories }, purposes)),
  }
}

/** The label, else the description, else the name as words: `order_items` is “Order items”. */
function labelOf({ name, description, hakku_meta }: CollectionSource): Label {
  const described = description ? { id: description.slice(0, 100), en: description.slice(0, 100) } : null
  return hakku_meta?.label ?? described ?? asWords(name)
}

function asWords(name: string): Label {
  const words = name.replace(/[_.-]+/g, ' ').trim()
  const text = words.charAt(0).toUpperCase() + words.slice(1)
  return { id: text, en: text }
}

const isSkipped = (source: CollectionSource): boolean => metaOf(source)?.skip_processing === true

/** Our typed dataset from the checked file: notes and categories inherited, collections to be skipped left out. */
export const datasetFrom = (source: DatasetSource): Dataset => ({
  key: source.fides_key,
  name: source.name ?? source.fides_key,
  purposes: source.hakku_meta?.purposes ?? [],
  schema: metaOf(source)?.namespace?.schema ?? null,
  ignored: [
    ...(source.hakku_meta?.ignored ?? []),
    ...source.collections.filter(isSkipped).map((collection) => collection.name),
  ],
  collections: source.collections
    .filter((collection) => !isSkipped(collection))
    .map((collection) => collectionFrom(collection, source.data_categories ?? [], source.hakku_meta?.purposes ?? [])),
})
