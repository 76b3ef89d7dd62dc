import { Binary, BSON, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Fields } from '#domain/erasure/plan.ts'
import { planOf } from '#domain/erasure/test-plan.ts'
import type { Connector, FieldChange, Match, SourceRow } from '../contract.ts'
import { openMongo } from '../mongodb.ts'
import { datasetOf } from '../scratch-database.ts'
import { readMongoSchema } from './draft.ts'
import { keyOf } from './query.ts'
import { type Held, serveDocuments } from './test-wire.ts'

const never = new AbortController().signal
const ANI = new ObjectId('65f000000000000000000001')
const dataset = datasetOf(`dataset: [{fides_key: d, collections: [
  {name: person, fields: [{name: _id, fides_meta: {data_type: object_id}}, {name: email}, {name: name}, {name: age, fides_meta: {data_type: integer}}, {name: big}, {name: price}, {name: seen}, {name: photo}, {name: ref},
    {name: to, fields: [{name: mail}]}, {name: nick}]},
  {name: order, fields: [{name: _id}, {name: person}, {name: a}, {name: b}]}]}]`)

const shop = (): Held => ({
  collections: {
    person: {
      documents: [
        {
          _id: ANI,
          email: 'Ani@x',
          name: 'Ani',
          age: new Int32(30),
          big: Long.fromString('9007199254740993'),
          price: Decimal128.fromString('1.50'),
          seen: new Date('2024-02-29T16:30:00.123Z'),
          photo: new Binary(Buffer.from([0, 255])),
          ref: new UUID('00000000-0000-4000-8000-0000000000aa'),
          to: [{ mail: 'a@x' }, { mail: ['b@x', new Double(7)] }],
        },
        {
          _id: new ObjectId('65f000000000000000000002'),
          email: 'ani@x',
          name: 'Other',
          age: new Int32(31),
          nick: null,
        },
      ],
      unique: ['email'],
    },
    order: {
      documents: [
        { _id: new Int32(0), person: ANI, a: new Int32(0), b: 'x' },
        { _id: '0', person: ANI.toHexString(), a: new Long(0), b: 'y' },
        { _id: { part: new Int32(1) }, person: 'else', a: new Double(1), b: 'x' },
      ],
    },
  },
  replicaSet: true,
  fails: {},
  asked: [],
})

let held: Held
let wire: Awaited<ReturnType<typeof serveDocuments>>
let connector: Connector
beforeEach(async () => {
  held = shop()
  wire = await serveDocuments(held)
  connector = openMongo(wire.url, dataset, { connectTimeoutMs: 1_500 })
})
afterEach(async () => {
  await connector.close()
  await wire.close()
})

async function read(collection: string, ...matches: Match[]): Promise<SourceRow[]> {
  const rows: SourceRow[] = []
  for await (const batch of connector.read(collection, matches, never)) rows.push(...batch)
  return rows
}
const one = (fields: string[], ...values: string[][]): Match => ({ fields, values })

test('every type comes back as JSON and as the text that finds it again', async () => {
  const [row] = await read('person', one(['_id'], [ANI.toHexString()]))
  expect(row?.values).toEqual({
    _id: '65f000000000000000000001',
    email: 'Ani@x',
    name: 'Ani',
    age: 30,
    big: '9007199254740993',
    price: '1.50',
    seen: '2024-02-29T16:30:00.123Z',
    photo: 'AP8=',
    ref: '00000000-0000-4000-8000-0000000000aa',
    to: [{ mail: 'a@x' }, { mail: ['b@x', 7] }],
    nick: null,
  })
  for (const [name, text] of Object.entries(row?.exact ?? {}))
    if (text !== null) expect(await read('person', one([name], [text]))).toHaveLength(1)
})

test('by several matches, each row saying which; by composites, with a zero among them; inside lists', async () => {
  const rows = await read(
    'order',
    one(['person'], [ANI.toHexString()]),
    one(['a', 'b'], ['0', 'y']),
    one(['_id'], ['0']),
  )
  expect(rows.map(({ key, matched }) => [key, matched])).toEqual([
    [['{"$numberInt":"0"}'], [0, 2]],
    [['"0"'], [0, 1, 2]],
  ])
  expect(await read('person', one(['to.mail'], ['b@x'], ['7']))).toHaveLength(1)
  expect(await read('person', one(['email'], ['ani@x']))).toHaveLength(1)
  expect(await read('person', { ...one(['email'], ['ANI@X']), ignoreCase: true })).toHaveLength(2)
})

