import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

/** A map of so many collections: each dataset a tree with cross references, and its root below the one before. */
export function makeMap(collections: number, datasets: number): Dataset[] {
  const each = collections / datasets
  return Array.from({ length: datasets }, (_none, set) => {
    const all = Array.from({ length: each }, (_one, at) => collection(set, at, each))
    const read = readDataset(`dataset: [{fides_key: d${set}, collections: [${all.join(', ')}]}]`)
    if (!read.ok || !read.value[0]) throw new Error(JSON.stringify(read))
    return read.value[0]
  })
}

const field = (name: string, meta = '') =>
  `{name: ${name}, data_categories: [user.contact]${meta && `, fides_meta: {${meta}}`}}`
const link = (name: string, set: number, at: number) =>
  field(name, `references: [{dataset: d${set}, field: c${at}.id, direction: from}]`)

function collection(set: number, at: number, each: number): string {
  const links = [
    ...(at > 0 ? [link('above', set, at >> 1)] : []),
    ...(at > 3 ? [link('beside', set, (at * 7) % (at - 1))] : []),
    ...(at === 0 && set > 0 ? [link('before', set - 1, each - 1)] : []),
  ]
  const identity = at === 0 ? [field('email', 'identity: email')] : []
  const plain = Array.from({ length: 10 }, (_none, field_) => field(`f${field_}`))
  return `{name: c${at}, fields: [${[field('id', 'primary_key: true'), ...identity, ...links, ...plain].join(', ')}]}`
}
