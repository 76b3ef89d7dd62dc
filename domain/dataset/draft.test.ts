import { expect, test } from 'vitest'
import { draftDataset, type LiveSchema } from './draft.ts'
import { guessColumn } from './guess.ts'
import { readDataset } from './read-dataset.ts'

const column = (name: string, dataType: string | null = 'string', ...samples: string[]) => ({ name, dataType, samples })
const LIVE: LiveSchema = {
  schema: 'odd "schema',
  tables: [
    {
      name: 'customers',
      key: ['id'],
      columns: [
        column('id', 'integer'),
        column('login', 'string', 'a@b.id', 'c@d.id'),
        column('nama'),
        column('no', null),
      ],
    },
    { name: 'address', key: ['id'], columns: [column('id', 'integer'), column('kota')] },
    {
      name: 'order: "x"',
      key: ['a', 'b'],
      columns: [
        column('a', 'integer'),
        column('b', 'integer'),
        column('customer_id', 'integer'),
        column('billing_address_id', 'integer'),
        column('address_id', 'string'),
        column('paid_by', 'integer'),
      ],
    },
    { name: 'no columns', key: [], columns: [] },
  ],
  links: [{ child: 'order: "x"', childField: 'paid_by', parent: 'customers', parentField: 'id' }],
}

test('a draft is read as it is; keys, types and foreign keys are facts, the rest is marked as a guess', () => {
  const text = draftDataset('toko', LIVE)
  const read = readDataset(text)
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const [customers, address, order] = read.value[0]?.collections ?? []
  expect(read.value[0]).toMatchObject({ key: 'toko', schema: 'odd "schema' })
  expect(customers?.fields).toMatchObject([
    { name: 'id', primaryKey: true, dataType: 'integer', categories: ['system.operations'] },
    { name: 'login', identity: 'email', categories: ['user.contact.email'] },
    { name: 'nama', categories: ['user.name'] },
    { name: 'no', dataType: null },
  ])
  expect(address?.fields[1]?.categories).toEqual(['user.contact.address.city'])
  expect(order?.name).toBe('order: "x"')
  const named = order?.fields.map(({ references }) => references[0]?.collection ?? null)
  expect(named).toEqual([null, null, 'customers', 'address', null, 'customers'])
  const line = (part: string) => text.split('\n').find((one) => one.includes(part)) ?? ''
  expect(line('field: address.id')).toContain('# guess: reference, from the name')
  expect(
    text
      .split('\n')
      .filter((one) => one.includes('field: customers.id'))
      .map((one) => one.includes('guess')),
  ).toEqual([true, false])
  expect(line('identity: email')).toContain('# guess: identity, from the form of its values')
})

test('what stands inside a column is drafted with it; an address in a list is not taken for the person’s', () => {
  const inside = [
    { ...column('email'), samples: ['a@b.id'] },
    { ...column('geo', 'object'), fields: [column('lat', 'float')] },
  ]
  const columns = [
    { ...column('contact', 'object'), fields: inside },
    { ...column('friends', 'object[]'), fields: inside },
  ]
  const live = { schema: 's', tables: [{ name: 'person', key: [], columns }], links: [] }
  const read = readDataset(draftDataset('toko', live))
  if (!read.ok) throw new Error(JSON.stringify(read.problems))
  const [contact, friends] = read.value[0]?.collections[0]?.fields ?? []
  expect(contact?.fields).toMatchObject([
    { name: 'email', identity: 'email', categories: ['user.contact.email'] },
    { name: 'geo', dataType: 'object', fields: [{ name: 'lat', categories: ['user.location'] }] },
  ])
  expect(friends?.fields[0]).toMatchObject({ identity: null, categories: ['user.contact.email'] })
})

test('no value of the source stands in a draft', () => {
  expect(draftDataset('toko', LIVE)).not.toContain('a@b.id')
})

test.each([
  ['users', 'email', [], 'email', 'user.contact.email'],
  ['users', 'emailAddress', ['a@b.c', 'd@e.f', 'x'], undefined, undefined],
  ['logs', 'actor', ['a@b.c', 'd@e.f', 'g@h.i', 'j@k.l', 'root'], 'email', 'user.contact.email'],
  ['settings', 'email_enabled', ['yes', 'no'], undefined, undefined],
  ['users', 'noHp', [], 'phone_number', 'user.contact.phone_number'],
  ['products', 'name', ['Batik'], undefined, undefined],
  ['pelanggan', 'name', ['Ani'], undefined, 'user.name'],
  ['visits', 'source', ['10.0.0.1', '2001:db8::1'], undefined, 'user.device.ip_address'],
  ['visits', 'shipping', [], undefined, undefined],
])('%s.%s with %j', (table, name, samples, identity, category) => {
  const guess = guessColumn(table, name, samples)
  expect(guess?.identity).toBe(identity)
  expect(guess?.category).toBe(category)
})
