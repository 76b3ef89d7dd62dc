import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { labelIn } from './labels.ts'

test('a collection is named by its map, in both languages; what no map names keeps its name', () => {
  const shop = { id: 'shop', yaml: readFileSync('prisma/demo/shop.dataset.yml', 'utf8') }
  expect(labelIn(shop, 'reviews')).toEqual({ id: 'Ulasan produk', en: 'Product reviews' })
  expect(labelIn(shop, 'no_such_table')).toEqual({ id: 'no_such_table', en: 'no_such_table' })
  expect(labelIn({ id: 'other', yaml: 'not: a map' }, 'reviews')).toEqual({ id: 'reviews', en: 'reviews' })
})
