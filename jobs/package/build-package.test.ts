import { createHash } from 'node:crypto'
import { PassThrough, Writable } from 'node:stream'
import { describe, expect, test } from 'vitest'
import { verifyJws } from '#crypto/signing.ts'
import { Manifest, packageFormat } from '#domain/package/manifest.ts'
import { publishedSchemas } from '#domain/published-schemas.ts'
import { buildPackage } from './build-package.ts'
import { holdBack } from './held-back.ts'
import { budi, collection, input, key, pack, people, validate } from './test-package.ts'

const mismatches = (manifest: Manifest, files: Map<string, Buffer>) =>
  manifest.files.filter(({ path, bytes, sha256 }) => {
    const content = files.get(path) ?? Buffer.alloc(0)
    return content.length !== bytes || createHash('sha256').update(content).digest('hex') !== sha256
  })

const published = (path: string) => JSON.stringify(publishedSchemas[path])

describe('a package', () => {
  test('every JSON file in it is of a published form', async () => {
    const types: [string, string][] = [
      ['id', 'bigint'],
      ['tags', 'text[]'],
      ['more', 'jsonb'],
      ['odd', 'numeric'],
    ]
    const rows: Record<string, unknown>[] = [
      { id: 1n, tags: ['a', null], more: { deep: [1, { a: null }] }, odd: 'not a number' },
      { id: null, tags: null, more: null, odd: null },
    ]
    const redaction = { id: 'r', row: 1, field: 'tags', decision: 'redact', reason: 'security', note: null } as const
    const held = holdBack([redaction])
    const shown = rows.flatMap((row, at) => held.row(at + 1, false, row) ?? []) as typeof rows
    const { files } = await pack(input([collection(shown, types), collection([], people, 'orders')]))
    const forms: [RegExp, string][] = [
      [/^manifest\.json$/, packageFormat.schema],
      [/^data\/.*\.json$/, '/schemas/package/1/rows.json'],
      [/\.schema\.json$/, '/schemas/package/1/collection-schema.json'],
    ]
    for (const [path, bytes] of files) {
      const form = forms.find(([name]) => name.test(path))
      expect(form === undefined, path).toBe(!path.endsWith('.json'))
      if (form) expect(validate(published(form[1]), JSON.parse(bytes.toString())), path).toEqual([])
    }
  })

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
      expect(validate(published(packageFormat.schema), JSON.parse(manifest.read('manifest.json')))).toEqual([])
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
