import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { vaultPath } from '#data/vault/place.ts'
import { openRows } from '#data/vault/row-file.ts'
import { openFinding } from './open.ts'
import { FINDING_PAGE, readFinding } from './read.ts'
import { newReviewed } from './test-request.ts'

const ROWS = 100_000

/** Where the blocks of a finding's file lie, in bytes, and which row is the first of each. */
async function blocksOf({ system, controllerId }: Awaited<ReturnType<typeof newController>>, findingId: string) {
  const { file, key } = await transact(system, async (tx) => {
    const finding = await tx.finding.findUniqueOrThrow({ where: { id: findingId }, include: { file: true } })
    return { file: finding.file, key: await openRequestKey(tx, { controllerId, id: finding.requestId }) }
  })
  if (!key || !file.requestId) throw new Error('no key')
  await using opened = await openRows(key, { ...file, requestId: file.requestId })
  return { path: vaultPath(controllerId, file.id), blocks: opened.index.blocks }
}

test('of 100,000 rows a page takes the blocks it stands in and no other, wherever it is', async () => {
  const home = await newController()
  const rows = Array.from({ length: ROWS }, (_, at) => ({
    values: { id: at + 1, name: `Pelanggan ${at + 1} ${'x'.repeat(180)}` },
    shared: false,
    thirdParty: false,
  }))
  const { reference, findingId } = await newReviewed(home, {}, {}, rows)
  const agent = home.staff('agent')
  await openFinding(agent, { reference, findingId, reason: 'check_answer' }, NOW)
  const { path, blocks } = await blocksOf(home, findingId)
  const sealed = readFileSync(path)
  const last = ROWS / FINDING_PAGE
  for (const page of [1, last / 2, last]) {
    const first = (page - 1) * FINDING_PAGE
    const needed = blocks.filter(([, row], at) => row < first + FINDING_PAGE && (blocks[at + 1]?.[1] ?? ROWS) > first)
    expect(needed.length).toBeLessThanOrEqual(2)
    const spoiled = Buffer.from(sealed)
    for (const block of blocks) if (!needed.includes(block)) spoiled[block[0]] = (spoiled[block[0]] ?? 0) ^ 1
    writeFileSync(path, spoiled)
    const found = await readFinding(agent, { reference, findingId, page }, NOW)
    expect(found?.page?.[0]?.number).toBe(first + 1)
    expect(found?.page).toHaveLength(FINDING_PAGE)
  }
  writeFileSync(path, sealed)
  expect((await readFinding(agent, { reference, findingId, page: last + 1 }, NOW))?.page).toEqual([])
})
