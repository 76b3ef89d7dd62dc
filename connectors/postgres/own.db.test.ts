import { expect, test } from 'vitest'
import { never } from '../suite/harness.ts'
import { freshShop } from '../suite/shop.ts'
import { postgres } from './test-harness.ts'

const shop = freshShop(postgres)

test('checks that may wait let rows that name each other go together', async () => {
  await shop.scratch.run(
    'CREATE TABLE man (id int PRIMARY KEY, email text, wife int NOT NULL)',
    'CREATE TABLE woman (id int PRIMARY KEY, husband int NOT NULL REFERENCES man DEFERRABLE)',
    'ALTER TABLE man ADD FOREIGN KEY (wife) REFERENCES woman DEFERRABLE',
    `WITH he AS (INSERT INTO man VALUES (1, 'me@x', 1)) INSERT INTO woman VALUES (1, 1)`,
  )
  const { connector, plan } = await shop.prepare(
    `dataset: [{fides_key: d, collections: [
      {name: man, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}, {name: wife, fides_meta: {references: [{dataset: d, field: woman.id}]}}]},
      {name: woman, hakku_meta: {erase: delete}, fields: [{name: id}, {name: husband, fides_meta: {references: [{dataset: d, field: man.id}]}}]}]}]`,
  )
  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { man: { deleted: 1 }, woman: { deleted: 1 } },
  })
})

test('a trigger that keeps the row is caught by the second read', async () => {
  await shop.scratch.run(
    `CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    'CREATE TRIGGER stay BEFORE DELETE ON visit FOR EACH ROW EXECUTE FUNCTION stay()',
  )
  const { connector, plan } = await shop.prepare()
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { visit: { planned: 1, deleted: 0 } } })
  expect((await connector.verifyGone(plan, never)).visit).toMatchObject({ planned: 1, gone: 0, stillThere: 1 })
})
