import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type ScratchDatabase, scratchDatabase } from '#connectors/scratch-database.ts'
import { source } from './source.ts'
import { UnusableInput } from './usage.ts'

/** A library: a shared address, an address in a key, a zero in a composite key, staff who act on others' requests. */
const LIBRARY = `
CREATE TABLE place (id int PRIMARY KEY, street text);
CREATE TABLE member (id int PRIMARY KEY, email text, name text, place_id bigint);
CREATE TABLE staff (id int PRIMARY KEY, email text, place_id bigint);
CREATE TABLE loan (id text PRIMARY KEY, member_id int, pickup_id bigint);
CREATE TABLE loan_line (loan_id text, no int, title_id int, PRIMARY KEY (loan_id, no));
CREATE TABLE title (id int PRIMARY KEY, name text);
CREATE TABLE checkin (email text, at timestamp, PRIMARY KEY (email, at));
CREATE TABLE complaint (id text PRIMARY KEY, email text, alt_email text, staff_id int);
CREATE TABLE seat (a int, b int, note text, member_id int, PRIMARY KEY (a, b));
INSERT INTO place VALUES (0, 'Zero Street'), (2, 'Two Street'), (3, 'Staff Street'), (4, 'Four Street');
INSERT INTO member VALUES (0, 'Ani@Example.com', 'Ani', 0), (2, 'budi@example.com', 'Budi', 2), (3, 'citra@example.com', 'Citra', 4);
INSERT INTO staff VALUES (1, 'dewi@example.com', 3), (2, 'eko@example.com', 3);
INSERT INTO loan VALUES ('', 0, 2), ('b', 2, 0), ('c', 0, 0), ('d', 3, 4);
INSERT INTO loan_line VALUES ('', 0, 1), ('c', 0, 1), ('c', 1, 2), ('b', 0, 1), ('gone', 0, 1);
INSERT INTO title VALUES (1, 'One'), (2, 'Two'), (3, 'Three');
INSERT INTO checkin VALUES ('ani@example.com', '2026-01-06 01:00'), ('budi@example.com', '2026-01-06 01:00');
INSERT INTO complaint VALUES ('k1', 'ani@example.com', 'ani-alt@example.com', 1), ('k2', 'budi@example.com', NULL, 1), ('k3', 'far@example.com', NULL, 2);
INSERT INTO seat VALUES (0, 10, 'Ani', 0), (1, 10, 'Budi', 2), (0, 11, 'Citra', 3);`

const to = (field: string, dataset = 'library') =>
  `{references: [{dataset: ${dataset}, field: ${field}, direction: to}]}`
const from = (field: string) => to(field).replace('direction: to', 'direction: from')
const KEY = '{primary_key: True}'
const EMAIL = '{identity: email, data_type: string}'
const MAP = `dataset:
- fides_key: library
  collections:
  - name: place
    fields: [{name: id, fides_meta: ${KEY}}, {name: street, data_categories: [user.contact.address.street]}]
  - name: member
    fields:
    - {name: id, data_categories: [user.unique_id], fides_meta: ${KEY}}
    - {name: email, data_categories: [user.contact.email], fides_meta: ${EMAIL}}
    - {name: name, data_categories: [user.name], fides_meta: {masking_strategy_override: {strategy: string_rewrite, configuration: {rewrite_value: gone}}}}
    - {name: place_id, data_categories: [system], fides_meta: ${to('place.id')}}
  - name: staff
    fields: [{name: id, fides_meta: ${KEY}}, {name: email, fides_meta: ${EMAIL}}, {name: place_id, fides_meta: ${to('place.id')}}]
  - name: loan
    fields: [{name: id, fides_meta: ${KEY}}, {name: member_id, fides_meta: ${from('member.id')}}, {name: pickup_id, fides_meta: ${to('place.id')}}]
  - name: loan_line
    fields: [{name: loan_id, fides_meta: ${from('loan.id')}}, {name: title_id, fides_meta: ${to('title.id')}}]
  - name: title
    fields: [{name: id, fides_meta: ${KEY}}, {name: name, data_categories: [system.operations]}]
  - name: checkin
    fields: [{name: email, data_categories: [user.contact.email], fides_meta: ${EMAIL}}, {name: at, data_categories: [system]}]
  - name: complaint
    fields:
    - {name: id, fides_meta: ${KEY}}
    - {name: email, data_categories: [system], fides_meta: ${EMAIL}}
    - {name: alt_email, data_categories: [user.contact.email], fides_meta: ${EMAIL}}
    - {name: staff_id, data_categories: [user.unique_id], fides_meta: ${from('staff.id')}}
  - name: seat
    fields: [{name: note, data_categories: [user.name]}, {name: member_id, fides_meta: ${from('member.id')}}]
`

