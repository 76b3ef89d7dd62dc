import { describe, expect, test } from 'vitest'
import type { Harness } from './harness.ts'
import { never } from './harness.ts'
import { freshShop, kinds } from './shop.ts'

const map = (change: Record<string, string>) => `dataset: [{fides_key: d, collections: [{name: person, fields: [
  {name: id, fides_meta: {primary_key: true}}, {name: email, fides_meta: {identity: email}, hakku_meta: {erase: {mask: gone}}},
  ${Object.entries(change)
    .map(([name, erase]) => `{name: ${name}, hakku_meta: {erase: ${erase}}}`)
    .join(', ')}]}]}]`

const uuid = (n: number) => `'00000000-0000-0000-0000-00000000000${n}'`

/** What each method makes of a column of each type. */
export function writesMethods(harness: Harness): void {
  const shop = freshShop(harness)
  const { uuid: id, bytes, list } = harness.dialect
  const people = () =>
    shop.scratch.run(
      `CREATE TABLE person (id int PRIMARY KEY, email varchar(40) NOT NULL, mail varchar(12) NOT NULL, name varchar(10), card varchar(40),
        born date NOT NULL, ref ${id} NOT NULL, photo ${bytes} NOT NULL, score int NOT NULL, mood ${list.type})`,
      `INSERT INTO person VALUES (1, 'me@x', 'ani@x.exampl', 'Ani', '4111111111111111', '1990-01-01', ${uuid(1)}, '0', 5, ${list.value}),
        (2, 'me@x', 'no-at-sign', 'Siti Wahyu', '123', '1991-01-01', ${uuid(2)}, '0', 6, ${list.value}),
        (3, 'me@x', 'a@b', NULL, NULL, '1992-01-01', ${uuid(3)}, '0', 7, NULL)`,
    )

  test('patterns, fixed values, hashes; a second run changes nothing, and a second read agrees', async () => {
    await people()
    const { connector, plan } = await shop.prepare(
      map({
        mail: "{mask: '{first:1}***@{domain}'}",
        name: "{mask: '{first:1}***'}",
        card: "{mask: '**** {last:4}'}",
        born: "{mask: '1900-01-01'}",
        score: "{mask: '0'}",
        ref: 'hash',
        photo: 'hash',
      }),
    )
    expect(await kinds(connector, plan)).toEqual([])
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { person: { changed: 3 } } })
    const after = await shop.scratch.rows('person')
    expect(after).toMatchObject([
      { mail: '***@x.exampl', name: '***', card: '**** 1111', born: '1900-01-01', score: '0' },
      { mail: 'n***', name: 'S***', card: '**** ', born: '1900-01-01', score: '0' },
      { mail: '***@b', name: null, card: null, born: '1900-01-01', score: '0' },
    ])
    expect(new Set(after.map(({ ref }) => ref)).size).toBe(3)
    expect(new Set(after.map(({ photo }) => photo)).size).toBe(3)
    expect(await connector.verifyGone(plan, never)).toMatchObject({ person: { planned: 3, gone: 3, stillThere: 0 } })
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
    expect(await shop.scratch.rows('person')).toEqual(after)
  })

  describe('named before anything changes', () => {
    test.each([
      ['a text that is no date', { born: '{mask: Terhapus}' }, 'person.born unsupported_type'],
      ['a day that is none', { born: "{mask: '1900-02-30'}" }, 'person.born unsupported_type'],
      ['a number beyond the column', { score: "{mask: '3000000000'}" }, 'person.score unsupported_type'],
      ['a pattern on a number', { score: "{mask: '{first:1}0'}" }, 'person.score unsupported_type'],
      ['a hash of a number', { score: 'hash' }, 'person.score unsupported_type'],
      ['null where none may be', { born: 'null' }, 'person.born not_null'],
      ['a mask of a list', { mood: '{mask: x}' }, 'person.mood unsupported_type'],
    ] as [string, Record<string, string>, string][])('%s', async (_name, change, obstacle) => {
      await people()
      const { connector, plan } = await shop.prepare(map(change))
      const before = await shop.scratch.rows('person')
      expect(await kinds(connector, plan)).toEqual([obstacle])
      expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
      expect(await shop.scratch.rows('person')).toEqual(before)
    })
  })
}
