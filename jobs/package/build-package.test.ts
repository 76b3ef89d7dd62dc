import { createHash } from 'node:crypto'
import { PassThrough, Writable } from 'node:stream'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { Temporal } from 'temporal-polyfill'
import { beforeAll, describe, expect, test } from 'vitest'
import { newSigningKey, verifyJws } from '#crypto/signing.ts'
import { type About, Manifest, type ManifestRedaction } from '#domain/package/manifest.ts'
import { packageSchemas } from '#domain/package/schemas.ts'
import { buildPackage, type PackageInput } from './build-package.ts'
import type { PackageCollection } from './collection.ts'

let key: Awaited<ReturnType<typeof newSigningKey>>
beforeAll(async () => {
  key = await newSigningKey()
})

const field = (name: string, type: string) => ({
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

const collection = (rows: Iterable<Record<string, unknown>>, fields: [string, string][], name = 'customers') =>
  ({
    source: 'shop',
    collection: name,
    fields: fields.map(([column, type]) => field(column, type)),
    label: { id: `Label ${name}`.slice(0, 90), en: `Label ${name}`.slice(0, 90) },
    rows: inBatches(rows),
    heldBack: (): ManifestRedaction[] => [],
  }) satisfies PackageCollection

const about: About = {
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

const input = (collections: PackageCollection[], changes: Partial<PackageInput> = {}): PackageInput => ({
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

async function pack(packageInput: PackageInput) {
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

function validate(schema: string, data: unknown) {
  const ajv = new Ajv2020({ allErrors: true, strict: true })
  formats.default(ajv)
  const check = ajv.compile(JSON.parse(schema))
  check(data)
  return check.errors ?? []
}

const mismatches = (manifest: Manifest, files: Map<string, Buffer>) =>
  manifest.files.filter(({ path, bytes, sha256 }) => {
    const content = files.get(path) ?? Buffer.alloc(0)
    return content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256
  })

const people: [string, string][] = [
  ['id', 'bigint'],
  ['name', 'text'],
  ['joined', 'timestamp with time zone'],
]
const budi = { id: 7n, name: 'Budi', joined: '2026-01-02 03:04:05.678+07' }

describe('a package', () => {
  test('lists every file with its digest, and is signed over the manifest’s very bytes', async () => {
    const { archive, built, files, read } = await pack(
      input([collection([budi], people), collection([], people, 'orders')]),
    )
    const manifest = Manifest.parse(JSON.parse(read('manifest.json')))
    const listed = manifest.files.map(({ path }) => path)
    expect([...files.keys()].sort()).toEqual([...listed, 'manifest.json', 'manifest.jws'].sort())
    expect(mismatches(manifest, files)).toEqual([])
    const { payload, header } = await verifyJws(read('manifest.jws'), { keys: [key.publicJwk] })
    expect(Buffer.from(payload).equals(files.get('manifest.json') ?? Buffer.alloc(0))).toBe(true)
    expect(header.typ).toBe('hakku.package.v1')
    expect(built).toEqual({
      manifest,
      bytes: archive.length,
      sha256: createHash('sha256').update(archive).digest('hex'),
    })
    expect(manifest.generatedAt).toBe('2026-11-20T15:04:00+07:00')
  })

  test('shows a changed byte in any file', async () => {
    const { built, files } = await pack(input([collection([budi], people)]))
    for (const { path } of built.manifest.files) {
      const changed = Buffer.from(files.get(path) ?? '')
      changed[changed.length >> 1] = (changed[changed.length >> 1] ?? 0) ^ 1
      expect(mismatches(built.manifest, new Map(files).set(path, changed)).map((file) => file.path)).toEqual([path])
    }
  })

  test('carries the trail for access, none for portability', async () => {
    const access = await pack(input([collection([budi], people)]))
    const portability = await pack(input([collection([budi], people)], { right: 'portability' }))
    expect(access.built.manifest.trail).toHaveLength(1)
    expect(access.read('index.html')).toContain('Kurir Cepat')
    expect(portability.built.manifest.trail).toBeNull()
    expect(portability.read('index.html')).not.toContain('Kurir Cepat')
    for (const manifest of [access, portability])
      expect(validate(JSON.stringify(packageSchemas.manifest), JSON.parse(manifest.read('manifest.json')))).toEqual([])
    const { recipients, history, information } = portability.built.manifest
    expect([recipients, history, information]).toEqual([null, null, null])
    const html = access.read('index.html')
    for (const words of [
      'Tidak dicatat',
      'Not recorded',
      'A member of staff opened your data',
      'to check the answer',
      'Lembaga',
    ])
      expect(html).toContain(words)
  })

  test('ends broken, never half good, when a source fails', async () => {
    async function* failing() {
      yield [budi]
      throw new Error('connection lost')
    }
    const out = new PassThrough()
    out.resume()
    const broken = new Promise((resolve) => out.on('error', resolve))
    const packing = buildPackage(input([{ ...collection([], people), rows: failing() }]), out)
    await expect(packing).rejects.toThrow('connection lost')
    await expect(broken).resolves.toBeInstanceOf(Error)
  })
})

test('a destination that fails ends the packing', async () => {
  const full = new Writable({ write: (_chunk, _encoding, done) => done(new Error('disk full')) })
  full.on('error', () => undefined)
  await expect(buildPackage(input([collection([budi], people)]), full)).rejects.toThrow('disk full')
})

test('values of another type than declared are handed over, and the schema says so', async () => {
  const rows = [{ id: { unexpected: Number.NaN }, born: '0000-00-00', undeclared: 'secret' }, {}]
  const { read, data } = await pack(
    input([
      collection(rows, [
        ['id', 'int4'],
        ['born', 'date'],
        ['price', 'numeric'],
      ]),
    ]),
  )
  expect(data('customers')).toEqual([
    { id: { unexpected: 'NaN' }, born: '0000-00-00', price: null },
    { id: null, born: null, price: null },
  ])
  const schema = read('schemas/shop/customers.schema.json')
  expect(validate(schema, data('customers'))).toEqual([])
  expect(validate(schema, [{ id: 1, born: null, price: 5 }])).not.toEqual([])
  expect(schema).toContain('declared as int4, but some values are not')
})

describe('hostile values', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='x",
    '&lt;',
    '</style><style>*{}',
    '\u202Egnp.exe',
    'a\u0000b',
    '\uD800',
    'x\r\ny,"z"',
    '\uFEFF',
    ']]>',
    '<!--',
  ]
  const formulas = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠1', '\n=1']

  test('stay text in the reader, under a policy without scripts', async () => {
    const { read } = await pack(
      input([
        collection(
          hostile.map((value) => ({ [value]: value })),
          hostile.map((value) => [value, 'text']),
        ),
      ]),
    )
    const html = read('index.html')
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    const tags = [...html.matchAll(/<[^>]*>/g)].map(([tag]) => tag)
    expect(tags.filter((tag) => /^<(script|img|style .|!--)|\s(on\w+|src|style)=/i.test(tag))).toEqual([])
    expect(html.match(/<style>/g)).toHaveLength(1)
    expect(html).not.toContain('\u0000')
    const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? ''
    expect(html).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`)
  })

  test('are exact in JSON, and text in CSV', async () => {
    const values = [...hostile, ...formulas]
    const { read, data } = await pack(
      input([
        collection(
          values.map((name) => ({ name })),
          [['name', 'text']],
        ),
      ]),
    )
    expect(data('customers').map(({ name }) => name)).toEqual(values)
    expect(validate(read('schemas/shop/customers.schema.json'), data('customers'))).toEqual([])
    const csv = read('data/shop/customers.csv')
    for (const formula of formulas) expect(csv).toContain(`'${formula}`)
    expect(csv).toContain('"x\r\ny,""z"""')
    expect(csv).toContain('a\uFFFDb')
  })

  test('of a megabyte, or nested without end, are whole in the file and cut on the page', async () => {
    let nested: unknown = 'bottom'
    for (let level = 0; level < 20_000; level += 1) nested = [nested]
    const { read, data } = await pack(
      input([
        collection(
          [{ name: '𝄞'.repeat(250_000), deep: nested }],
          [
            ['name', 'text'],
            ['deep', 'jsonb'],
          ],
        ),
      ]),
    )
    expect(data('customers')[0]?.['name']).toHaveLength(500_000)
    expect(JSON.stringify(data('customers')[0]?.['deep'])).toContain('nested more than 200 levels')
    expect(read('index.html').length).toBeLessThan(50_000)
  })

  test('in names of sources and collections make safe, different paths', async () => {
    const names = ['../../etc/passwd', 'a:b', 'A-B', 'con', '', '\u0000', 'nama pelanggan', '..', 'x'.repeat(300)]
    const { built, files } = await pack(
      input(
        names.flatMap((source) =>
          [collection([], people, source || '?')].map((made) => ({ ...made, source: source || '?' })),
        ),
      ),
    )
    const paths = [...files.keys()]
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(names.length * 3 + 4)
    for (const path of paths) expect(path).toMatch(/^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)*$/)
    expect(paths.join()).not.toContain('..')
    expect(built.manifest.files).toHaveLength(names.length * 3 + 2)
  })
})

test('200,000 rows pass through with flat memory', { timeout: 120_000 }, async () => {
  let highest = 0
  const start = process.memoryUsage().arrayBuffers + process.memoryUsage().heapUsed
  function* many() {
    for (let id = 0; id < 200_000; id += 1) {
      if (id % 5_000 === 0) {
        const { arrayBuffers, heapUsed } = process.memoryUsage()
        highest = Math.max(highest, arrayBuffers + heapUsed - start)
      }
      yield {
        id: BigInt(id),
        name: `${createHash('sha256').update(String(id)).digest('hex')} ${'kata '.repeat(40)}`,
        joined: null,
      }
    }
  }
  let received = 0
  const out = new Writable({
    write(chunk: Buffer, _, done) {
      received += chunk.length
      setImmediate(done)
    },
  })
  const { bytes, manifest } = await buildPackage(input([collection(many(), people)]), out)
  const [, json] = manifest.files
  expect(received).toBe(bytes)
  expect(json?.bytes).toBeGreaterThan(50_000_000)
  expect(highest).toBeLessThan(120_000_000)
})
