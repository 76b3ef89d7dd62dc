import { PassThrough } from 'node:stream'
import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader } from '@zip.js/zip.js'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { findPackageMaterial } from '#data/packages/find-material.ts'
import { redact } from '#data/redactions/redact.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { Manifest } from '#domain/package/manifest.ts'
import type { Place } from '#domain/redaction.ts'
import { buildPackage } from './build-package.ts'
import { aboutOf, handings } from './material.ts'

const ROWS = ['Siti', 'Wati', 'Budi', 'Agus', 'Rahasia-lain'].map((name, at) => ({
  values: { id: at + 1, name, secret: 'sandi-rahasia' },
  shared: false,
  thirdParty: name === 'Budi' || name === 'Rahasia-lain',
}))

type Decided = [Place, string, string?]

async function packed(right: 'access' | 'portability', decided: Decided[]) {
  await ensureSigningKey(NOW)
  const home = await newController()
  const { reference, findingId, id } = await newReviewed(home, { right }, {}, ROWS)
  for (const [place, reason, note = null] of decided) {
    const decision = reason === 'agreed' ? ('hand_over' as const) : ('redact' as const)
    const input = { reference, findingId, decision, places: [place], reason, note }
    expect(await redact(home.staff('agent'), input, NOW)).toMatchObject({ ok: true })
  }
  await transact(home.system, (tx) => tx.request.update({ where: { id }, data: { status: 'executing' } }))
  const material = await findPackageMaterial(home.system, id)
  if (!material) throw new Error('nothing to build')
  const handed = handings(material)
  const out = new PassThrough()
  const [chunks, { manifest }] = await Promise.all([
    Array.fromAsync(out),
    buildPackage(
      {
        ...{ reference, right, language: 'id', generatedAt: NOW, timeZone: 'Asia/Jakarta', key: material.signingKey },
        controller: { name: 'Toko', contact: 'c', dpo: 'd' },
        collections: handed.map(({ collection }) => collection),
        about: () => aboutOf(material, handed),
      },
      out,
    ),
  ])
  const files = new Map<string, string>()
  const zip = new ZipReader(new Uint8ArrayReader(Buffer.concat(chunks)), { useWebWorkers: false })
  for (const entry of await zip.getEntries())
    if (!entry.directory) files.set(entry.filename, Buffer.from(await entry.getData(new Uint8ArrayWriter())).toString())
  const read = (name: string) => [...files].find(([path]) => path.endsWith(name))?.[1]
  return { manifest, read, all: [...files.values()].join('\n'), paths: [...files.keys()] }
}

test('a value, a row, a row handed over: all of it in the package, the list and the reader, and nothing of what it was', async () => {
  const { manifest, read, all } = await packed('access', [
    [{ row: 1, field: 'name' }, 'rights_of_others', 'nama <b>anak</b>'],
    [{ row: 2, field: null }, 'privileged'],
    [{ row: 3, field: null }, 'agreed'],
  ])
  const json = JSON.parse(read('customers.json') ?? '')
  expect(json).toEqual([
    { id: 1, name: { redacted: 'rights_of_others' } },
    { id: 3, name: 'Budi' },
    { id: 4, name: 'Agus' },
  ])
  const ajv = new Ajv2020({ strict: true, strictTypes: false })
  formats.default(ajv)
  const valid = ajv.compile(JSON.parse(read('customers.schema.json') ?? ''))
  expect(valid(json) || valid.errors).toBe(true)
  expect(
    manifest.redactions.map(({ kind, field, count, reason, decidedBy, explanation }) => [
      ...[kind, field, count, reason, decidedBy, explanation],
    ]),
  ).toEqual([
    ['value', 'name', 1, 'rights_of_others', 'person', 'nama <b>anak</b>'],
    ['row', null, 1, 'privileged', 'person', null],
    ['row', null, 1, 'rights_of_others', 'rule', null],
    ['field', 'secret', 3, 'security', 'rule', null],
  ])
  expect(Manifest.parse(JSON.parse(read('manifest.json') ?? ''))).toEqual(manifest)
  const html = read('index.html') ?? ''
  for (const words of ['1 value of Name: rights of others', '1 nilai Name: hak orang lain', 'nama &lt;b&gt;anak', '▇▇'])
    expect(html).toContain(words)
  for (const gone of ['Siti', 'Wati', 'Rahasia-lain', 'sandi-rahasia']) expect(all).not.toContain(gone)
})

test('a field and a whole collection: without files, with their number', async () => {
  const field = await packed('access', [[{ row: null, field: 'id' }, 'trade_secret']])
  expect(JSON.parse(field.read('customers.json') ?? '')[0]).toEqual({ id: { redacted: 'trade_secret' }, name: 'Siti' })
  expect(field.manifest.redactions).toContainEqual(expect.objectContaining({ kind: 'field', field: 'id', count: 3 }))
  const whole = await packed('access', [[{ row: null, field: null }, 'privileged']])
  expect(whole.paths.filter((path) => path.startsWith('data/'))).toEqual([])
  expect(whole.manifest.redactions.map(({ kind, count, reason }) => [kind, count, reason])).toEqual([
    ['collection', 5, 'privileged'],
  ])
  expect(whole.read('index.html')).toContain('all of it, 5 records')
  expect(whole.all).not.toContain('Agus')
})

test('access tells why and since when; portability only what was provided, with nothing besides', async () => {
  const access = await packed('access', [])
  expect(access.manifest.trail).toMatchObject([
    { collection: 'customers', purpose: 'Sales', basis: 'contract', since: null, origin: null, retention: null },
  ])
  expect(access.manifest.history?.map(({ what }) => what)).toContain('request_received')
  expect(access.manifest.information?.complaint).not.toEqual([])
  const portability = await packed('portability', [])
  expect(JSON.parse(portability.read('customers.json') ?? '')).toEqual(
    ['Siti', 'Wati', 'Agus'].map((name) => ({ name })),
  )
  expect(portability.manifest).toMatchObject({ trail: null, recipients: null, history: null, information: null })
  expect(portability.all).not.toContain('sandi-rahasia')
})
