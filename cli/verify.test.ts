import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { BlobReader, Uint8ArrayWriter, ZipReader, ZipWriter } from '@zip.js/zip.js'
import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { signCheckpoint } from '#crypto/checkpoint.ts'
import { leafHash } from '#crypto/merkle.ts'
import { newSigningKey, signJws } from '#crypto/signing.ts'
import { buildPackage } from '#jobs/package/build-package.ts'
import { audit } from './audit.ts'
import { verify } from './verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'hakku-cli-'))
const path = (name: string) => join(folder, name)
const put = (name: string, content: string | Uint8Array) => {
  writeFileSync(path(name), content)
  return path(name)
}
let jws: string
let jwks: string
let key: Awaited<ReturnType<typeof newSigningKey>>

const moment = '2026-11-21T10:00:00+07:00'
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const certificate = () => {
  const [origin, leaf] = ['hakku/log/x', leafHash('the only event')]
  const checkpoint = signCheckpoint({ origin, size: 1, root: leaf }, key.privateJwk)
  const counts = { found: 1, erased: 1, changed: 0, kept: 0, held: 0 }
  return {
    ...{ schema: 'hakku.certificate.v1', id: '0d9a3c52-6f0e-4d6b-9d0b-1f2a3b4c5d6e', kind: 'erasure' },
    issuer: { name: 'Nusantara \u001b[31mCloud', contact: 'privasi@nusantara.example' },
    controller: { name: 'Toko', contact: 'privasi@toko.example', dpo: 'Ratna' },
    ...{ reference: 'HK-7K4Q-2MPX', right: 'erasure', law: 'UU 27/2022', article: 'Pasal 43', subjectCommitment: 'c' },
    times: {
      zone: 'Asia/Jakarta',
      receivedAt: moment,
      approvedAt: moment,
      executedAt: moment,
      verifiedAt: moment,
      issuedAt: moment,
    },
    sources: [
      {
        ...{
          key: 'shop',
          name: 'Toko',
          kind: 'postgres',
          region: 'ID',
          backupsUntil: '2026-12-21',
          startedAt: moment,
          endedAt: moment,
        },
        collections: [{ name: 'customers', ...counts, verifiedGone: true, method: 'delete', outcome: 'erased' }],
      },
    ],
    retained: [
      {
        source: 'shop',
        collection: 'invoices',
        count: 3,
        categories: [],
        basis: 'Pajak',
        article: 'KUP 28 (11)',
        until: '2036-12-31',
      },
    ],
    ...{ held: [], recipients: [], limits: [], supersedes: null },
    log: { origin, leafIndex: 0, treeSize: 1, leafHash: base64(leaf), proof: [], checkpoint },
  }
}

beforeAll(async () => {
  key = await newSigningKey()
  jws = await signJws(certificate(), key, 'hakku.certificate.v1')
  jwks = put('jwks.json', JSON.stringify({ keys: [key.publicJwk] }))
})
afterAll(() => rmSync(folder, { recursive: true }))

let said: string[]
beforeEach(() => {
  said = []
  vi.spyOn(console, 'log').mockImplementation((line: string) => said.push(line))
})
afterEach(() => vi.restoreAllMocks())

