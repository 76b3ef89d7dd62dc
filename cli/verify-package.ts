import { createHash } from 'node:crypto'
import { createReadStream, openAsBlob } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { BlobReader, configure, type Entry, ZipReader } from '@zip.js/zip.js'
import { SignatureError, verifyJws } from '#crypto/signing.ts'
import type { Words } from '#domain/certificate/certificate.ts'
import type { Jwks } from '#domain/certificate/verify.ts'
import { AnyManifest, Manifest, type ManifestFile, manifestType, packageFormat } from '#domain/package/manifest.ts'
import { type Exit, type Language, print, UnusableInput } from './usage.ts'

configure({ useWebWorkers: false })

const LARGEST_MANIFEST_BYTES = 64_000_000
const MOST_ENTRIES = 20_000
/** Not in the manifest: a list cannot hold its own digest. */
const UNLISTED = ['manifest.json', 'manifest.jws']

type Source = Map<string, () => AsyncIterable<Uint8Array>>

const FAULTS = {
  manifest_missing: { id: 'Tidak ada manifest.jws di dalamnya.', en: 'There is no manifest.jws in it.' },
  signature_wrong: { id: 'Tanda tangan daftarnya tidak cocok.', en: 'The signature of its list does not match.' },
  manifest_malformed: { id: 'Daftarnya tidak terbaca.', en: 'Its list is unreadable.' },
  manifest_differs: {
    id: 'manifest.json bukan daftar yang ditandatangani.',
    en: 'manifest.json is not the list that was signed.',
  },
  file_missing: { id: 'Berkas ini hilang', en: 'This file is missing' },
  file_differs: { id: 'Berkas ini diubah', en: 'This file was changed' },
  file_unlisted: { id: 'Berkas ini tidak ada dalam daftar', en: 'This file is not on the list' },
} as const satisfies Record<string, Words>
type Fault = { reason: keyof typeof FAULTS; path?: string }
/** Made by a later edition of the format: nothing is wrong with it, but what it holds is not known here. */
type OtherVersion = { version: string }

/** Checks the signed list of a package, and every file against it (sha-256): as the ZIP it came in, or unpacked. */
export async function verifyPackage(path: string, jwks: Jwks, chosen: readonly Language[]): Promise<Exit> {
  const checked = await check(await openSource(path), jwks)
  for (const language of chosen) print(outcome(checked)[language])
  return 'version' in checked ? 2 : 'reason' in checked ? 1 : 0
}

function outcome(checked: Manifest | Fault | OtherVersion): Words {
  if ('version' in checked)
    return {
      id: `TIDAK DAPAT DIPERIKSA: paket ini memakai format ${checked.version}, program ini membaca ${packageFormat.version}. Pakai Hakku yang lebih baru.`,
      en: `CANNOT BE CHECKED: this package is of format ${checked.version}, this program reads ${packageFormat.version}. Use a newer Hakku.`,
    }
  if ('reason' in checked) {
    const at = checked.path ? `: ${checked.path}` : ''
    const { id, en } = FAULTS[checked.reason]
    return { id: `TIDAK SAH: ${id}${at}`, en: `INVALID: ${en}${at}` }
  }
  const { reference, controller, generatedAt, files, redactions } = checked
  const [idHeld, enHeld] = redactions.length > 0 ? heldBack(redactions.length) : ['', '']
  return {
    id: `SAH: paket ${reference} dari ${controller.name}, ${generatedAt}: ${files.length} berkas, tidak berubah sejak ditandatangani.${idHeld}`,
    en: `VALID: package ${reference} of ${controller.name}, ${generatedAt}: ${files.length} files, unchanged since they were signed.${enHeld}`,
  }
}

const heldBack = (count: number) => [
  ` Daftarnya menyebut ${count} hal yang tidak disertakan.`,
  ` Its list names ${count} ${count === 1 ? 'thing' : 'things'} held back.`,
]

