import { createHash } from 'node:crypto'
import { Writable } from 'node:stream'
import { configure, ZipWriter } from '@zip.js/zip.js'
import type { Temporal } from 'temporal-polyfill'
import { signJws } from '#crypto/signing.ts'
import { type About, Manifest, type ManifestFile, manifestType, packageFormat } from '#domain/package/manifest.ts'
import { collect } from './collect.ts'
import type { PackageCollection } from './collection.ts'
import { entryNames } from './entry-name.ts'
import { type ReaderCollection, reader } from './reader.ts'
import { readme } from './readme.ts'
import { openSpill } from './spill.ts'

configure({ useWebWorkers: false })

export type PackageInput = Pick<Manifest, 'reference' | 'right' | 'controller' | 'language'> & {
  generatedAt: Temporal.Instant
  /** IANA zone in which the subject reads times, such as `Asia/Jakarta`. */
  timeZone: string
  /** For portability: only what the person provided. */
  collections: PackageCollection[]
  /** For access, asked once every row was read; left out of a portability package. */
  about: () => About
  key: Parameters<typeof signJws>[1]
}

export type BuiltPackage = { manifest: Manifest; bytes: number; sha256: string }

/** Fields of the manifest that say nothing about a collection. */
const general = {
  source: null,
  collection: null,
  purpose: [],
  basis: [],
  retention: [],
  categories: [],
}

/**
 * Writes the package as a ZIP to `out` and ends it; memory stays flat whatever the collections hold.
 * Answers with the signed manifest and the digest of the whole archive. A source that throws rejects, and destroys `out`.
 */
export async function buildPackage(input: PackageInput, out: Writable): Promise<BuiltPackage> {
  const archive = countingTo(out)
  try {
    const manifest = await writePackage(input, new ZipWriter(archive.writable, { useWebWorkers: false }))
    return { manifest, ...archive.finish() }
  } catch (error) {
    out.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

async function writePackage(input: PackageInput, zip: Zip): Promise<Manifest> {
  const { reference, right, controller, language, generatedAt, timeZone } = input
  const options = { lastModDate: new Date(generatedAt.epochMilliseconds) }
  const head = { reference, right, controller, language }
  const files: ManifestFile[] = [await addText(zip, 'README.txt', 'text/plain', readme(head), options)]

  const collections: ReaderCollection[] = []
  const paths = entryPaths()
  for (const collection of input.collections.filter(({ fields }) => fields.length > 0)) {
    const added = await addCollection(zip, collection, paths(collection), options)
    files.push(...added.files)
    collections.push(added.shown)
  }

  const about = right === 'access' ? input.about() : NOTHING_BESIDES
  const told = { redactions: input.collections.flatMap(({ heldBack }) => heldBack()), ...about }
  const page = reader({ ...head, ...told, collections, generated: spoken(generatedAt, timeZone) })
  files.push(await addText(zip, 'index.html', 'text/html', page, options))

  const manifest = Manifest.parse({
    format: packageFormat,
    ...head,
    generatedAt: generatedAt.toString({ timeZone }),
    files,
    ...told,
  })
  const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`)
  await zip.add('manifest.json', new Blob([bytes]).stream(), { ...options, uncompressedSize: bytes.length })
  await addText(zip, 'manifest.jws', 'application/jose', await signJws(bytes, input.key, manifestType), options)
  await zip.close()
  return manifest
}

/** APPNOTE 4.4.5. */
const DEFLATE = 8
/** A portability package holds what the person provided and nothing about it. */
const NOTHING_BESIDES = { trail: null, recipients: null, history: null, information: null }

type Zip = ZipWriter<unknown>
type EntryOptions = { lastModDate: Date }
type Paths = { json: string; csv: string; schema: string }

function entryPaths() {
  const folderOf = entryNames()
  const folders = new Map<string, { folder: string; nameOf: (text: string) => string }>()
  return ({ source, collection }: PackageCollection): Paths => {
    const place = folders.get(source) ?? { folder: folderOf(source), nameOf: entryNames() }
    folders.set(source, place)
    const path = `${place.folder}/${place.nameOf(collection)}`
    return { json: `data/${path}.json`, csv: `data/${path}.csv`, schema: `schemas/${path}.schema.json` }
  }
}

async function addCollection(zip: Zip, collection: PackageCollection, paths: Paths, options: EntryOptions) {
  await using json = await openSpill()
  await using table = await openSpill()
  const { preview, schema } = await collect(collection, json, table)
  const { source, label, fields } = collection
  const unique = (texts: string[]) => [...new Set(texts)].filter((text) => text !== '')
  const about = {
    source,
    collection: collection.collection,
    purpose: unique(fields.map(({ purpose }) => purpose)),
    basis: unique(fields.map(({ basis }) => basis)),
    retention: unique(fields.map(({ retention }) => retention)),
    categories: unique(fields.flatMap(({ categories }) => categories)),
  }
  const files = [
    { ...(await addSpill(zip, paths.json, 'application/json', json, options)), ...about },
    { ...(await addSpill(zip, paths.csv, 'text/csv; charset=utf-8', table, options)), ...about },
    {
      ...(await addText(zip, paths.schema, 'application/schema+json', `${JSON.stringify(schema, null, 2)}\n`, options)),
      ...about,
    },
  ]
  const nameOf = entryNames()
  for (const { name, mediaType, read } of collection.documents?.() ?? []) {
    const path = `${paths.json.replace(/\.json$/, '')}/${nameOf(name)}`
    files.push({ ...(await addBytes(zip, path, mediaType, await read(), options)), ...about })
  }
  return { files, shown: { source, collection: collection.collection, label, fields, preview, files: paths } }
}

/** Deflated already. Sizes are told in advance: without them every entry becomes Zip64, which some phones cannot open. */
async function addSpill(
  zip: Zip,
  path: string,
  mediaType: string,
  spill: Awaited<ReturnType<typeof openSpill>>,
  options: EntryOptions,
): Promise<ManifestFile> {
  const { bytes, sha256, crc32, deflated } = await spill.finish()
  const known = { uncompressedSize: bytes, crc32, compressionMethod: DEFLATE, passThrough: true }
  await zip.add(path, deflated, { ...options, ...known })
  return { path, mediaType, bytes, sha256, ...general }
}

const addText = (zip: Zip, path: string, mediaType: string, text: string, options: EntryOptions) =>
  addBytes(zip, path, mediaType, Buffer.from(text), options)

async function addBytes(
  zip: Zip,
  path: string,
  mediaType: string,
  bytes: Buffer<ArrayBuffer>,
  options: EntryOptions,
): Promise<ManifestFile> {
  await zip.add(path, new Blob([bytes]).stream(), { ...options, uncompressedSize: bytes.length })
  return { path, mediaType, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...general }
}

/** Counts and hashes what passes to `out`, as slowly as `out` takes it. */
function countingTo(out: Writable) {
  const hash = createHash('sha256')
  let bytes = 0
  const writer = Writable.toWeb(out).getWriter()
  const writable = new WritableStream<Uint8Array>({
    write(chunk) {
      hash.update(chunk)
      bytes += chunk.length
      return writer.write(chunk)
    },
    close: () => writer.close(),
    abort: (reason) => writer.abort(reason),
  })
  return { writable, finish: () => ({ bytes, sha256: hash.digest('hex') }) }
}

const spoken = (instant: Temporal.Instant, timeZone: string) => {
  const format = (locale: string) =>
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'long',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    }).format(instant.epochMilliseconds)
  return { id: format('id-ID'), en: format('en-GB') }
}