test('a value is never an operator, nor a name from outside', async () => {
  for (const hostile of ['{"$gt": ""}', '$where', '.*', '__proto__', 'Ani@x\0'])
    for (const ignoreCase of [false, true])
      expect(await read('person', { ...one(['email'], [hostile]), ignoreCase })).toEqual([])
  await expect(read('person', one(['$where'], ['1']))).rejects.toMatchObject({ kind: 'schema_mismatch' })
  await expect(read('person', one(['age'], ['thirty']))).rejects.toMatchObject({ kind: 'value_not_castable' })
  await expect(read('person', one(['_id'], ['short']))).rejects.toMatchObject({ kind: 'value_not_castable' })
})

test('whether more documents name a value', async () => {
  const tallies = [1, 2, 3].map((found) => ({ values: ['0'], found: found - 1 }))
  expect(await connector.hasMore('order', { fields: ['a'] }, tallies, never)).toEqual([true, true, false])
})

test('the check says which collections no map describes, and which stops their type would not take', async () => {
  const field = (name: string, set: string) => `{name: ${name}, hakku_meta: {stop: {purpose: mail, set: ${set}}}}`
  const stopping = datasetOf(
    `dataset: [{fides_key: d, hakku_meta: {purposes: [{key: mail, label: {id: Surat, en: Mail}}]}, collections: [{name: person, fields: [${[
      field('seen', '{time: withdrawn}'),
      field('age', 'never'),
      field('nick', 'off'),
      field('name', 'gone'),
    ].join(', ')}]}]}]`,
  )
  const asked = openMongo(wire.url, stopping, { connectTimeoutMs: 1_500 })
  const { problems } = await asked.check(never)
  await asked.close()
  expect(problems.filter(({ problem }) => problem !== 'unclassified_field')).toEqual([
    { collection: 'person', field: 'age', problem: 'unfit_stop' },
    { collection: 'order', problem: 'undescribed_collection' },
  ])
})

test('the check samples: types, unclassified fields, rights by privilege', async () => {
  held.collections.person?.documents.push({ _id: 'x', extra: true })
  held.users = [{ user: 'u' }]
  held.privileges = [{ resource: { db: 'shop', collection: 'person' }, actions: ['find', 'update', 'listIndexes'] }]
  const { collections, problems } = await connector.check(never)
  expect(collections.person).toMatchObject({
    key: ['_id'],
    rights: { read: true, change: true, delete: false },
    columns: { email: { text: true, unique: true, nullable: true }, age: { type: 'int', text: false } },
  })
  expect(problems).toEqual([
    { collection: 'person', field: '_id', problem: 'other_type' },
    { collection: 'person', field: 'extra', problem: 'unclassified_field' },
    { collection: 'order', problem: 'may_not_read' },
    ...['_id', 'person', 'a', 'b'].map((field) => ({ collection: 'order', field, problem: 'may_not_read' })),
  ])
})

const ORDERS = [keyOf(new Int32(0)), keyOf({ part: new Int32(1) })]
const plan = (more: Fields = {}) =>
  planOf([
    { collection: 'order', key: ['_id'], delete: ORDERS },
    {
      collection: 'person',
      key: ['_id'],
      change: [
        {
          fields: {
            name: { method: 'mask', text: '***', first: 1 },
            email: { method: 'hash', length: 12, suffix: '@gone' },
            age: { method: 'null' },
            nick: { method: 'mask', text: 'gone' },
            ...more,
          },
          keys: [keyOf(ANI)],
        },
      ],
    },
  ])

