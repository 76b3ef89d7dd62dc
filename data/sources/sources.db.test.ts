import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { STAFF_ROLES } from '#domain/actor.ts'
import { ChangedSource, NewSource } from '#domain/source/form.ts'
import { addSource } from './add.ts'
import { askCandidateCheck, askCheck, askDraft, askPreview } from './ask.ts'
import { changeSource } from './change.ts'
import { openConnection } from './connect.ts'
import { findSource } from './find.ts'
import { findCheck } from './find-check.ts'
import { listManaged, listSources } from './list.ts'
import { mapSource } from './map.ts'

const YAML = 'dataset: [{ fides_key: d, collections: [{ name: c, fields: [{ name: id }] }] }]'
const form = (controllerId: string, change: Record<string, string> = {}) => ({
  controllerId,
  kind: 'postgres',
  key: 'shop',
  name: 'Toko',
  region: 'ID',
  backupDays: '7',
  address: 'postgres://db.internal:5432/shop',
  user: 'hakku',
  password: 'p@ss/word',
  map: 'paste',
  yaml: YAML,
  ...change,
})
const asked = (controllerId: string, change?: Record<string, string>) => NewSource.parse(form(controllerId, change))

async function open() {
  const home = await newController()
  const { controllerId, system, staff } = home
  const lead = staff('lead')
  const added = await addSource(lead, asked(controllerId), NOW)
  if (!added.ok) throw new Error(added.reason)
  const address = () =>
    transact(system, async (tx) => {
      const source = await tx.source.findUniqueOrThrow({ where: { id: added.value.sourceId } })
      const connection = await openConnection(tx, source)
      return 'url' in connection ? connection.url : null
    })
  const events = async () =>
    (await transact(system, (tx) => tx.event.findMany({ where: { controllerId }, orderBy: { seq: 'asc' } }))).map(
      ({ type, data }) => ({ type, data }),
    )
  return { ...home, lead, ...added.value, address, events }
}

const change = (sourceId: string, version: number, fields: Record<string, string> = {}) =>
  ChangedSource.parse({
    sourceId,
    version,
    kind: 'postgres',
    name: 'Toko baru',
    region: 'SG',
    backupDays: '30',
    ...fields,
  })

test('what a form gives: credentials stand in the sealed address only', async () => {
  const { address, lead, sourceId, events } = await open()
  expect(await address()).toBe('postgres://hakku:p%40ss%2Fword@db.internal:5432/shop')
  const source = await findSource(lead, sourceId)
  expect(source).toMatchObject({ key: 'shop', name: 'Toko', map: null, state: 'unchecked', backupDays: 7 })
  expect(JSON.stringify([source, await events()])).not.toMatch(/word|db\.internal/)
  expect((await events()).map(({ type }) => type)).toEqual(['source.added', 'source.check_asked'])
})

test('a change: credentials stay or are replaced whole, and the event names the fields', async () => {
  const { address, lead, sourceId, events } = await open()
  expect(await changeSource(lead, change(sourceId, 1), NOW)).toMatchObject({ ok: true })
  expect(await address()).toContain('hakku:')
  expect(await changeSource(lead, change(sourceId, 1), NOW)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  const moved = change(sourceId, 2, { address: 'postgres://other/shop' })
  expect(await changeSource(lead, moved, NOW)).toEqual({ ok: true, value: ['connection'] })
  expect(await address()).toBe('postgres://other/shop')
  expect((await events()).slice(-2).map(({ data }) => data)).toEqual([
    { sourceId, fields: ['name', 'region', 'backupDays'] },
    { sourceId, fields: ['connection'] },
  ])
})

test('a key is taken once, also by eight at once', async () => {
  const { controllerId, lead } = await open()
  expect(await addSource(lead, asked(controllerId), NOW)).toEqual({ ok: false, reason: 'key_taken' })
  const add = () => addSource(lead, asked(controllerId, { key: 'crm' }), NOW)
  const results = await Promise.all(Array.from({ length: 8 }, add))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(results.filter((result) => !result.ok && result.reason === 'key_taken')).toHaveLength(7)
})

test('eight changes at once: one wins', async () => {
  const { lead, sourceId, events } = await open()
  const results = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      changeSource(lead, change(sourceId, 1, { backupDays: String(index + 10) }), NOW),
    ),
  )
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await events()).filter(({ type }) => type === 'source.changed')).toHaveLength(1)
})

