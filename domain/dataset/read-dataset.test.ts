import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDataset } from './read-dataset.ts'

const GOOD = `dataset:
  - fides_key: shop
    fides_meta: {namespace: {schema: sales}}
    collections:
      - name: customers
        hakku_meta: {purpose: delivery, basis: contract, provided: true, label: {id: Akun, en: Account}}
        data_categories: [user.contact]
        fields:
          - name: id
            fides_meta: {primary_key: true}
          - name: email
            data_categories: [user.contact.email]
            fides_meta: {identity: email, data_type: string}
            hakku_meta: {erase: null, rectifiable: true}
          - name: agent_id
            fides_meta: {references: [{dataset: shop, field: agents.id, direction: to}]}
            hakku_meta: {third_party: true, provided: false}
          - name: nick
            fides_meta: {masking_strategy_override: {strategy: aes_encrypt}}
          - name: label
            fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}
      - name: invoices
        hakku_meta: {erase: {keep: {basis: UU KUP art. 28(11), until: {field: issued_at, years: 10}}}}
        fields:
          - name: issued_at
          - name: note
            hakku_meta: {erase: {mask: "[removed]"}}
      - name: cache
        fides_meta: {skip_processing: true}
        fields: [{name: id}]
`

test('reads a fideslang file with our additions; notes and categories are inherited', () => {
  const read = readDataset(GOOD)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const [shop] = read.value
  expect(shop).toMatchObject({ key: 'shop', schema: 'sales' })
  expect(shop?.collections.map(({ name }) => name)).toEqual(['customers', 'invoices'])
  expect(shop?.collections.map(({ label }) => label)).toEqual([
    { id: 'Akun', en: 'Account' },
    { id: 'Invoices', en: 'Invoices' },
  ])
  const [id, email, agent, nick, label] = shop?.collections[0]?.fields ?? []
  expect(id).toMatchObject({
    primaryKey: true,
    categories: ['user.contact'],
    basis: 'contract',
    provided: true,
    erase: null,
  })
  expect(email).toMatchObject({ identity: 'email', erase: { method: 'null' }, rectifiable: true, purpose: 'delivery' })
  expect(agent).toMatchObject({
    thirdParty: true,
    provided: false,
    references: [{ dataset: 'shop', collection: 'agents', field: 'id', direction: 'to' }],
  })
  expect(nick).toMatchObject({ erase: null, unsupportedStrategy: 'aes_encrypt' })
  expect(label).toMatchObject({ erase: { method: 'mask', text: 'gone' }, unsupportedStrategy: null })
  expect(shop?.collections[1]).toMatchObject({
    erase: { method: 'keep', basis: 'UU KUP art. 28(11)', until: { field: 'issued_at', years: 10 } },
    fields: [{ erase: null }, { erase: { method: 'mask', text: '[removed]' } }],
  })
})

describe('names line, path and fix of', () => {
  const cases: [string, string, { line: number; path: string; fix: RegExp }][] = [
    ['an unknown key of ours', 'erase: null, rectifiable', { line: 14, path: 'hakku_meta', fix: /erased/ }],
    ['a method that does not exist', 'erase: null', { line: 14, path: 'hakku_meta.erase', fix: /write delete, null/ }],
    [
      'an end that names no field',
      'field: issued_at, years',
      { line: 23, path: 'until', fix: /field of this collection/ },
    ],
    ['a field listed twice', 'name: note', { line: 26, path: 'collections[1].fields[1].name', fix: /used above/ }],
    ['a reference without field', 'agents.id', { line: 16, path: 'references[0].field', fix: /<collection>.<field>/ }],
    ['a kept row with a deleted field', '"[removed]"', { line: 27, path: 'erase', fix: /kept/ }],
    ['a direction that does not exist', 'direction: to', { line: 16, path: 'direction', fix: /to, from/ }],
    ['broken YAML', 'dataset:', { line: 1, path: '', fix: /mend the YAML/ }],
  ]
  const broken: Record<string, string> = {
    'erase: null, rectifiable': 'erased: null, rectifiable',
    'erase: null': 'erase: shred',
    'field: issued_at, years': 'field: paid_at, years',
    'name: note': 'name: issued_at',
    'agents.id': 'agents',
    '{mask: "[removed]"}': 'delete',
    'direction: to': 'direction: up',
    'dataset:': 'dataset: [}',
  }
  test.each(cases)('%s', (_name, find, { path, fix, line }) => {
    const key = find === '"[removed]"' ? '{mask: "[removed]"}' : find
    const read = readDataset(GOOD.replace(key, broken[key] ?? ''))
    const problem = read.ok ? undefined : read.problems[0]
    expect(problem?.path).toContain(path)
    expect(problem?.fix.en).toMatch(fix)
    expect(problem?.fix.id).not.toBe(problem?.fix.en)
    expect(problem?.line).toBe(line)
  })
})

