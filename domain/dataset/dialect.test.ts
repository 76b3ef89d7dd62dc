import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { datasetJsonSchema } from './json-schema.ts'
import { readDataset } from './read-dataset.ts'

/** A file as others write it: keys we do not know, every key we do, and nothing of ours. */
const FOREIGN = `# written for another tool
dataset:
- fides_key: clinic_records
  organization_fides_key: default_organization
  name: Clinic
  description: null
  data_categories: [user]
  fides_meta:
    after: [billing]
    namespace: {database_name: clinic, schema: care, connection: x}
  collections:
  - name: patient
    data_qualifier: aggregated
    data_categories: null
    fides_meta:
      after: [billing.account, clinic_records.ward]
      erase_after: [clinic_records.stay]
      skip_processing: False
      partitioning: {field: created}
      masking_strategy_override: {strategy: delete}
    fields:
    - name: patient_no
      data_categories: [user.unique_id]
      fides_meta: {primary_key: True, identity: patient_number, data_type: integer, read_only: True, redact: name}
    - name: tenant
      fides_meta: {custom_request_field: tenant_id}
    - name: labels
      fides_meta: {data_type: 'string[]', return_all_elements: true}
    - name: file
      fidesops_meta: {data_type: object}
      fields:
      - name: doctor
        data_categories: []
        fields:
        - {name: email, fides_meta: {references: [{dataset: staff, field: person.contact.email, direction: to}, {dataset: staff, field: person.id}]}}
  - name: stay
    fields:
    - {name: a, fides_meta: {length: 12, masking_strategy_override: {strategy: random_string_rewrite, configuration: {length: 20, format_preservation: {suffix: "@gone"}}}}}
    - {name: b, fides_meta: {masking_strategy_override: {strategy: random_string_rewrite}}}
    - {name: c, fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone, format_preservation: {suffix: "-now"}}}}}
    - {name: d, fides_meta: {length: 3, masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}}
    - {name: e, fides_meta: {masking_strategy_override: {strategy: hmac, configuration: {algorithm: SHA-512, format_preservation: {suffix: .x}}}}}
    - {name: f, fides_meta: {masking_strategy_override: {strategy: hash}}}
    - {name: g, fidesctl_meta: {masking_strategy_override: {strategy: null_rewrite}}}
    - {name: h, fides_meta: {masking_strategy_override: {strategy: preserve}}}
    - {name: i, fides_meta: {masking_strategy_override: {strategy: string_rewrite}}}
  - name: log
    fides_meta: {skip_processing: true}
    fields: []
  - name: empty
    fields: []
- fides_key: <instance_fides_key>
  fidesops_meta: {namespace: {schema: old}}
  collections:
  - name: gone
    fidesctl_meta: {skip_processing: true}
    fields: [{name: id}]
  - name: kept
    data_categories: [system]
    fields: [{name: id}]
`

const load = (text: string) => {
  const read = readDataset(text)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return read.value
}

test('a file written for another tool loads as it is, every key understood', () => {
  const [clinic, template] = load(FOREIGN)
  expect(clinic).toMatchObject({ key: 'clinic_records', name: 'Clinic', schema: 'care' })
  expect(clinic?.collections.map(({ name }) => name)).toEqual(['patient', 'stay', 'empty'])
  expect(clinic?.collections[0]).toMatchObject({
    erase: { method: 'delete' },
    eraseAfter: [{ dataset: 'clinic_records', collection: 'stay' }],
    categories: ['user'],
  })
  const [number, tenant, labels, file] = clinic?.collections[0]?.fields ?? []
  expect(number).toMatchObject({ identity: 'patient_number', dataType: 'integer', readOnly: true, primaryKey: true })
  expect(tenant).toMatchObject({ requestField: 'tenant_id', identity: null, categories: ['user'] })
  expect(labels).toMatchObject({ dataType: 'string[]', returnAll: true })
  expect(file).toMatchObject({ dataType: 'object', categories: ['user'] })
  expect(file?.fields[0]?.fields[0]?.references).toEqual([
    { dataset: 'staff', collection: 'person', field: 'contact.email', direction: 'to' },
    { dataset: 'staff', collection: 'person', field: 'id', direction: null },
  ])
  expect(template).toMatchObject({
    key: '<instance_fides_key>',
    schema: 'old',
    collections: [{ name: 'kept', categories: ['system'] }],
  })
})

test('foreign strategies become ours, or are said to be unsupported; never skipped', () => {
  const stay = load(FOREIGN)[0]?.collections[1]?.fields ?? []
  expect(
    Object.fromEntries(stay.map(({ name, erase, unsupportedStrategy }) => [name, erase ?? unsupportedStrategy])),
  ).toEqual({
    a: { method: 'hash', length: 12, suffix: '@gone' },
    b: { method: 'hash', length: 30 },
    c: { method: 'mask', text: 'gone-now' },
    d: { method: 'mask', text: 'gon' },
    e: { method: 'hash', suffix: '.x' },
    f: { method: 'hash' },
    g: { method: 'null' },
    h: 'preserve',
    i: 'string_rewrite',
  })
})

test.each([
  ['a type that does not exist', 'data_type: integer', 'data_type: int', 'data_type', /string, integer, float/],
  ['a row method other than delete', 'strategy: delete', 'strategy: hash', 'strategy', /delete/],
  ['a place without a collection', '[clinic_records.stay]', '[stay]', 'erase_after[0]', /<dataset>.<collection>/],
  ['a word that is no boolean', 'read_only: True', 'read_only: maybe', 'read_only', /true or false/],
  ['a length that is no number', 'length: 12', 'length: twelve', 'length', /number|integer/],
  ['a name that is missing', '- name: stay', '- title: stay', 'collections[1].name', /string/],
])('%s is said with line, path and fix', (_name, from, to, path, fix) => {
  const text = FOREIGN.replace(from, to)
  const line = text.slice(0, text.indexOf(to)).split('\n').length
  const read = readDataset(text)
  const problem = read.ok ? null : read.problems[0]
  expect(problem?.path).toContain(path)
  expect(problem).toMatchObject({ line, fix: { en: expect.stringMatching(fix) } })
})

test.each([
  ['yes', true],
  ['On', true],
  ['no', false],
  ['OFF', false],
])('%s is the boolean that it is in YAML 1.1', (word, expected) => {
  const fields = load(FOREIGN.replace('read_only: True', `read_only: ${word}`)).flatMap(({ collections }) =>
    collections.flatMap((collection) => collection.fields),
  )
  const asTrue = load(FOREIGN.replace('read_only: True', `read_only: ${expected}`)).flatMap(({ collections }) =>
    collections.flatMap((collection) => collection.fields),
  )
  expect(fields).toEqual(asTrue)
})

test('the published JSON Schema is what is read', () => {
  const published = readFileSync(new URL('../../docs/dataset.schema.json', import.meta.url), 'utf8')
  expect(JSON.parse(published)).toEqual(datasetJsonSchema())
})