const folder = mkdtempSync(join(tmpdir(), 'hakku-source-'))
const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}
let database: ScratchDatabase
beforeAll(async () => {
  database = await scratchDatabase(LIBRARY)
})
afterAll(async () => {
  await database.drop()
  rmSync(folder, { recursive: true })
})

/** What the command prints to the standard output, and how it ends. */
async function run(...args: string[]) {
  const said = vi.spyOn(console, 'log').mockImplementation(() => {})
  const warned = vi.spyOn(console, 'error').mockImplementation(() => {})
  try {
    return { exit: await source(args), text: said.mock.calls.join('\n'), warned: warned.mock.calls.join('\n') }
  } finally {
    said.mockRestore()
    warned.mockRestore()
  }
}
const library = () => ['--dataset', file('library.yml', MAP), '--connection', database.url]
const previewed = async (...args: string[]) =>
  JSON.parse((await run('preview', ...library(), '--json', ...args)).text).collections

const counts = (rows: number, shared = 0, third_party = 0) => ({ rows, third_party, shared })
const someone = (found: Record<string, object>) =>
  Object.fromEntries(
    ['place', 'member', 'staff', 'loan', 'loan_line', 'title', 'checkin', 'complaint', 'seat'].map((name) => [
      name,
      { ...counts(0), ...found[name] },
    ]),
  )
const named = (collections: Record<string, object>) =>
  Object.fromEntries(Object.entries(collections).map(([id, value]) => [id.replace('library:', ''), value]))

test.each([
  [
    'ani@example.com',
    {
      place: counts(2, 2),
      member: counts(1),
      loan: counts(2),
      loan_line: counts(3),
      title: counts(2, 1),
      checkin: counts(1),
      complaint: counts(1),
      seat: counts(1),
    },
  ],
  ['citra@example.com', { place: counts(1), member: counts(1), loan: counts(1), seat: counts(1) }],
  ['dewi@example.com', { place: counts(1, 1), staff: counts(1), complaint: counts(2, 0, 2) }],
  ['far@example.com', { complaint: counts(1) }],
  ['ani-alt@example.com', { complaint: counts(1, 1) }],
  ['nobody@example.com', {}],
])('preview of %s counts what was counted by hand', async (email, expected) => {
  expect(named(await previewed('--identity', `email=${email}`))).toEqual(someone(expected))
})

test('the erasure is spelt out by key, field and method, what is held says why, and nothing is changed', async () => {
  const before = await database.sql.query('SELECT * FROM member ORDER BY id')
  const all = named(await previewed('--identity', 'email=ani@example.com', '--erase'))
  expect(all.member).toMatchObject({ change: [{ key: { id: '0' }, fields: { email: 'null', name: 'mask' } }] })
  expect(all.checkin).toMatchObject({ delete: [{ email: 'ani@example.com', at: '2026-01-06 01:00:00' }] })
  expect(all.seat).toMatchObject({ change: [{ key: { a: '0', b: '10' }, fields: { note: 'null' } }] })
  expect(all.place).toMatchObject({
    change: [],
    held: [
      { key: { id: '0' }, why: 'shared' },
      { key: { id: '2' }, why: 'shared' },
    ],
  })
  const contact = named(await previewed('--identity', 'email=ani@example.com', '--erase', '--category', 'user.contact'))
  expect(contact.member).toMatchObject({ change: [{ key: { id: '0' }, fields: { email: 'null' } }] })
  expect(contact.seat).toMatchObject({ change: [], delete: [] })
  // A category covers what is below it, and no other that only begins like it.
  const beginning = named(
    await previewed('--identity', 'email=ani@example.com', '--erase', '--category', 'user.contac'),
  )
  expect(beginning.member).toMatchObject({ change: [], delete: [] })
  expect((await database.sql.query('SELECT * FROM member ORDER BY id')).rows).toEqual(before.rows)
})

