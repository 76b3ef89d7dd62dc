import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { type FoundRow, traverse } from './traverse.ts'

const DDL = `
CREATE TABLE person (id int PRIMARY KEY, emails text[], profile jsonb, phones jsonb, codes int[]);
INSERT INTO person VALUES
  (0, '{Me@X,old@x}', '{"contacts": [{"mail": "me@x", "kind": "a"}, {"mail": "wife@x"}], "n": {"id": 0}}', '["+62", 0]', '{7,0}'),
  (1, '{you@x}', '{"contacts": {"mail": "you@x"}, "n": {"id": 1}}', '"+63"', '{8}'),
  (2, NULL, '{"contacts": [{"mail": "ME@x"}, [{"mail": "else@x"}]]}', NULL, '{}'),
  (3, '{}', 'null', '[]', NULL);
CREATE TABLE chat (id int PRIMARY KEY, members int[]); INSERT INTO chat VALUES (1, '{0}'), (2, '{0,1}'), (3, '{1}'), (4, NULL);
CREATE TABLE badge (code int PRIMARY KEY, text text); INSERT INTO badge VALUES (0, 'zero'), (7, 'seven'), (8, 'eight');
CREATE TABLE log (id int PRIMARY KEY, doc json); INSERT INTO log VALUES (1, '{"by": {"n": 0}}'), (2, '{"by": {"n": 1}}'), (3, '{}'), (4, '[{"by": {"n": "0"}}]');`

const refer = (name: string, field: string) =>
  `{name: ${name}, fides_meta: {references: [{dataset: d, field: ${field}}]}}`
const mapOf = (all: string) => `dataset: [{fides_key: d, collections: [
  {name: person, fields: [
    {name: id, fides_meta: {primary_key: true}},
    {name: emails, fides_meta: {identity: email, data_type: 'string[]'${all}}},
    {name: profile, fides_meta: {data_type: object}, fields: [
      {name: contacts, fides_meta: {data_type: 'object[]'${all}}, fields: [{name: mail, fides_meta: {identity: email}}, {name: kind}]},
      {name: n, fields: [{name: id}]}]},
    {name: phones, fides_meta: {identity: phone, data_type: 'string[]'}},
    ${refer('codes', 'badge.code')}]},
  {name: chat, fields: [{name: id, fides_meta: {primary_key: true}}, ${refer('members', 'person.id')}]},
  {name: badge, fields: [{name: code, fides_meta: {primary_key: true}}, {name: text}]},
  {name: log, fields: [{name: id, fides_meta: {primary_key: true}}, {name: doc, fields: [{name: by, fields: [${refer('n', 'person.profile.n.id')}]}]}]}]}]`

let database: ScratchDatabase | null = null
afterEach(async () => {
  await database?.drop()
})

async function reach(label: string, value: string, all = '') {
  database = await scratchDatabase(DDL)
  const dataset = datasetOf(mapOf(all))
  const connector = openPostgres(database.url, dataset)
  const { signal } = new AbortController()
  const found = new Map<string, FoundRow>()
  try {
    expect((await connector.check(signal)).problems).toEqual([])
    await traverse({
      graph: buildGraph([dataset]),
      connectors: { d: connector },
      identities: [{ label, value }],
      signal,
      onRows(collection, rows) {
        for (const row of rows) found.set(`${collection.slice(2)} ${row.key}`, row)
      },
    })
  } finally {
    await connector.close()
  }
  return found
}
const told = (found: ReadonlyMap<string, FoundRow>) =>
  [...found]
    .map(([name, { shared, thirdParty }]) => `${name}${shared ? ' shared' : ''}${thirdParty ? ' third' : ''}`)
    .sort()

test('through lists and objects, in both directions, zero among the values', async () => {
  expect(told(await reach('email', 'me@x'))).toEqual([
    'badge 0',
    'badge 7',
    'chat 1',
    'chat 2 shared',
    'log 1',
    'log 4',
    'person 0',
    'person 1 third',
    'person 2',
  ])
})

test('a list of texts, and a json value that is one text or a list', async () => {
  expect(told(await reach('email', 'old@x'))).toContain('person 0 shared')
  expect(told(await reach('phone', '+62'))).toContain('person 0')
  expect(told(await reach('phone', '+63'))).toContain('person 1')
})

test('of a list that was a way in only the person’s elements are handed over, unless the dataset says all', async () => {
  const mine = await reach('email', 'me@x')
  expect(mine.get('person 0')?.values).toMatchObject({
    emails: ['Me@X'],
    profile: { contacts: [{ mail: 'me@x', kind: 'a' }], n: { id: 0 } },
    phones: ['+62', 0],
  })
  const all = await reach('email', 'me@x', ', return_all_elements: true')
  expect(all.get('person 0')?.values).toMatchObject({
    emails: ['Me@X', 'old@x'],
    profile: { contacts: [{ mail: 'me@x' }, { mail: 'wife@x' }] },
  })
})
