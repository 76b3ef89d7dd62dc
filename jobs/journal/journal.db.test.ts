import { randomUUID } from 'node:crypto'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Connector, type Match, SourceFault, type SourceRow } from '#connectors/contract.ts'
import { datasetOf } from '#connectors/scratch-database.ts'
import { LINKS } from '#connectors/test-links.ts'
import { textOf } from '#connectors/test-text.ts'
import { type FoundRow, traverse } from '#connectors/traverse.ts'
import { newKey } from '#crypto/sealing.ts'
import type { KeptPart } from '#data/parts/find.ts'
import { vaultPath } from '#data/vault/place.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import { comparedFields, Journal, type KeptParts } from './journal.ts'

const ME = 'me@x'
const dataset = datasetOf(
  `dataset: [{fides_key: d, collections: [${Object.entries(LINKS)
    .map(([name, links]) => {
      const fields = [
        '{name: id, fides_meta: {primary_key: true}}',
        ...(name === 'person' || name === 'message' ? ['{name: email, fides_meta: {identity: email}}'] : []),
        ...(name === 'message' ? ['{name: cc, fides_meta: {identity: email}}'] : []),
        ...links.map(([field, to]) => `{name: ${field}, fides_meta: {references: [{dataset: d, field: ${to}.id}]}}`),
      ]
      return `{name: ${name}, fields: [${fields.join(', ')}]}`
    })
    .join(', ')}]}]`,
)
const graph = buildGraph([dataset])

type Row = { id: string; [field: string]: string | null }
type Rows = Record<string, Row[]>
const address = fc.option(fc.constantFrom(ME, 'a@x', 'b@x'))
const world: fc.Arbitrary<Rows> = fc
  .tuple(
    ...Object.entries(LINKS).map(([name, links]) =>
      fc
        .array(
          fc.record({
            email: address,
            cc: address,
            links: fc.array(fc.option(fc.nat(3)), { minLength: 3, maxLength: 3 }),
          }),
          { maxLength: 4 },
        )
        .map(
          (some) =>
            [
              name,
              some.map(({ email, cc, links: to }, id) => ({
                id: String(id),
                email,
                cc,
                ...Object.fromEntries(links.map(([field], at) => [field, to[at] === null ? null : String(to[at])])),
              })),
            ] as const,
        ),
    ),
  )
  .map(Object.fromEntries)

/** As many types are shown otherwise than they are compared. */
const shown = (row: Row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value && `the ${value}`]))

/** A source in memory that gives its rows in batches of two, counts what it is asked, and is gone after so many calls. */
function shelf(rows: Rows, goneAfter = Infinity) {
  const asked: string[] = []
  const ask = (...question: unknown[]) => {
    asked.push(JSON.stringify(question))
    if (asked.length > goneAfter) throw new SourceFault('connection_lost')
  }
  const fits = (row: Row, { fields, values }: Pick<Match, 'fields' | 'values'>) =>
    values.some((tuple) => fields.every((field, at) => row[field] === tuple[at]))
  const source = {
    async *read(collection: string, matches: readonly Match[]) {
      ask(
        'read',
        collection,
        matches.map(({ fields, values }) => [fields, values]),
      )
      const found = (rows[collection] ?? []).flatMap((row): SourceRow[] => {
        const matched = matches.flatMap((match, index) => (fits(row, match) ? [index] : []))
        return matched.length > 0 ? [{ key: [row.id], matched, values: shown(row), exact: row }] : []
      })
      for (let at = 0; at < found.length; at += 2) yield found.slice(at, at + 2)
    },
    async hasMore(
      collection: string,
      { fields }: { fields: readonly string[] },
      tallies: readonly { values: readonly string[]; found: number }[],
    ) {
      ask('hasMore', collection, fields, tallies)
      return tallies.map(
        ({ values, found }) =>
          (rows[collection] ?? []).filter((row) => fits(row, { fields, values: [values] })).length > found,
      )
    },
  } as unknown as Connector
  return { source, asked }
}

const owner = { id: randomUUID(), controllerId: randomUUID() }
const key = newKey()

/** Keeps every answer as a part of its own: its clock runs fast. */
function memory(parts: KeptPart[]): KeptParts {
  let nowMs = 0
  return {
    ...{ key, owner, parts: [...parts] },
    keep: async ({ ordinal, lines, rows, file }) => {
      if (parts.length !== ordinal) return false
      parts.push({ lines, rows, fileId: file.id })
      return true
    },
    drop: async () => void parts.splice(0),
    nowMs: () => (nowMs += 60_000),
  }
}

type Run = { found: unknown[]; asked: string[]; fault: string | null }

type Changes = { goneAfter?: number; circumstances?: string; kept?: Partial<KeptParts> }

