import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildGraph } from './graph.ts'
import { parentsFirst } from './order.ts'
import { readDataset } from './read-dataset.ts'

const graphOf = (collections: string) => {
  const read = readDataset(`dataset: [{fides_key: d, collections: [${collections}]}]`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  return buildGraph(read.value)
}
const table = (name: string, ...fields: string[]) => `{name: ${name}, fields: [${fields.join(', ')}]}`
const id = '{name: id, fides_meta: {primary_key: true}}'
const email = '{name: email, fides_meta: {identity: email}}'
const to = (name: string, field: string, direction = '') =>
  `{name: ${name}, fides_meta: {references: [{dataset: d, field: ${field}${direction && `, direction: ${direction}`}}]}}`
const arrows = (graph: ReturnType<typeof graphOf>) =>
  graph.edges.map(({ child, parent, down, up }) => `${child}->${parent}${down ? ' down' : ''}${up ? ' up' : ''}`)

test('a reference is an edge of structure; its direction says which way values flow', () => {
  const graph = graphOf(
    [
      table('person', id, email, to('address_id', 'address.id', 'to')),
      table('address', id),
      table('orders', id, to('person_id', 'person.id', 'from')),
      table('note', id, to('person_id', 'person.id')),
    ].join(', '),
  )
  expect(arrows(graph)).toEqual(['d:person->d:address up', 'd:orders->d:person down', 'd:note->d:person down up'])
  expect(graph.entries).toMatchObject([{ collection: 'd:person', field: 'email', label: 'email', thirdParty: false }])
  expect(graph.unreachable).toEqual([])
})

test('a reference written on the parent key, or on both sides, is the same edge', () => {
  const graph = graphOf(
    [
      table(
        'person',
        '{name: id, fides_meta: {primary_key: true, references: [{dataset: d, field: orders.person_id, direction: to}]}}',
        email,
      ),
      table('orders', id, to('person_id', 'person.id', 'to')),
    ].join(', '),
  )
  expect(arrows(graph)).toEqual(['d:orders->d:person down up'])
})

test('references to every part of a composite key are one edge; two links to one key are two', () => {
  const graph = graphOf(
    [
      table('line', '{name: a, fides_meta: {primary_key: true}}', '{name: b, fides_meta: {primary_key: true}}'),
      table('parcel', to('line_a', 'line.a'), to('line_b', 'line.b')),
      table('half', to('line_a', 'line.a')),
      table('address', id),
      table('orders', to('from_id', 'address.id'), to('to_id', 'address.id')),
    ].join(', '),
  )
  expect(graph.edges.map(({ child, childFields }) => [child, childFields])).toEqual([
    ['d:parcel', ['line_a', 'line_b']],
    ['d:half', ['line_a']],
    ['d:orders', ['from_id']],
    ['d:orders', ['to_id']],
  ])
})

test('says what cannot be reached, what lies beyond a shared parent, and which references lead nowhere', () => {
  const graph = graphOf(
    [
      table('person', id, email, to('product_id', 'product.id')),
      table('product', id),
      table('review', id, to('product_id', 'product.id')),
      table('island', id, to('ghost_id', 'ghost.id')),
    ].join(', '),
  )
  expect(graph).toMatchObject({
    beyond: ['d:review'],
    unreachable: ['d:island'],
    problems: [{ collection: 'd:island', field: 'ghost_id', problem: 'unknown_reference' }],
  })
})

test('from a parent met from below, a stated direction leads down, and what hangs there is not beyond', () => {
  const accounts = (direction: string) =>
    graphOf(
      [
        table('person', id, email, to('account_id', 'account.id', 'to')),
        table('account', id),
        table('movement', id, to('account_id', 'account.id', direction)),
        table('receipt', id, to('movement_id', 'movement.id')),
      ].join(', '),
    ).beyond
  expect(accounts('from')).toEqual([])
  expect(accounts('')).toEqual(['d:movement', 'd:receipt'])
})

test('fields inside fields are known by their paths, as ways in and as both ends of references', () => {
  const graph = graphOf(
    [
      table(
        'deep',
        '{name: data, fides_meta: {return_all_elements: true}, fields: [{name: email, fides_meta: {identity: email}}]}',
        id,
      ),
      table(
        'note',
        '{name: of, fields: [{name: mail, fides_meta: {references: [{dataset: d, field: deep.data.email}]}}]}',
      ),
      table('site', '{name: tenant, fides_meta: {custom_request_field: tenant_id}}'),
      table('tenant', '{name: code, fides_meta: {custom_request_field: tenant_id}}', email),
    ].join(', '),
  )
  expect(graph).toMatchObject({ unreachable: [], problems: [] })
  expect(graph.entries[0]).toMatchObject({ collection: 'd:deep', field: 'data.email', returnAll: true })
  expect(graph.edges).toMatchObject([
    { child: 'd:note', childFields: ['of.mail'], parent: 'd:deep', parentFields: ['data.email'], ignoreCase: true },
  ])
  expect(graph.requested.map(({ collection }) => collection)).toEqual(['d:site'])
})

test('order: every id once, and in a graph without cycles every parent before its children', () => {
  const pairs = fc.array(fc.tuple(fc.nat(29), fc.nat(29)), { maxLength: 80 })
  const ids = Array.from({ length: 30 }, (_none, index) => String(index))
  fc.assert(
    fc.property(pairs, fc.boolean(), (some, cyclic) => {
      const edges = some.filter(([a, b]) => cyclic || a < b).map(([a, b]) => ({ child: String(a), parent: String(b) }))
      const order = parentsFirst(ids, edges)
      expect([...order].sort()).toEqual([...ids].sort())
      if (!cyclic)
        for (const { child, parent } of edges) expect(order.indexOf(parent)).toBeLessThan(order.indexOf(child))
    }),
  )
})

test('a chain of 5,000 collections is planned, however deep it goes', () => {
  const chain = Array.from({ length: 5_000 }, (_none, n) =>
    n === 0 ? table('c0', id, email) : table(`c${n}`, id, to('up', `c${n - 1}.id`)),
  )
  const read = readDataset(`dataset: [{fides_key: d, collections: [${chain.join(', ')}]}]`)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  expect(buildGraph(read.value).order.at(-1)).toBe('d:c4999')
})
