import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { fileRequest } from '#data/requests/file.ts'
import { connectSource } from '#data/sources/connect.ts'
import { filing, NOW, type newController } from '#data/test-controller.ts'
import { writeRows } from '#data/vault/row-file.ts'
import { recordFile } from '#data/vault/write.ts'
import type { Filing } from '#domain/filing.ts'
import type { CollectOutcome } from '#domain/outcome.ts'

type Home = Awaited<ReturnType<typeof newController>>

export const collected = (change: Partial<CollectOutcome> = {}): CollectOutcome => ({
  rows: 3,
  shared: 1,
  thirdParty: 0,
  contactOnFile: true,
  planFileId: null,
  preview: [],
  obstacles: [],
  ...change,
})

/** A request as intake made it. */
export async function newRequest(home: Home, change: Partial<Filing> = {}, at: Temporal.Instant = NOW) {
  const input = { filing: filing(change), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
  const filed = await fileRequest(home.visitor, input, at)
  if (!filed.ok) throw new Error(filed.reason)
  return filed.value
}

const CUSTOMERS = `dataset:
  - fides_key: shop
    collections:
      - name: customers
        hakku_meta: { purpose: Sales, basis: contract }
        fields:
          - { name: id, data_categories: [user.unique_id] }
          - { name: name, data_categories: [user.name], hakku_meta: { provided: true } }
          - { name: secret, data_categories: [user.authorization.password], hakku_meta: { provided: true } }
`

type Row = { values: Record<string, unknown>; shared: boolean; thirdParty: boolean }
const THREE: Row[] = ['Siti', 'Siti W', 'Budi'].map((name) => ({
  values: { name },
  shared: name === 'Budi',
  thirdParty: false,
}))

/** A request whose one source answered with three customers, the last shared, and which waits for a person. */
export async function newReviewed(
  home: Home,
  change: Partial<Filing> = {},
  outcome: Partial<CollectOutcome> = {},
  rows: readonly Row[] = THREE,
) {
  const request = await newRequest(home, change)
  const sourceId = randomUUID()
  const facts = { key: `shop-${sourceId}`, name: 'Toko', kind: 'postgres', region: 'ID', backupDays: 30 } as const
  const connection = { url: 'postgres://nowhere/' }
  await connectSource(home.system, { id: sourceId, ...facts, connection, yaml: CUSTOMERS }, NOW)
  const { controllerId } = home
  const owner = { controllerId, id: request.id }
  return transact(home.system, async (tx) => {
    const dataset = await tx.dataset.findFirstOrThrow({ where: { sourceId } })
    const about = { controllerId, requestId: request.id }
    const task = await tx.task.create({
      data: {
        ...about,
        sourceId,
        datasetId: dataset.id,
        purpose: 'collect',
        state: 'done',
        outcome: collected(outcome),
        finishedAt: toDate(NOW),
      },
    })
    const key = await openRequestKey(tx, owner)
    if (!key) throw new Error('no key')
    const writer = writeRows(key, owner, 'finding')
    for (const row of rows) await writer.write(JSON.stringify(row))
    const file = await writer.finish()
    await recordFile(tx, owner, file, NOW)
    const finding = await tx.finding.create({
      data: {
        ...{ ...about, taskId: task.id, collection: 'customers', types: {}, fileId: file.id },
        rows: rows.length,
        shared: rows.filter(({ shared }) => shared).length,
        thirdParty: rows.filter(({ thirdParty }) => thirdParty).length,
      },
    })
    const { version } = await tx.request.update({
      where: { id: request.id },
      data: {
        status: 'reviewing',
        verifiedAt: toDate(NOW),
        assurance: 'email_code',
        contactOnFile: outcome.contactOnFile ?? true,
        version: { increment: 1 },
      },
    })
    return { ...request, version, taskId: task.id, findingId: finding.id }
  })
}