/** @param parts what was kept; null: without any journal */
async function run(rows: Rows, parts: KeptPart[] | null, changes: Changes = {}): Promise<Run> {
  const { source, asked } = shelf(rows, changes.goneAfter)
  const kept = { ...memory(parts ?? []), ...changes.kept }
  const journal = new Journal(
    kept,
    comparedFields(graph, { dataset: 'd', foreignKeys: [] }),
    changes.circumstances ?? 'same',
  )
  const found: unknown[] = []
  const onRows = (collection: string, batch: readonly FoundRow[]) => {
    for (const row of batch) found.push({ collection, ...row, json: textOf(row) })
  }
  try {
    const identities = [{ label: 'email', value: ME }]
    const connectors = parts ? journal.before({ d: source }) : { d: source }
    await traverse({ graph, connectors, identities, onRows, signal: new AbortController().signal })
    return { found, asked, fault: null }
  } catch (error) {
    await journal.keep()
    return { found, asked, fault: (error as Error).message }
  } finally {
    await journal.close()
  }
}

const removeAll = (parts: readonly KeptPart[]) =>
  Promise.all(parts.map(({ fileId }) => rm(vaultPath(owner.controllerId, fileId), { force: true })))

/** A second address in a message, and an address that orders share: questions asked while others are answered. */
const some: Rows = {
  person: [
    { id: '0', email: ME, address_id: '1', partner_id: '1' },
    { id: '1', email: 'a@x', address_id: '1', partner_id: null },
  ],
  address: ['0', '1', '2'].map((id) => ({ id, owner_id: null })),
  orders: ['0', '1', '2', '3', '4'].map((id) => ({ id, person_id: '0', address_id: '2', product_id: '0' })),
  product: [{ id: '0', maker_id: null }],
  message: [{ id: '0', email: ME, cc: 'a@x', sender_id: '0', recipient_id: '1', order_id: '0' }],
}

/** Its clock stands still for the first readings of it. */
const slowAfter = (readings: number) => {
  let read = 0
  const nowMs = () => {
    read += 1
    return Math.max(0, read - readings) * 60_000
  }
  return { nowMs }
}

test('a run after a killed one finds the same, and asks only what was not answered', async () => {
  let resumed = 0
  await fc.assert(
    fc.asyncProperty(world, fc.nat(12), fc.nat(6), async (rows, goneAfter, readings) => {
      const parts: KeptPart[] = []
      const undisturbed = await run(rows, null)
      const killed = await run(rows, parts, { goneAfter, kept: slowAfter(readings) })
      const after = await run(rows, parts)
      expect(after.found).toEqual(undisturbed.found)
      const kept = undisturbed.asked.length - after.asked.length
      const from = after.asked.findIndex((question, at) => question !== undisturbed.asked[at])
      if (kept > 0) expect(undisturbed.asked.toSpliced(from < 0 ? after.asked.length : from, kept)).toEqual(after.asked)
      if (killed.fault && kept > 0) resumed += 1
      await removeAll(parts)
    }),
    { numRuns: 100, seed: 1 },
  )
  expect(resumed).toBeGreaterThan(10)
})

test('killed again and again, a little further each time, it ends with the same', async () => {
  const parts: KeptPart[] = []
  const undisturbed = await run(some, null)
  const asked: string[] = []
  let last = await run(some, parts, { goneAfter: 4 })
  for (; last.fault; last = await run(some, parts, { goneAfter: 4 })) asked.push(...last.asked)
  expect(last.found).toEqual(undisturbed.found)
  expect(parts.length).toBeGreaterThan(4)
  expect(asked.length).toBeLessThan(undisturbed.asked.length * 2)
  await removeAll(parts)
})

test('under another map or address everything is asked afresh, and kept from the first answer on', async () => {
  const parts: KeptPart[] = []
  await run(some, parts, { goneAfter: 6 })
  const old = [...parts]
  const undisturbed = await run(some, null)
  const changed = await run(some, parts, { circumstances: 'other', goneAfter: 6 })
  expect(changed.asked).toEqual(undisturbed.asked.slice(0, 7))
  expect(parts.filter((part) => old.includes(part))).toEqual([])
  const after = await run(some, parts, { circumstances: 'other' })
  expect(after.found).toEqual(undisturbed.found)
  expect(after.asked.length).toBeLessThan(undisturbed.asked.length)
  await removeAll([...old, ...parts])
})

test('kept answers that cannot be read are asked for again, wherever that shows', async () => {
  const undisturbed = await run(some, null)
  const all: KeptPart[] = []
  await run(some, all)
  for (const [at, { fileId }] of all.entries()) {
    const parts: KeptPart[] = []
    await run(some, parts)
    const path = vaultPath(owner.controllerId, parts[at]?.fileId ?? fileId)
    const bytes = await readFile(path)
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40)
    await writeFile(path, bytes)
    const files = [...parts]
    expect((await run(some, parts)).found).toEqual(undisturbed.found)
    expect(parts.filter((part) => files.includes(part))).toEqual([])
    await removeAll([...files, ...parts])
  }
  await removeAll(all)
})

test('what cannot be kept is read all the same', async () => {
  const undisturbed = await run(some, null)
  const keep = () => Promise.reject(new Error('no database'))
  expect(await run(some, [], { kept: { keep } })).toEqual(undisturbed)
  expect(await readdir(dirname(vaultPath(owner.controllerId, randomUUID())))).toEqual([])
})

test('what is read quickly is not kept', async () => {
  const parts: KeptPart[] = []
  await run(some, parts, { kept: { nowMs: () => 0 }, goneAfter: 9 })
  expect(parts).toEqual([])
})
