import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { textOf } from './test-text.ts'
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
  database = null
})

async function reach(label: string, value: string, all = '', ddl = DDL, map = mapOf) {
  database = await scratchDatabase(ddl)
  const dataset = datasetOf(map(all))
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

const TALKS = `
CREATE TABLE member (id int PRIMARY KEY, email text, said jsonb);
INSERT INTO member VALUES (1, 'me@x', '[{"ref": "a"}, {"ref": "c"}]'), (2, 'you@x', '[{"ref": "b"}]'), (3, 'far@x', NULL);
CREATE TABLE talk (id int PRIMARY KEY, lines jsonb);
INSERT INTO talk VALUES (1, '[{"ref": "a", "card": "7", "text": "mine"}, {"ref": "b", "card": "8", "text": "yours"}]'),
  (2, '[{"ref": "c", "card": "7", "text": "alone"}]'), (3, '[{"ref": "z", "card": "9", "text": "others"}]');
CREATE TABLE card (no text PRIMARY KEY); INSERT INTO card VALUES ('7'), ('8'), ('9');
CREATE TABLE visit (id int PRIMARY KEY, card text); INSERT INTO visit VALUES (1, '7'), (2, '8');
CREATE TABLE tour (id int PRIMARY KEY, stops jsonb);
INSERT INTO tour VALUES (1, '[{"visit": 1, "note": "mine"}, {"visit": 2, "note": "yours"}]'), (2, '[{"visit": 1, "note": "all mine"}]');`

const directed = (name: string, field: string, direction: string, all = '') =>
  `{name: ${name}, fides_meta: {references: [{dataset: d, field: ${field}, direction: ${direction}}]${all}}}`
const talksOf = (all: string) => `dataset: [{fides_key: d, collections: [
  {name: member, fields: [{name: id, fides_meta: {primary_key: true}}, {name: email, fides_meta: {identity: email}},
    {name: said, fields: [${directed('ref', 'talk.lines.ref', 'to')}]}]},
  {name: talk, fields: [{name: id, fides_meta: {primary_key: true}},
    {name: lines, fides_meta: {data_type: 'object[]'${all}}, fields: [{name: ref}, {name: card}, {name: text}]}]},
  {name: card, fields: [${directed('no', 'talk.lines.card', 'from')}]},
  {name: visit, fields: [{name: id, fides_meta: {primary_key: true}}, ${directed('card', 'card.no', 'from')}]},
  {name: tour, fields: [{name: id, fides_meta: {primary_key: true}},
    {name: stops, fides_meta: {data_type: 'object[]'}, fields: [${directed('visit', 'visit.id', 'from')}, {name: note}]}]}]}]`

test('of a list that a reference led to, only the elements it names are handed over and followed', async () => {
  const mine = await reach('email', 'me@x', '', TALKS, talksOf)
  expect(told(mine)).toEqual(['card 7', 'member 1', 'talk 1 shared', 'talk 2', 'tour 1 shared', 'tour 2', 'visit 1'])
  expect(mine.get('talk 1')?.values.lines).toEqual([{ ref: 'a', card: '7', text: 'mine' }])
  expect(mine.get('tour 1')?.values.stops).toEqual([{ visit: 1, note: 'mine' }])
  expect(JSON.parse(textOf(mine.get('talk 1')))).toEqual(mine.get('talk 1')?.values)
})

test('all elements come where the dataset says so, and all of them are followed', async () => {
  const all = await reach('email', 'me@x', ', return_all_elements: true', TALKS, talksOf)
  expect(told(all)).toContain('card 8 shared')
  expect(all.get('talk 1')?.values.lines).toHaveLength(2)
})
