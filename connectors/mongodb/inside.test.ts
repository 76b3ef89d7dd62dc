import { Int32, ObjectId } from 'mongodb'
import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Fields } from '#domain/erasure/plan.ts'
import { planOf } from '#domain/erasure/test-plan.ts'
import { openMongo } from '../mongodb.ts'
import { preview } from '../preview.ts'
import { datasetOf } from '../scratch-database.ts'
import { keyOf } from './query.ts'
import { serveDocuments } from './test-wire.ts'

const never = new AbortController().signal
const ANI = new ObjectId('65f000000000000000000001')
const people = () => ({
  _id: ANI,
  email: 'Ani@x',
  name: 'Ani',
  to: [
    { mail: 'a@x', at: new Int32(1), tags: ['b', 'x'] },
    [{ mail: ['b@x'] }],
    'loose',
    { mail: null, at: new Int32(2) },
  ],
})

let ani: ReturnType<typeof people>
let wire: Awaited<ReturnType<typeof serveDocuments>>
beforeEach(async () => {
  ani = people()
  wire = await serveDocuments({ collections: { person: { documents: [ani] } }, replicaSet: true, fails: {}, asked: [] })
})
afterEach(() => wire.close())

test('what a map says of fields inside a column is planned by path, unless the column says it for them', async () => {
  const inside =
    datasetOf(`dataset: [{fides_key: d, collections: [{name: person, fields: [{name: email, fides_meta: {identity: email}},
    {name: to, fields: [{name: mail, data_categories: [user.contact.email]}, {name: at}, {name: fixed, data_categories: [user], fides_meta: {read_only: true}}]},
    {name: whole, data_categories: [user], fields: [{name: part}]}]}]}]`)
  const asked = openMongo(wire.url, inside, { connectTimeoutMs: 1_500 })
  const { plans } = await preview({
    sources: [{ dataset: inside, connector: asked }],
    identities: [{ label: 'email', value: 'Ani@x' }],
    erase: { categories: null, today: Temporal.PlainDate.from('2026-11-21') },
    signal: never,
  })
  await asked.close()
  const [step] = plans[0]?.plan.steps ?? []
  expect([...(step?.fates.keys() ?? [])].map(({ change }) => Object.keys(change ?? {}))).toEqual([
    ['email', 'to.mail', 'to.fixed', 'whole'],
  ])
  expect(plans[0]?.obstacles).toMatchObject([{ field: 'to.fixed', kind: 'read_only', blocking: true }])
})

test('inside objects and lists, each field by itself, and nothing beside it', async () => {
  const letters =
    datasetOf(`dataset: [{fides_key: d, collections: [{name: person, fields: [{name: email, fides_meta: {identity: email}},
    {name: to, fields: [{name: mail, data_categories: [user.contact.email]}, {name: at}, {name: tags, data_categories: [user], hakku_meta: {erase: {mask: x}}}]},
    {name: deep, fields: [{name: n, data_categories: [user]}]}]}]}]`)
  const inside = openMongo(wire.url, letters, { connectTimeoutMs: 1_500 })
  const fields: Fields = {
    'to.mail': { method: 'null' },
    'to.tags': { method: 'mask', text: 'x' },
    'deep.n': { method: 'null' },
  }
  const steps = () => planOf([{ collection: 'person', key: ['_id'], change: [{ fields, keys: [keyOf(ANI)] }] }])
  expect(await inside.preflight(await steps(), never)).toEqual([])
  expect((await inside.verifyGone(await steps(), never)).person?.fields).toEqual({
    'to.mail': { stillThere: 1 },
    'to.tags': { stillThere: 1 },
    'deep.n': { stillThere: 0 },
  })
  expect(await inside.erase(await steps(), never)).toMatchObject({ ok: true, value: { person: { changed: 1 } } })
  expect(ani.to).toEqual([{ at: new Int32(1), tags: ['x', 'x'] }, [{}], 'loose', ani.to[3]])
  expect(ani).toMatchObject({ name: 'Ani', email: 'Ani@x' })
  expect((await inside.verifyGone(await steps(), never)).person).toMatchObject({ stillThere: 0 })
  const numbers: Fields = { 'to.at': { method: 'mask', text: '0' } }
  const wrong = await planOf([
    { collection: 'person', key: ['_id'], change: [{ fields: numbers, keys: [keyOf(ANI)] }] },
  ])
  expect(await inside.preflight(wrong, never)).toMatchObject([{ field: 'to.at', kind: 'unsupported_type' }])
  await inside.close()
})
