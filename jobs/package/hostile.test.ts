import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { Manifest } from '#domain/package/manifest.ts'
import { collection, input, pack, people, validate } from './test-package.ts'

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

test('a table of 300 columns stays readable: a card each, every value in it', async () => {
  const columns = Array.from({ length: 300 }, (_, at): [string, string] => [`column_${at}`, 'text'])
  const row = Object.fromEntries(columns.map(([name], at) => [name, at % 3 === 0 ? null : `value ${at}`]))
  const { read, data } = await pack(input([collection([row, row], columns)]))
  expect(Object.keys(data('customers')[0] ?? {})).toHaveLength(300)
  const html = read('index.html')
  expect(html).not.toContain('<table>')
  expect(html.match(/<dt><bdi>Column 299<\/bdi><\/dt>/g)).toHaveLength(2)
  expect(read('data/shop/customers.csv').split('\r\n')[0]?.split(',')).toHaveLength(300)
})

test.each([
  ['nothing at all', []],
  ['one empty collection', [collection([], people)]],
])('a package of %s is whole, and says so', async (_, collections) => {
  const { built, files, read } = await pack(input(collections))
  expect(Manifest.parse(JSON.parse(read('manifest.json')))).toEqual(built.manifest)
  expect([...files.keys()].filter((path) => path.startsWith('data/'))).toHaveLength(collections.length * 2)
  expect(read('index.html')).toContain(collections.length ? 'There is no data about you here' : 'What is in here')
})

test('words of a redaction, a recipient or the trail stay words too', async () => {
  const bad = '<img src=x onerror=alert(1)>'
  const { read } = await pack(
    input([
      {
        ...collection([], people),
        label: { id: bad, en: bad },
        heldBack: () => [
          {
            ...{ source: 'shop', collection: 'customers', label: { id: bad, en: bad }, kind: 'value', field: bad },
            ...{ count: 1, reason: 'other', decidedBy: 'person', explanation: bad },
          },
        ],
      },
    ]),
  )
  expect(read('index.html')).not.toContain('<img')
  expect(read('index.html')).toContain('&lt;img')
})