async function check(source: Source, jwks: Jwks): Promise<Manifest | Fault | OtherVersion> {
  const signed = await readAll(source, 'manifest.jws')
  const shown = await readAll(source, 'manifest.json')
  if (signed === null || shown === null) return { reason: 'manifest_missing' }
  const opened = await openManifest(signed.toString('utf8').trim(), jwks)
  if (opened === null) return { reason: 'signature_wrong' }
  if (Buffer.compare(opened.payload, shown) !== 0) return { reason: 'manifest_differs' }
  const json = parse(shown.toString('utf8'))
  const { data: { format } = {} } = AnyManifest.safeParse(json)
  if (opened.type !== manifestType) return { version: format?.version ?? opened.type }
  const manifest = Manifest.safeParse(json)
  if (!manifest.success) return { reason: 'manifest_malformed' }
  const listed = new Set([...UNLISTED, ...manifest.data.files.map((file) => file.path)])
  const stray = [...source.keys()].find((name) => !listed.has(name))
  if (stray !== undefined) return { reason: 'file_unlisted', path: stray }
  for (const file of manifest.data.files) {
    const fault = await checkFile(source, file)
    if (fault !== null) return fault
  }
  return manifest.data
}

async function openManifest(jws: string, jwks: Jwks): Promise<{ payload: Uint8Array; type: string } | null> {
  try {
    const { payload, header } = await verifyJws(jws, jwks)
    const type = String(header.typ)
    return /^hakku\.package\.v[1-9]\d{0,2}$/.test(type) ? { payload, type } : null
  } catch (fault) {
    if (fault instanceof SignatureError) return null
    throw fault
  }
}

async function checkFile(source: Source, { path, bytes, sha256 }: ManifestFile): Promise<Fault | null> {
  const open = source.get(path)
  if (open === undefined) return { reason: 'file_missing', path }
  const hash = createHash('sha256')
  let length = 0
  for await (const chunk of open()) {
    length += chunk.length
    // Longer than was signed: no need to unpack the rest of a bomb.
    if (length > bytes) return { reason: 'file_differs', path }
    hash.update(chunk)
  }
  return length === bytes && hash.digest('hex') === sha256 ? null : { reason: 'file_differs', path }
}

async function readAll(source: Source, name: string): Promise<Buffer | null> {
  const open = source.get(name)
  if (open === undefined) return null
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of open()) {
    length += chunk.length
    if (length > LARGEST_MANIFEST_BYTES) throw new UnusableInput(`${name} is too large`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** Every file by its path in the package. @throws UnusableInput when it is neither a folder nor a ZIP */
async function openSource(path: string): Promise<Source> {
  try {
    return /\.zip$/i.test(path) ? await openZip(path) : await openFolder(path)
  } catch (cause) {
    throw new UnusableInput(`${path} is neither a ZIP nor a folder that can be read`, { cause })
  }
}

async function openZip(path: string): Promise<Source> {
  const reader = new ZipReader(new BlobReader(await openAsBlob(path)), { useWebWorkers: false })
  const source: Source = new Map()
  for await (const entry of reader.getEntriesGenerator()) {
    if (entry.directory) continue
    if (source.has(entry.filename) || source.size >= MOST_ENTRIES) throw new Error('not a package of ours')
    source.set(entry.filename, () => unpacked(entry))
  }
  return source
}

async function* unpacked(entry: Extract<Entry, { directory: false }>): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const written = entry.getData(writable, { useWebWorkers: false })
  written.catch(() => {}) // seen by whoever reads
  yield* readable
}

async function openFolder(path: string): Promise<Source> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => !entry.isDirectory())
  // Only names that were found inside are ever opened, so a listed `../x` leads nowhere.
  return new Map(
    files.map((entry) => {
      const full = join(entry.parentPath, entry.name)
      return [relative(path, full), () => createReadStream(full)]
    }),
  )
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
