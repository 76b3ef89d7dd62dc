import { readFile } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import type { Connector, SourceCheck } from '#connectors/contract.ts'
import { planErasure } from '#connectors/erasure-plan.ts'
import { openPostgres } from '#connectors/postgres.ts'
import { traverse } from '#connectors/traverse.ts'
import { buildGraph, type Graph } from '#domain/dataset/graph.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { memoryLines } from '#domain/erasure/plan-file.ts'
import { listedIn } from '#domain/erasure/test-plan.ts'
import { budi, KNOWN_PEOPLE, type KnownPerson, made, ratna, siti } from './people.ts'
import { createShop } from './shop.ts'

const TODAY = Temporal.PlainDate.from('2026-11-21')

type Found = { rows: Record<string, number>; flagged: Record<string, number>; plan: ErasurePlan }

/** The portal's own connector, as the role of the shop, following the shop's own dataset file. */
describe('the stories of the demo shop, walked with the real connector', () => {
  let connector: Connector
  let graph: Graph
  let check: SourceCheck
  const signal = AbortSignal.timeout(120_000)

  beforeAll(async () => {
    const size = { database: 'shop_stories', role: 'shop_stories_role', people: 300, orders: 2_000 }
    const { url } = await createShop(inject('databaseUrl'), size)
    const read = readDataset(await readFile(new URL('./shop.dataset.yml', import.meta.url), 'utf8'))
    const dataset = read.ok ? read.value[0] : undefined
    if (!dataset) throw new Error(JSON.stringify(read))
    graph = buildGraph([dataset])
    connector = openPostgres(url, dataset)
    check = await connector.check(signal)
  })
  afterAll(() => connector?.close())

  const find = async ({ email, phone }: KnownPerson): Promise<Found> => {
    const found: Omit<Found, 'plan'> = { rows: {}, flagged: {} }
    const planner = planErasure({ graph, dataset: 'toko_sejahtera', check, today: TODAY, lines: memoryLines() })
    const identities = [
      { label: 'email', value: email },
      { label: 'phone_number', value: phone },
    ].flatMap(({ label, value }) => (value === null ? [] : [{ label, value }]))
    const add = (counts: Record<string, number>, table: string, more: number) => {
      if (more > 0) counts[table] = (counts[table] ?? 0) + more
    }
    await traverse({
      graph,
      connectors: { toko_sejahtera: connector },
      identities,
      signal,
      onRows: async (collection, rows) => {
        const table = collection.replace('toko_sejahtera:', '')
        add(found.rows, table, rows.length)
        add(found.flagged, table, rows.filter(({ shared, thirdParty }) => shared || thirdParty).length)
        await planner.add(collection, rows)
      },
    })
    return { ...found, plan: await planner.finish('salt of a test') }
  }

  test('the dataset fits the live database', () => {
    expect(check.problems).toEqual([])
  })

  test.each(KNOWN_PEOPLE)('an access finds exactly the rows of $name', async (person) => {
    expect((await find(person)).rows).toEqual(person.finds)
  })

  test('nothing of Siti is shared; both addresses of Budi are', async () => {
    expect((await find(siti)).flagged).toEqual({})
    expect((await find(budi)).flagged).toEqual({ addresses: budi.addressesShared })
  })

  test('Budi goes, his young invoices stay with a date, and his household keeps its home', async () => {
    const { plan } = await find(budi)
    const kept = (await listedIn(plan, 'invoices'))?.kept ?? []
    expect(kept.flatMap(({ keys }) => keys)).toHaveLength(budi.invoicesKept)
    expect(kept.map(({ until }) => until).sort()[0]).toBe('2029-04-22')
    expect((await connector.preflight(plan, signal)).filter(({ blocking }) => blocking)).toEqual([])
    expect((await connector.erase(plan, signal)).ok).toBe(true)
    const gone = await connector.verifyGone(plan, signal)
    expect(gone['invoices']).toMatchObject({
      planned: budi.invoicesPastRetention,
      gone: budi.invoicesPastRetention,
      stillThere: 0,
    })
    expect(Object.values(gone).reduce((sum, { stillThere }) => sum + stillThere, 0)).toBe(0)
    expect((await find(budi)).rows).toEqual({ invoices: budi.invoicesKept })
    expect((await find(ratna)).rows).toEqual(ratna.finds)
    expect((await find(made)).rows).toEqual(made.finds)
  })
})
