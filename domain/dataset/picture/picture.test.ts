import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildGraph } from '../graph.ts'
import { readDataset } from '../read-dataset.ts'
import { type Box, drawMap, type Picture } from './picture.ts'

type Link = { from: number; to: number }

/** `collections` c0, c1, … with references between them; c0 is the way in. */
function picture(collections: number, links: readonly Link[]): Picture {
  const list = Array.from({ length: collections }, (_, index) => {
    const fields = links
      .filter(({ from }) => from === index)
      .map(({ to }, nth) => ({
        name: `ref${nth}`,
        fides_meta: { references: [{ dataset: 'd', field: `c${to}.id` }] },
      }))
    const identity = index === 0 ? { identity: 'email' } : {}
    return { name: `c${index}`, fields: [{ name: 'id', fides_meta: { primary_key: true, ...identity } }, ...fields] }
  })
  const read = readDataset(JSON.stringify({ dataset: [{ fides_key: 'd', collections: list }] }))
  const [dataset] = read.ok ? read.value : []
  if (!dataset) throw new Error(JSON.stringify(read))
  return drawMap(buildGraph([dataset]), dataset)
}

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const shape = fc.integer({ min: 1, max: 60 }).chain((collections) => {
  const end = fc.integer({ min: 0, max: collections - 1 })
  return fc.record({
    collections: fc.constant(collections),
    links: fc.array(fc.record({ from: end, to: end }), { maxLength: 90 }),
  })
})

test('whatever the map: every collection once, none over another, all inside the picture', () => {
  fc.assert(
    fc.property(shape, ({ collections, links }) => {
      const { boxes, width, height } = picture(collections, links)
      expect(boxes.map(({ collection }) => collection).toSorted()).toEqual(
        Array.from({ length: collections }, (_, index) => `c${index}`).toSorted(),
      )
      for (const [index, box] of boxes.entries()) {
        expect([box.x, box.y, width - box.x - box.width, height - box.y - box.height].every((gap) => gap >= 0)).toBe(
          true,
        )
        expect(boxes.slice(index + 1).filter((other) => overlap(box, other))).toEqual([])
      }
    }),
    { numRuns: 60 },
  )
})

test('parents stand left of their children, as far as there is no cycle', () => {
  const { boxes, lines } = picture(4, [
    { from: 1, to: 0 },
    { from: 2, to: 1 },
    { from: 2, to: 0 },
  ])
  const x = (name: string) => boxes.find(({ collection }) => collection === name)?.x ?? Number.NaN
  expect(x('c0')).toBeLessThan(x('c1'))
  expect(x('c1')).toBeLessThan(x('c2'))
  expect(lines).toHaveLength(3)
  expect(boxes.find(({ collection }) => collection === 'c0')?.ways).toEqual([{ label: 'email', thirdParty: false }])
  expect(boxes.filter(({ isUnreachable }) => isUnreachable).map(({ collection }) => collection)).toEqual(['c3'])
})

test('a star of 60 is not drawn in a line', () => {
  const links = Array.from({ length: 59 }, (_, index) => ({ from: index + 1, to: 0 }))
  const { width, height } = picture(60, links)
  expect(width).toBeLessThan(600)
  expect(height).toBeLessThan(4_200)
})
