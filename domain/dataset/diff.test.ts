import { expect, test } from 'vitest'
import type { Dataset } from './dataset.ts'
import { diffDatasets } from './diff.ts'
import { readDataset } from './read-dataset.ts'

function read(collections: string): Dataset {
  const file = readDataset(`dataset:\n  - fides_key: shop\n    collections:\n${collections}`)
  const [dataset] = file.ok ? file.value : []
  if (!dataset) throw new Error(JSON.stringify(file))
  return dataset
}

const before = read(`
      - name: customer
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - { name: email, data_categories: [user.contact.email], fides_meta: { identity: email } }
          - { name: extra, fields: [{ name: city }, { name: zip }] }
      - name: visit
        fields: [{ name: id }]
`)

test('what is the same says nothing, in whatever order it stands', () => {
  const same = read(`
      - name: visit
        fields: [{ name: id }]
      - name: customer
        fields:
          - { name: extra, fields: [{ name: zip }, { name: city }] }
          - { name: email, fides_meta: { identity: email }, data_categories: [user.contact.email] }
          - { name: id, fides_meta: { primary_key: true } }
`)
  expect(diffDatasets(before, same)).toEqual([])
})

test('collections and fields that came, went and changed, with what about them', () => {
  const after = read(`
      - name: customer
        hakku_meta: { erase: delete }
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - { name: email, data_categories: [user.contact], hakku_meta: { erase: hash } }
          - { name: extra, fields: [{ name: city }, { name: street }] }
      - name: order
        fields: [{ name: id }]
`)
  const said = diffDatasets(before, after).map(({ collection, field, change, parts }) =>
    [collection, field, change, ...parts].filter((part) => part !== null).join(' '),
  )
  expect(said).toEqual([
    'customer changed erase',
    'customer email changed categories identity rectifiable erase',
    'customer extra.street added',
    'customer extra.zip removed',
    'order added',
    'visit removed',
  ])
})