test('a map that was tried is found again until it is in use, or another one is', async () => {
  const { controllerId, sourceId, checkId, lead, system } = await open()
  expect((await findSource(lead, sourceId))?.candidate).toMatchObject({ checkId })
  const map = { id: randomUUID(), controllerId, sourceId, version: 1, yaml: YAML, createdAt: toDate(NOW) }
  await transact(system, (tx) => tx.dataset.create({ data: map }))
  expect((await findSource(lead, sourceId))?.candidate).toBeNull()
})

test('for everybody else, and for everybody of another controller, it is not there', async () => {
  const { controllerId, sourceId, checkId, staff, events } = await open()
  const stranger = await newController()
  const others = [
    ...STAFF_ROLES.filter((role) => role !== 'lead' && role !== 'admin').map((role) => staff(role)),
    stranger.staff('lead'),
    stranger.staff('admin'),
  ]
  const before = await events()
  const notFound = { ok: false, reason: 'not_found' }
  for (const actor of others) {
    expect(await addSource(actor, asked(controllerId, { key: 'other' }), NOW)).toEqual(notFound)
    expect(await changeSource(actor, change(sourceId, 1), NOW)).toEqual(notFound)
    expect(await askCheck(actor, { sourceId }, NOW)).toEqual(notFound)
    expect(await askCandidateCheck(actor, { sourceId, yaml: YAML }, NOW)).toEqual(notFound)
    expect(await askDraft(actor, { sourceId }, NOW)).toEqual(notFound)
    const person = { identities: [{ label: 'email', value: 'a@b.id' }], reason: 'check_identity' as const }
    expect(await askPreview(actor, { sourceId, ...person }, NOW)).toEqual(notFound)
    expect(await mapSource(actor, { sourceId, checkId }, NOW)).toEqual(notFound)
    expect(await findSource(actor, sourceId)).toBeNull()
    expect(await findCheck(actor, { sourceId, checkId })).toBeNull()
    expect(await listSources(actor, controllerId)).toBeNull()
    expect((await listManaged(actor)).some(({ id }) => id === controllerId)).toBe(false)
  }
  expect(await events()).toEqual(before)
})

test.each<[Record<string, string>, string]>([
  [{ key: 'Shop' }, 'key'],
  [{ backupDays: '-1' }, 'backupDays'],
  [{ region: 'Indonesia' }, 'region'],
  [{ address: 'postgres://u:p@db/shop' }, 'address'],
  [{ address: 'postgres://169.254.169.254/shop' }, 'address'],
  [{ user: '' }, 'user'],
  [{ yaml: 'dataset: [' }, 'yaml'],
  [{ yaml: '' }, 'yaml'],
  [{ kind: 'oracle' }, 'kind'],
])('%j is refused at %s', (wrong, field) => {
  const parsed = NewSource.safeParse(form('0190b5a2-0000-7000-8000-000000000001', wrong))
  expect(parsed.error?.issues[0]?.path).toEqual([field])
})

test('what is wrong with the fields, the connection and the map is said at once', () => {
  const places = (wrong: Record<string, string>) =>
    NewSource.safeParse(form('0190b5a2-0000-7000-8000-000000000001', wrong)).error?.issues.map(({ path }) => path[0])
  const facts = { key: 'Shop', name: '', backupDays: '-1' }
  expect(places({ ...facts, address: 'nowhere', user: '', yaml: '' })?.sort()).toEqual(
    ['address', 'backupDays', 'key', 'name', 'user', 'yaml'].sort(),
  )
  const service = { kind: 'http', address: 'here', secret: 'x', answerHours: '0' }
  expect(places({ ...facts, ...service })?.sort()).toEqual(
    ['address', 'answerHours', 'backupDays', 'key', 'name', 'secret'].sort(),
  )
  const person = { kind: 'manual', personName: '', personEmail: 'rina', colleague: '' }
  expect(places(person)?.sort()).toEqual(['personEmail', 'personName'])
})