describe('a certificate', () => {
  test('that is whole is valid, and both languages say what it proves and what not', async () => {
    expect(await verify([put('good.jws', `${jws}\n`), '--jwks', jwks])).toBe(0)
    const text = said.join('\n')
    for (const words of [
      'SAH',
      'VALID',
      'What it does not prove',
      'Tidak terbukti',
      '2036-12-31',
      'backups until 2026-12-21',
    ])
      expect(text).toContain(words)
    expect(text).not.toContain('\u001b') // a name cannot steer the terminal
  })
  test('may come wrapped in JSON, and in one language', async () => {
    expect(await verify([put('good.json', JSON.stringify({ jws })), '--jwks', jwks, '--lang', 'en'])).toBe(0)
    expect(said.join('\n')).not.toContain('SAH')
  })
  test('with one byte changed is invalid, and the reason is said', async () => {
    const [header, payload = '', signature] = jws.split('.')
    const changed = payload.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
    expect(await verify([put('bad.jws', `${header}.${changed}.${signature}`), '--jwks', jwks])).toBe(1)
    expect(said.join('\n')).toMatch(/INVALID: .*\((signature_wrong|encoding_malformed)\)/s)
  })
  test('of another issuer is invalid', async () => {
    const foreign = put('foreign.json', JSON.stringify({ keys: [(await newSigningKey()).publicJwk] }))
    expect(await verify([put('good.jws', jws), '--jwks', foreign])).toBe(1)
    expect(said.join('\n')).toContain('(key_unknown)')
  })
  test('cannot be checked as a PDF, or against a set without keys', async () => {
    expect(await verify([put('read-me.pdf', '%PDF-1.7'), '--jwks', jwks])).toBe(2)
    expect(await verify([put('good.jws', jws), '--jwks', put('none.json', '{"keys":[]}')])).toBe(2)
  })
  test.each([
    ['no file', [], /one file/],
    ['no keys', ['good.jws'], /public keys are needed/],
    ['a file that is not there', ['missing.jws', '--jwks', 'jwks.json'], /cannot be read/],
    ['keys that are none', ['good.jws', '--jwks', 'good.jws'], /not a JSON Web Key Set/],
    ['keys over plain http', ['good.jws', '--jwks', 'http://example.com/jwks.json'], /https/],
    ['keys over http from a name like this machine', ['good.jws', '--jwks', 'http://127.0.0.1.example.com/'], /https/],
    ['another language', ['good.jws', '--jwks', 'jwks.json', '--lang', 'fr'], /id or en/],
  ])('%s is unusable, in words', async (_, args, words) => {
    const located = args.map((arg) => (/^[a-z]+\.(jws|json)$/.test(arg) ? path(arg) : arg))
    await expect(verify(located)).rejects.toThrow(words)
  })
})

