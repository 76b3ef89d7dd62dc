import type { FoundCollection, PackageMaterial } from '#data/packages/find-material.ts'
import { readRows } from '#data/vault/row-file.ts'
import type { Collection, Field, Processing } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import type { Redaction, TrailEntry } from '#domain/package/manifest.ts'
import type { FindingLine } from '../collect-source.ts'
import type { PackageCollection, PackageField } from './collection.ts'

/** Secrets by which somebody signs in are not handed over, not even to their owner: a copy is a risk and tells nothing. */
const isSecret = (field: Field): boolean =>
  field.categories.some((category) => category.startsWith('user.authorization'))

/** GDPR art. 20(1): what the person provided, processed by consent or contract. */
const isPortable = (field: Field): boolean =>
  field.provided && (field.basis === 'consent' || field.basis === 'contract')

const WORDS = {
  purpose: { id: 'Tidak dicatat', en: 'Not recorded' },
  secret: { id: 'Rahasia masuk akun', en: 'Sign-in secret' },
  thirdParty: { id: 'Baris tentang orang lain', en: 'Rows about somebody else' },
} as const

type Locale = 'id' | 'en'

const packageField = (field: Field, type: string, locale: Locale): PackageField => ({
  name: field.name,
  type,
  categories: [...field.categories],
  purpose: field.purpose ?? WORDS.purpose[locale],
  basis: field.basis ?? WORDS.purpose[locale],
  retention: field.retention ?? WORDS.purpose[locale],
})

/** Of other people's rows nothing is handed over. The lines are ours, and sealed: they are what was written. */
async function* rowsOf(key: Uint8Array, { file }: FoundCollection): AsyncIterable<FindingLine['values'][]> {
  for await (const lines of readRows(key, file)) {
    const found = lines.map((line) => JSON.parse(line) as FindingLine)
    yield found.flatMap(({ values, thirdParty }) => (thirdParty ? [] : [values]))
  }
}

const collectionOf = (found: FoundCollection): Collection | undefined => {
  const read = readDataset(found.yaml)
  return read.ok
    ? read.value.flatMap(({ collections }) => collections).find(({ name }) => name === found.collection)
    : undefined
}

/** Findings as the package wants them: fields classified, third-party rows and secrets left out and said so. */
export function packageCollections({ request, collections, key }: PackageMaterial): PackageCollection[] {
  const { right, locale } = request
  return collections.flatMap((found): PackageCollection[] => {
    const known = collectionOf(found)
    if (!known) throw new Error(`no dataset describes ${found.collection}`)
    const given = known.fields.filter((field) => !isSecret(field) && (right === 'access' || isPortable(field)))
    const redactions: Redaction[] = known.fields
      .filter(isSecret)
      .map(({ name }) => ({ field: name, why: WORDS.secret[locale] }))
    if (given.length === 0) return []
    return [
      {
        source: found.source,
        collection: found.collection,
        fields: given.map((field) => packageField(field, found.types[field.name] ?? 'json', locale)),
        rows: rowsOf(key, found),
        redactions,
      },
    ]
  })
}

/** Why the data is processed, on what basis, who received it, how long it is kept (UU PDP art. 32; GDPR art. 15(1)). */
export function trailOf({ collections, recipients, request }: PackageMaterial): TrailEntry[] {
  const processings = collections
    .map(collectionOf)
    .flatMap((known): Processing[] => (known ? [known, ...known.fields] : []))
    .filter(({ purpose }) => purpose !== null)
  const entries = processings.map(({ purpose, basis, retention }) => ({
    purpose: purpose ?? '',
    basis: basis ?? WORDS.purpose[request.locale],
    since: null,
    recipients: recipients.map(({ name }) => name),
    retention: retention ?? WORDS.purpose[request.locale],
  }))
  return [...new Map(entries.map((entry) => [JSON.stringify(entry), entry])).values()]
}
