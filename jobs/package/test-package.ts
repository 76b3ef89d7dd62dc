import { PassThrough } from 'node:stream'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { Temporal } from 'temporal-polyfill'
import { newSigningKey } from '#crypto/signing.ts'
import type { About, ManifestRedaction } from '#domain/package/manifest.ts'
import { buildPackage, type PackageInput } from './build-package.ts'
import type { PackageCollection } from './collection.ts'

export const key = await newSigningKey()

export const field = (name: string, type: string) => ({
  name,
  type,
  categories: ['user.contact.email'],
  purpose: 'Mengirim pesanan',
  basis: 'UU PDP pasal 20 (2) b',
  retention: '5 tahun',
})

async function* inBatches<T>(items: Iterable<T>) {
  for (const item of items) yield [item]
}

export const collection = (rows: Iterable<Record<string, unknown>>, fields: [string, string][], name = 'customers') =>
  ({
    source: 'shop',
    collection: name,
    fields: fields.map(([column, type]) => field(column, type)),
    label: { id: `Label ${name}`.slice(0, 90), en: `Label ${name}`.slice(0, 90) },
    rows: inBatches(rows),
    heldBack: (): ManifestRedaction[] => [],
  }) satisfies PackageCollection

export const about: About = {
  trail: [
    {
      ...{ source: 'shop', collection: 'customers', label: { id: 'Pelanggan', en: 'Customers' }, categories: ['user'] },
      ...{ purpose: 'Pengiriman', basis: 'contract', since: '2024-01-02', recipients: ['Kurir Cepat'] },
      ...{ retention: '5 tahun', origin: null, automatedDecisions: null },
    },
  ],
  recipients: [{ name: 'Kurir Cepat', kind: 'processor', region: 'ID', receives: 'Alamat', safeguards: null }],
  history: [
    { at: '2026-11-20T08:00:00+07:00', what: 'data_opened', reference: 'HK-7K4Q-2MPX', detail: 'check_answer' },
  ],
  information: { rights: [{ id: 'Perbaikan', en: 'Correction' }], complaint: [{ id: 'Lembaga', en: 'Authority' }] },
}

export const input = (collections: PackageCollection[], changes: Partial<PackageInput> = {}): PackageInput => ({
  reference: 'HK-7K4Q-2MPX',
  right: 'access',
  language: 'id',
  controller: { name: 'Toko Sejahtera', contact: 'privasi@toko.example', dpo: 'Petugas PDP' },
  generatedAt: Temporal.Instant.from('2026-11-20T08:04:00Z'),
  timeZone: 'Asia/Jakarta',
  about: () => about,
  collections,
  key,
  ...changes,
})

export async function pack(packageInput: PackageInput) {
  const out = new PassThrough()
  const [archive, built] = await Promise.all([
    Array.fromAsync(out).then((chunks) => Buffer.concat(chunks)),
    buildPackage(packageInput, out),
  ])
  const files = new Map<string, Buffer>()
  for (const entry of await new ZipReader(new Uint8ArrayReader(archive), { useWebWorkers: false }).getEntries())
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())))
  const read = (path: string) => files.get(path)?.toString() ?? ''
  const data = (name: string): Record<string, unknown>[] => JSON.parse(read(`data/shop/${name}.json`))
  return { archive, built, files, read, data }
}

export function validate(schema: string, data: unknown) {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictTuples: false })
  formats.default(ajv)
  const check = ajv.compile(JSON.parse(schema))
  check(data)
  return check.errors ?? []
}

export const people: [string, string][] = [
  ['id', 'bigint'],
  ['name', 'text'],
  ['joined', 'timestamp with time zone'],
]
export const budi = { id: 7n, name: 'Budi', joined: '2026-01-02 03:04:05.678+07' }