describe('erasing', () => {
  test('in one transaction; reads again; a second run changes nothing', async () => {
    expect(await connector.preflight(await plan(), never)).toEqual([])
    expect((await connector.verifyGone(await plan(), never)).person).toMatchObject({ planned: 1, stillThere: 1 })
    expect(await connector.erase(await plan(), never)).toEqual({
      ok: true,
      value: {
        order: { planned: 2, deleted: 2, changed: 0, fields: {} },
        person: { planned: 1, deleted: 0, changed: 1, fields: { name: 1, email: 1, age: 1, nick: 1 } },
      },
    })
    expect(held.collections.order?.documents.map(({ _id }) => _id)).toEqual(['0'])
    const [ani, other] = held.collections.person?.documents ?? []
    expect(ani).toMatchObject({ name: '***', email: expect.stringMatching(/^[0-9a-f]{7}@gone$/), nick: 'gone' })
    expect(ani).not.toHaveProperty('age')
    expect(other).toMatchObject({ name: 'Other', email: 'ani@x' })
    const writes = held.asked.filter((command) => 'update' in command || 'delete' in command)
    expect(new Set(writes.map((command) => command.autocommit))).toEqual(new Set([false]))
    expect(held.asked.filter((command) => 'commitTransaction' in command)).toHaveLength(1)
    for (const { stillThere } of Object.values(await connector.verifyGone(await plan(), never)))
      expect(stillThere).toBe(0)
    expect(await Array.fromAsync(connector.remaining(await plan(), never))).toEqual([])
    expect(await connector.erase(await plan(), never)).toMatchObject({
      ok: true,
      value: { order: { deleted: 0 }, person: { changed: 1 } },
    })
  })

  test('a failure in it is rolled back, and a server alone is said to have no transaction', async () => {
    held.fails.delete = { code: 112 }
    await expect(connector.erase(await plan(), never)).rejects.toMatchObject({
      kind: 'conflict',
      message: 'source: conflict',
    })
    expect(held.asked.some((command) => 'commitTransaction' in command)).toBe(false)
    expect(held.asked.some((command) => 'abortTransaction' in command)).toBe(true)
    await wire.close()
    held = { ...shop(), replicaSet: false }
    wire = await serveDocuments(held)
    const alone = openMongo(wire.url, dataset)
    expect(await alone.preflight(await plan(), never)).toEqual(
      ['order', 'person'].map((collection) => ({ collection, field: null, kind: 'no_transaction', blocking: false })),
    )
    expect(await alone.erase(await plan(), never)).toMatchObject({ ok: true })
    await alone.close()
  })

  test('a mask of a number, a required field and a missing right stop it', async () => {
    const person = held.collections.person
    if (person) person.validator = { $jsonSchema: { required: ['age'] } }
    held.users = [{ user: 'u' }]
    held.privileges = [{ resource: { db: '', collection: '' }, actions: ['find', 'update'] }]
    const wrong = await plan({ big: { method: 'mask', text: '0' } })
    const kinds = (await connector.preflight(wrong, never)).map(({ field, kind }) => `${field} ${kind}`)
    expect(kinds).toEqual(['null permission', 'age not_null', 'big unsupported_type'])
    expect(await connector.erase(wrong, never)).toEqual({ ok: false, reason: 'obstacles' })
  })
})

describe('correcting', () => {
  const change = (field: string, from: FieldChange['from'], to: string | null): FieldChange => ({
    collection: 'person',
    key: keyOf(ANI),
    field,
    from,
    to,
  })
  test('keeps the type that stands there, under the old value, once', async () => {
    const both = [change('age', 30, '33'), change('name', 'Ani', '{"$gt": ""}')]
    expect(await connector.checkChanges(both, never)).toEqual([])
    expect(await connector.change(both, never)).toEqual({ written: 2, already: 0, problems: [] })
    expect(BSON.EJSON.stringify(held.collections.person?.documents[0]?.age, { relaxed: false })).toMatch(/"33"/)
    expect(await connector.change(both, never)).toEqual({ written: 0, already: 2, problems: [] })
  })
  test.each([
    ['a number that is none', change('age', 30, 'x'), 'wrong_type'],
    ['another value by now', change('name', 'Ann', 'Anna'), 'changed_meanwhile'],
    ['the key', change('_id', 'x', 'y'), 'not_writable'],
    ['a document that went', { ...change('name', 'Ani', 'x'), key: ['"none"'] }, 'gone'],
  ] as const)('refuses %s', async (_name, wrong, problem) => {
    expect(await connector.change([wrong], never)).toEqual({ written: 0, already: 0, problems: [{ at: 0, problem }] })
    expect(held.asked.some((command) => 'update' in command)).toBe(false)
  })
})

test('all keys; a draft from a sample', async () => {
  const keys = []
  for await (const batch of connector.keys('order', never)) keys.push(...batch)
  expect(keys).toEqual([['{"$numberInt":"0"}'], ['"0"'], ['{"part":{"$numberInt":"1"}}']])
  const { tables } = await readMongoSchema(wire.url, null, never)
  expect(tables.map(({ name }) => name)).toEqual(['order', 'person'])
  const types = Object.fromEntries(tables[1]?.columns.map(({ name, dataType }) => [name, dataType]) ?? [])
  expect(types).toMatchObject({ _id: 'object_id', email: 'string', age: 'integer', to: 'object[]', nick: null })
  expect(tables[1]?.columns.find(({ name }) => name === 'to')?.fields).toMatchObject([{ name: 'mail' }])
})