describe('keys from an address', () => {
  let server: Server
  let answer: { status: number; headers?: Record<string, string>; body: string | Buffer }
  let url: string
  beforeAll(async () => {
    server = createServer((_, response) => response.writeHead(answer.status, answer.headers).end(answer.body))
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
    const address = server.address()
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/.well-known/jwks.json`
  })
  afterAll(() => server.close())

  test('of this machine work', async () => {
    answer = { status: 200, body: await readFile(jwks) }
    expect(await verify([put('good.jws', jws), '--jwks', url])).toBe(0)
  })
  test.each([
    ['an error', { status: 500, body: '' }, /answered 500/],
    ['a way elsewhere', { status: 302, headers: { location: 'http://example.com/' }, body: '' }, /no answer/],
    ['too much', { status: 200, body: Buffer.alloc(2_000_000, 32) }, /too much/],
  ])('%s is refused', async (_, given, words) => {
    answer = given
    await expect(verify([put('good.jws', jws), '--jwks', url])).rejects.toThrow(words)
  })
})

describe('a package', () => {
  async function* rows() {
    yield [{ email: 'siti@example.id' }]
  }
  const field = { name: 'email', type: 'text', categories: [], purpose: 'p', basis: 'b', retention: 'r' }
  async function pack(): Promise<Map<string, Uint8Array>> {
    const out = new PassThrough()
    const [chunks] = await Promise.all([
      Array.fromAsync(out),
      buildPackage(
        {
          ...{ reference: 'HK-7K4Q-2MPX', right: 'access', language: 'id', timeZone: 'Asia/Jakarta', key },
          controller: { name: 'Toko', contact: 'c', dpo: 'd' },
          about: () => ({ trail: [], recipients: [], history: [], information: { rights: [], complaint: [] } }),
          generatedAt: Temporal.Instant.from('2026-11-20T08:04:00Z'),
          collections: [
            {
              ...{ source: 'shop', collection: 'customers', label: { id: 'Pelanggan', en: 'Customers' } },
              ...{ fields: [field], rows: rows(), heldBack: () => [] },
            },
          ],
        },
        out,
      ),
    ])
    put('package.zip', Buffer.concat(chunks))
    const files = new Map<string, Uint8Array>()
    const reader = new ZipReader(new BlobReader(new Blob([Buffer.concat(chunks)])), { useWebWorkers: false })
    for (const entry of await reader.getEntries())
      if (!entry.directory) files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()))
    return files
  }
  async function zip(files: Map<string, Uint8Array>): Promise<string> {
    const writer = new ZipWriter(new Uint8ArrayWriter(), { useWebWorkers: false })
    for (const [name, bytes] of files) await writer.add(name, new Blob([Buffer.from(bytes)]).stream())
    return put('changed.zip', await writer.close())
  }

  test('is valid as it came, and unpacked', async () => {
    const files = await pack()
    expect(await verify([path('package.zip'), '--jwks', jwks])).toBe(0)
    for (const [name, bytes] of files) {
      await mkdir(dirname(join(folder, 'unpacked', name)), { recursive: true })
      await writeFile(join(folder, 'unpacked', name), bytes)
    }
    expect(await verify([path('unpacked'), '--jwks', jwks])).toBe(0)
    await writeFile(join(folder, 'unpacked', 'extra.txt'), 'x')
    expect(await verify([path('unpacked'), '--jwks', jwks])).toBe(1)
  })
  test('with any file changed, lengthened or missing is invalid', async () => {
    const files = await pack()
    for (const [name, bytes] of files) {
      const flipped = Uint8Array.from(bytes, (byte, at) => (at === bytes.length - 3 ? byte ^ 1 : byte))
      const longer = Buffer.concat([bytes, Buffer.from('x')])
      for (const change of [flipped, longer]) {
        expect(await verify([await zip(new Map(files).set(name, change)), '--jwks', jwks]), name).toBe(1)
      }
      const fewer = new Map(files)
      fewer.delete(name)
      expect(await verify([await zip(fewer), '--jwks', jwks]), name).toBe(1)
    }
  })
  test('of a later format is not called wrong: it says which program is needed', async () => {
    const files = await pack()
    const manifest = JSON.parse(Buffer.from(files.get('manifest.json') ?? []).toString())
    const later = Buffer.from(JSON.stringify({ ...manifest, format: { ...manifest.format, version: '2.0' } }))
    const signed = async (type: string) =>
      zip(new Map(files).set('manifest.json', later).set('manifest.jws', Buffer.from(await signJws(later, key, type))))
    expect(await verify([await signed('hakku.package.v2'), '--jwks', jwks])).toBe(2)
    expect(said.join('\n')).toMatch(/format 2\.0.*reads 1\.0/)
    // Signed as version 1, it has to be one.
    expect(await verify([await signed('hakku.package.v1'), '--jwks', jwks])).toBe(1)
    expect(await verify([await signed('hakku.certificate.v1'), '--jwks', jwks])).toBe(1)
  })
  test('that is no ZIP is unusable', async () => {
    await expect(verify([put('text.zip', 'hello'), '--jwks', jwks])).rejects.toThrow(/neither a ZIP/)
  })
})

describe('an audit log in a file', () => {
  const end = '{"checkpoints":0,"kind":"end","leaves":0,"logs":0,"waiting":0}\n'
  test.each([
    [0, `{"kind":"hakku-audit-log","v":1}\n${end}`],
    [1, `{"kind":"hakku-audit-log","v":1}\n{"kind":"log"}\n${end}`],
    [1, `{"kind":"hakku-audit-log","v":1}\n${'x'.repeat(3_000_000)}`],
    [2, `${jws ?? 'something else'}\n`],
    [2, ''],
  ])('exit code %i', async (code, text) => {
    expect(await audit(['verify', put('log.jsonl', text), '--jwks', jwks])).toBe(code)
  })
})

test('the command itself needs no settings and no database, and answers with its exit code', async () => {
  put('good.jws', jws)
  const run = (...args: string[]) =>
    new Promise<{ code: unknown; text: string }>((done) => {
      const { PATH, HOME } = process.env
      const options = { env: { PATH, HOME, NODE_ENV: 'test' as const, HAKKU_ENV: 'production' } }
      execFile(process.execPath, ['--import', 'tsx', 'cli/hakku.ts', ...args], options, (fault, out, error) =>
        done({ code: fault?.code ?? 0, text: out + error }),
      )
    })
  expect(await run('verify', path('good.jws'), '--jwks', jwks)).toMatchObject({ code: 0 })
  expect(await run('verify', path('bad.jws'), '--jwks', jwks)).toMatchObject({ code: 1 })
  expect(await run('verify', path('good.jws'))).toMatchObject({ code: 2, text: expect.stringContaining('jwks.json') })
  expect(await run('verfy')).toMatchObject({ code: 2, text: expect.stringContaining('hakku verify <') })
}, 60_000)
