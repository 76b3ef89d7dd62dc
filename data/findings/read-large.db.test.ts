import { expect, test } from 'vitest'
import { NOW, newController } from '#data/test-controller.ts'
import { openFinding } from './open.ts'
import { FINDING_PAGE, readFinding } from './read.ts'
import { newReviewed } from './test-request.ts'

const ROWS = 100_000

test('of 100,000 rows the last page opens as fast as the first', async () => {
  const home = await newController()
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    values: { id: at + 1, name: `Pelanggan ${at + 1} ${'x'.repeat(180)}` },
    shared: false,
    thirdParty: false,
  }))
  const { reference, findingId } = await newReviewed(home, {}, {}, rows)
  const agent = home.staff('agent')
  await openFinding(agent, { reference, findingId, reason: 'check_answer' }, NOW)
  const read = async (page: number) => {
    const start = performance.now()
    const found = await readFinding(agent, { reference, findingId, page }, NOW)
    return { found, tookMs: performance.now() - start }
  }
  await read(2) // the map is read once
  const last = ROWS / FINDING_PAGE
  for (const page of [1, last / 2, last]) {
    // A busy machine is slow now and then, not thrice.
    const reads = [await read(page), await read(page), await read(page)]
    const [found] = reads.map((each) => each.found)
    expect(found?.page?.[0]?.number).toBe((page - 1) * FINDING_PAGE + 1)
    expect(found?.page).toHaveLength(FINDING_PAGE)
    expect(Math.min(...reads.map(({ tookMs }) => tookMs)), `page ${page}`).toBeLessThan(300)
  }
  expect((await read(last + 1)).found?.page).toEqual([])
})
