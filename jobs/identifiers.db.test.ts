import { afterAll, expect, test } from 'vitest'
import { type ScratchDatabase, scratchDatabase } from '#connectors/scratch-database.ts'
import { transact } from '#data/db.ts'
import { confirmIdentifier } from '#data/identifiers/confirm.ts'
import { sendBack } from '#data/requests/send-back.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'
import { now, plannedCollecting } from './test-collecting.ts'

const MAP = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        fields:
          - {name: id, fides_meta: {primary_key: true}}
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
          - {name: member_no, data_categories: [user.unique_id], fides_meta: {identity: member_number}}
`
const databases: ScratchDatabase[] = []
afterAll(async () => {
  for (const database of databases) await database.drop()
})

/** Ani wrote from an address that some row may hold; her second account has a member number only. */
async function asked(rows: string) {
  const database = await scratchDatabase(
    `CREATE TABLE customer (id int PRIMARY KEY, email text, member_no text); INSERT INTO customer VALUES ${rows}`,
  )
  databases.push(database)
  const request = await plannedCollecting({
    ...{ url: database.url, yaml: MAP, email: 'ani@example.com', right: 'access' },
  })
  await request.run()
  return request
}

async function askedAgain(request: Awaited<ReturnType<typeof asked>>, value: string) {
  const { reference, requestId, controllerId, system } = request
  const agent = request.staff('agent')
  const form = { reference, label: 'member_number', value, proof: 'signed_in' } as const
  expect(await confirmIdentifier(agent, form, now())).toMatchObject({ ok: true })
  const { version } = await transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
  expect(await sendBack(agent, { reference, version }, now())).toMatchObject({ ok: true })
  const last = (type: string) =>
    transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId, type }, orderBy: { seq: 'desc' } }))
  const context = { now, attempt: 1, signal: new AbortController().signal }
  const payload = (eventId: string) => ({ eventId, controllerId, requestId })
  await startCollecting.run(payload((await last('review.sent_back')).id), context)
  await runTask.run(payload((await last('task.planned')).id), context)
  return CollectOutcome.parse((await request.task()).outcome)
}

test('a confirmed identifier finds what the proved contact does not', async () => {
  const request = await asked(`(1, 'ani@example.com', 'M-1'), (2, NULL, 'M-2'), (3, 'budi@example.com', 'M-3')`)
  expect(CollectOutcome.parse((await request.task()).outcome)).toMatchObject({ rows: 1, contactOnFile: true })
  expect(await askedAgain(request, 'M-2')).toMatchObject({ rows: 2, thirdParty: 0, contactOnFile: true })
})

test('what only another identifier finds does not make the contact one that is on file', async () => {
  const request = await asked(`(2, NULL, 'M-2'), (3, 'budi@example.com', 'M-3')`)
  expect(CollectOutcome.parse((await request.task()).outcome)).toMatchObject({ rows: 0, contactOnFile: false })
  expect(await askedAgain(request, 'M-2')).toMatchObject({ rows: 1, contactOnFile: false })
})
