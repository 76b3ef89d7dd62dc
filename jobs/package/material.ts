import { z } from 'zod'
import type { FoundCollection, FoundDocument, PackageMaterial } from '#data/packages/find-material.ts'
import { readEvidence } from '#data/vault/read-evidence.ts'
import { readRows } from '#data/vault/row-file.ts'
import type { Field } from '#domain/dataset/dataset.ts'
import { RECORDS } from '#domain/manual-task.ts'
import { givenFields, givenPart, type Handover, isSecret, leaves } from '#domain/package/handover.ts'
import type { About, TrailEntry } from '#domain/package/manifest.ts'
import type { FindingLine } from '../collect-source.ts'
import type { PackageCollection, PackageField } from './collection.ts'
import { byRule, holdBack } from './held-back.ts'
import { complaintOf, rightsOf } from './information.ts'
import { linesIn, RowText, valuesIn } from './row-text.ts'

const NOT_RECORDED = { id: 'Tidak dicatat', en: 'Not recorded' } as const

type Locale = 'id' | 'en'

function packageField(field: Field, type: string, right: Handover, locale: Locale): PackageField {
  const inside = leaves(givenFields({ fields: [field] }, right)).map((leaf) => leaf.field)
  return {
    name: field.name,
    type,
    categories: [...new Set(inside.flatMap(({ categories }) => categories))],
    purpose: field.purpose ?? NOT_RECORDED[locale],
    basis: field.basis ?? NOT_RECORDED[locale],
    retention: field.retention ?? NOT_RECORDED[locale],
  }
}

/** A finding on its way into the package, and from when its oldest record is. */
export type Handing = {
  found: FoundCollection
  collection: PackageCollection
  /** asked once the rows were read */
  since: () => string | null
}

/** Findings as the package wants them: fields classified; what may not go out or was held back left out and said so. */
export function handings({ request, collections, documents, key }: PackageMaterial): Handing[] {
  const right = request.right as Handover
  return collections.flatMap((found) => {
    const given = givenFields(found.known, right)
    if (given.length === 0 && right !== 'access') return []
    return [withDocuments(handing(found, given, right, request.locale, key), documents, key)]
  })
}

/** A document goes out with the row that names it, and only if that row and that value do. */
function withDocuments(handed: Handing, documents: readonly FoundDocument[], key: Uint8Array): Handing {
  const { found, collection } = handed
  if (found.collection !== RECORDS || documents.length === 0) return handed
  const named = new Set<unknown>()
  async function* noted(): PackageCollection['rows'] {
    for await (const rows of collection.rows) {
      yield [...rows].map((row) => {
        if (!(row instanceof RowText)) named.add(row['document'])
        return row
      })
    }
  }
  const given = () =>
    documents
      .filter(({ id }) => named.has(id))
      .map(({ name, mediaType, file }) => ({
        name,
        mediaType,
        read: async () => (await readEvidence(key, file)).bytes,
      }))
  return { ...handed, collection: { ...collection, rows: noted(), documents: given } }
}

function handing(found: FoundCollection, given: Field[], right: Handover, locale: Locale, key: Uint8Array): Handing {
  const { source, collection, known, types } = found
  const held = holdBack(found.redactions)
  const isWhole = held.whole(found.rows)
  const nested = given.filter(({ fields }) => fields.length > 0)
  let [since, number, rows]: [string | null, number, number] = [null, 0, 0]

  const see = (value: unknown) => {
    since = earlier(since, value)
  }
  function take({ values, thirdParty }: Pick<FindingLine, 'values' | 'thirdParty'>): Record<string, unknown>[] {
    number += 1
    const row = held.row(number, thirdParty, values)
    if (!row) return []
    rows += 1
    if (known.since !== null) see(values[known.since])
    if (nested.length === 0) return [row]
    const inside = nested.map((field) => [field.name, givenPart(row[field.name], field, right)])
    return [{ ...row, ...Object.fromEntries(inside) }]
  }
  const isAsFound = found.redactions.length === 0 && nested.length === 0 && collection !== RECORDS
  function* takeAll(block: Buffer) {
    for (const { from, to } of linesIn(block)) {
      const row = isAsFound ? valuesIn(block, from, to) : null
      if (row) {
        number += 1
        rows += 1
        yield row
      } else yield* take(JSON.parse(block.toString('utf8', from, to)) as FindingLine)
    }
  }
  /** The lines are ours, and sealed: they are what was written. */
  async function* batches() {
    for await (const block of readRows(key, found.file)) yield takeAll(block)
  }
  const about = { source, collection, label: known.label }
  const hidden = right === 'access' && !isWhole ? leaves(known.fields).filter(({ field }) => isSecret(field)) : []
  const secrets = (count: number) => hidden.map(({ path }) => ({ ...byRule('field', path, 'security'), count }))
  return {
    found,
    collection: {
      ...about,
      fields: isWhole ? [] : given.map((field) => packageField(field, types[field.name] ?? 'json', right, locale)),
      rows: batches(),
      ...(known.since !== null ? { watch: { field: known.since, see } } : {}),
      heldBack: () => [...held.counts(), ...secrets(rows)].map((each) => ({ ...about, ...each })),
    },
    since: () => since,
  }
}

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}/)

function earlier(since: string | null, value: unknown): string | null {
  const said = day.safeParse(value)
  const date = said.success ? z.iso.date().safeParse(said.data.slice(0, 10)) : null
  if (!date?.success) return since
  return since === null || date.data < since ? date.data : since
}

/** Why the data is processed, on what basis, who received it, how long it is kept (UU PDP art. 32; GDPR art. 15(1)). */
export function aboutOf(material: PackageMaterial, handed: readonly Handing[]): About {
  const { recipients, history, controller } = material
  return {
    trail: handed.flatMap((handing) => trailOf(handing, material)),
    recipients: recipients.map(({ sources: _, ...recipient }) => recipient),
    history,
    information: { rights: rightsOf(), complaint: complaintOf(controller.jurisdictions) },
  }
}

/** One entry for each purpose, basis and retention that the fields of a collection name. */
function trailOf({ found, since }: Handing, { recipients }: PackageMaterial): TrailEntry[] {
  const entries = new Map<string, TrailEntry>()
  const { known } = found
  for (const { field } of leaves(known.fields)) {
    const { purpose, basis, retention } = field
    const name = JSON.stringify([purpose, basis, retention])
    const entry = entries.get(name) ?? {
      ...{ source: found.source, collection: found.collection, label: known.label },
      ...{ categories: [], purpose, basis, retention, since: since() },
      origin: known.origin,
      automatedDecisions: known.automated,
      recipients: recipients.flatMap(({ name: recipient, sources }) =>
        sources.length === 0 || sources.includes(found.source) ? [recipient] : [],
      ),
    }
    entries.set(name, { ...entry, categories: [...new Set([...entry.categories, ...field.categories])] })
  }
  return [...entries.values()]
}
