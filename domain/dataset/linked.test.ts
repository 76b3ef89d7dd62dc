import { expect, test } from 'vitest'
import { linkedTo } from './linked.ts'
import { readDataset } from './read-dataset.ts'

const dataset = (key: string, to?: string) => {
  const reference = to ? `, fields: [{name: inside, fides_meta: {references: [{dataset: ${to}, field: c.f}]}}]` : ''
  const read = readDataset(`dataset: [{fides_key: ${key}, collections: [{name: c, fields: [{name: f${reference}}]}]}]`)
  const one = read.ok ? read.value[0] : undefined
  if (!one) throw new Error(JSON.stringify(read))
  return { dataset: one }
}

test('others are linked by references in either direction and over several steps; the rest are not', () => {
  const others = [dataset('crm', 'shop'), dataset('mail', 'crm'), dataset('alone'), dataset('far', 'away')]
  const keys = linkedTo(dataset('shop').dataset, others).map((one) => one.dataset.key)
  expect(keys).toEqual(['crm', 'mail'])
  expect(linkedTo(dataset('alone').dataset, others.slice(0, 2))).toEqual([])
})