test.each([
  ['an alias', 'dataset: &a [*a]'],
  ['a billion laughs', 'a: &a [x,x]\nb: &b [*a,*a]\ndataset: [*b,*b]'],
  ['a tag', 'dataset: !!js/function "x"'],
  ['a merge key with an anchor', 'base: &b {x: 1}\ndataset:\n  - <<: *b'],
  ['flow nesting', `dataset: ${'['.repeat(500_000)}`],
  ['block nesting on one line', `dataset:\n  ${'- '.repeat(400_000)}x`],
  [
    'block nesting by indentation',
    Array.from({ length: 1_200 }, (_none, depth) => `${' '.repeat(depth)}a:`).join('\n'),
  ],
  [
    'nested fields without end',
    `dataset: [{fides_key: a, collections: [{name: b, fields: ${'[{name: f, fields: '.repeat(60)}`,
  ],
  ['more than 1 MiB', `# ${'x'.repeat(1_048_576)}`],
  ['a prototype name', 'dataset: [{fides_key: a, collections: [{name: b, fields: [{name: __proto__}]}]}]'],
  ['a map as key', 'dataset:\n  ? {a: b}\n  : c'],
  ['no dataset', ''],
  ['a second document', 'dataset: []\n---\ndataset: []'],
])('refuses %s', (_name, text) => {
  const read = readDataset(text)
  expect(read).toMatchObject({ ok: false, reason: 'invalid_dataset' })
  expect(!read.ok && read.problems[0]).toMatchObject({
    line: expect.any(Number),
    fix: { id: expect.any(String), en: expect.any(String) },
  })
})

test('never throws, whatever the text', () => {
  const piece = fc.constantFrom(
    'dataset:',
    '\n',
    '  ',
    '- ',
    'name: x',
    '{',
    '}',
    '[',
    ']',
    '&a',
    '*a',
    '!t',
    '"',
    ':',
    '? ',
    '|',
    '\u0000',
    '\t',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (parts) => typeof readDataset(parts.join('')).ok === 'boolean'),
  )
})

test.each([
  ['data_categories: [user.name.first]', true],
  ['data_categories: [user.contact.address.city]', true],
  ['data_categories: [user.demographic.date_of_birth], hakku_meta: {rectifiable: false}', false],
  ['data_categories: [user.behavior.purchase_history]', false],
  ['data_categories: [user.name_of_the_house]', false],
  ['data_categories: [user.behavior.purchase_history], hakku_meta: {rectifiable: true}', true],
  ['data_categories: [user.contact.email], fides_meta: {identity: email}', false],
  ['data_categories: [user.name], fides_meta: {primary_key: true}', false],
  ['data_categories: [user.name], fides_meta: {read_only: true}', false],
  ['data_categories: [user.contact], fides_meta: {references: [{dataset: d, field: c.g, direction: to}]}', false],
  ['data_categories: [user.contact], fields: [{name: h}]', false],
])('a field with %s may be corrected: %s', (facts, expected) => {
  const read = readDataset(
    `dataset: [{fides_key: d, collections: [{name: c, fields: [{name: f, ${facts}}, {name: g}]}]}]`,
  )
  expect(read.ok && read.value[0]?.collections[0]?.fields[0]?.rectifiable).toBe(expected)
})