test('what cannot be used is refused with its file and place, and no address is repeated', async () => {
  const broken = file('broken.yml', MAP.replace('direction: from', 'direction: down'))
  const refusal = async (...args: string[]): Promise<string> => {
    const fault = await run(...args).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(UnusableInput)
    return fault instanceof Error ? fault.message : ''
  }
  const who = ['--identity', 'email=a@b']
  expect(await refusal('preview', '--dataset', broken, '--connection', database.url, ...who)).toMatch(
    /broken\.yml:\d+: dataset\[0\]\.collections\[3\].*direction: write one of: to, from/,
  )
  expect(await refusal('preview', '--dataset', broken, ...who)).toMatch(/one --connection for each/)
  expect(await refusal('preview', ...library(), '--identity', 'email= ')).toMatch(/<label>=<value>/)
  expect(
    await refusal('preview', ...library(), '--dataset', library()[1] ?? '', '--connection', database.url, ...who),
  ).toMatch(/two datasets are called library/)
  const missing = file('missing.yml', MAP.replace('name: seat', 'name: chair'))
  expect(await refusal('preview', '--dataset', missing, '--connection', database.url, ...who)).toMatch(
    /missing\.yml: library:chair: missing_collection \(the source has no such table\)$/,
  )
  const secret = 'mysql://root:secret@localhost/x'
  expect(await refusal('preview', '--dataset', missing, '--connection', secret, ...who)).not.toContain('secret')
  const dead = 'postgres://root:secret@127.0.0.1:1/x'
  expect(await refusal('preview', ...library().slice(0, 2), '--connection', dead, ...who)).toMatch(
    /connection_refused$/,
  )
})

test('check says rights, keys, what is not described, and ends with 1 when a request could not run', async () => {
  const { exit, text } = await run('check', ...library(), '--json')
  const found = JSON.parse(text)
  expect(exit).toBe(0)
  expect(found.collections['library:seat']).toEqual({ read: true, change: true, delete: true, key: ['a', 'b'] })
  expect(found.problems).toContainEqual({ what: 'library:loan_line.no: unclassified_field', stops: false })
  const apart = file('apart.yml', MAP.slice(0, MAP.indexOf('  - name: seat')))
  const seats = file('seats.yml', `dataset: [{fides_key: seats, collections: [{name: seat, fields: [{name: note}]}]}]`)
  const undescribed = async (...args: string[]) =>
    (await run('check', '--dataset', apart, '--connection', database.url, ...args)).text.match(
      /\S+: undescribed_collection/g,
    )
  expect(await undescribed()).toEqual(['library:seat: undescribed_collection'])
  expect(await undescribed('--dataset', seats, '--connection', database.url)).toBeNull()
  const purposes = 'fides_key: library\n  hakku_meta: {purposes: [{key: mail, label: {id: Surat, en: Mail}}]}'
  const stopping = MAP.replace('fides_key: library', purposes).replace(
    'name: note,',
    'name: note, hakku_meta: {stop: {purpose: mail, set: off}},',
  )
  expect(await run('check', '--dataset', file('stopping.yml', stopping), '--connection', database.url)).toMatchObject({
    text: expect.stringContaining('library:seat  read, change, delete, stop  key a, b'),
  })
  const wrong = file('wrong.yml', MAP.replace('name: street', 'name: road'))
  expect(await run('check', '--dataset', wrong, '--connection', database.url)).toMatchObject({
    exit: 1,
    text: expect.stringContaining('library:place.road: missing_field'),
  })
  const mistaken = MAP.replace('name: street,', 'name: street, fides_meta: {data_type: integer},')
  expect(await run('check', '--dataset', file('mistaken.yml', mistaken), '--connection', database.url)).toMatchObject({
    exit: 0,
    text: expect.stringContaining('library:place.street: other_type'),
  })
  const inside = MAP.replace('name: street,', 'name: street, fields: [{name: no, fides_meta: {identity: house}}],')
  expect(await run('check', '--dataset', file('inside.yml', inside), '--connection', database.url)).toMatchObject({
    exit: 1,
    text: expect.stringContaining('library:place.street: wrong_type'),
  })
})

test('an identity nobody asks about is said, and the schema is printed', async () => {
  const { warned } = await run('preview', ...library(), '--identity', 'phone=1', '--json')
  expect(warned).toContain('no field of these datasets is an identity phone')
  const tenants = `dataset: [{fides_key: t, collections: [{name: title, fields: [{name: id, fides_meta: {custom_request_field: title}}]}]}]`
  const asked = ['--dataset', file('tenants.yml', tenants), '--connection', database.url, '--identity', 'title=1']
  expect((await run('preview', ...asked, '--json')).warned).toBe('')
  expect(JSON.parse((await run('schema')).text)).toMatchObject({ title: 'Hakku dataset' })
})

test('a draft of the live database can be checked and previewed as it is', async () => {
  const { text } = await run('draft', '--connection', database.url, '--key', 'library')
  const drafted = ['--dataset', file('drafted.yml', text), '--connection', database.url]
  expect(text).not.toContain('ani@example.com')
  expect(await run('check', ...drafted)).toMatchObject({ exit: 0 })
  const found = JSON.parse((await run('preview', ...drafted, '--identity', 'email=ani@example.com', '--json')).text)
  expect(found.collections).toMatchObject({
    'library:member': counts(1),
    'library:loan': counts(2),
    'library:seat': counts(1),
    'library:checkin': counts(1),
  })
})
