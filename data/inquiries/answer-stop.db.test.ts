import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { NOW } from '#data/test-controller.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import { answerStatement } from './answer.ts'
import { openInquiry } from './open.ts'
import { DUE, newAsked } from './test-inquiry.ts'

/** The source's map lists one purpose; its task to stop is asked. */
async function newStop() {
  const asked = await newAsked('consent_withdrawal')
  const { controllerId, requestId, sourceId, system } = asked
  const taskId = await transact(system, async (tx) => {
    const before = await tx.dataset.findFirstOrThrow({ where: { sourceId } })
    const yaml = before.yaml.replace(
      'fides_key: crm',
      'fides_key: crm\n    hakku_meta: {purposes: [{key: iklan, label: {id: Iklan, en: Adverts}}]}',
    )
    const dataset = await tx.dataset.create({
      data: { controllerId, sourceId, version: 2, yaml, createdAt: new Date() },
    })
    await tx.request.update({ where: { id: requestId }, data: { status: 'executing' } })
    const about = { controllerId, requestId, sourceId, datasetId: dataset.id }
    return (await tx.task.create({ data: { ...about, purpose: 'stop', state: 'running' } })).id
  })
  const opened = await openInquiry(system, { taskId, kind: 'http', dueAt: DUE }, NOW)
  if (!opened.ok) throw new Error(opened.reason)
  const finished = () => transact(system, (tx) => tx.event.findFirst({ where: { requestId, type: 'stops.finished' } }))
  return { ...asked, inquiryId: opened.value.id, stop: () => asked.task(taskId), finished }
}

test('a source that answers for itself says that it has stopped: its word, not our second look', async () => {
  const { system, inquiryId, stop, finished } = await newStop()
  const statement = { outcome: 'done' as const, collections: [] }
  expect(await answerStatement(system, { inquiryId, statement }, NOW)).toMatchObject({ ok: true })
  expect(await stop()).toMatchObject({ state: 'done' })
  expect(StopOutcome.parse((await stop()).outcome).purposes).toMatchObject([{ key: 'iklan', way: 'stated' }])
  expect((await finished())?.data).toEqual({ needsPerson: false })
  expect(await answerStatement(system, { inquiryId, statement }, NOW)).toMatchObject({ reason: 'not_open' })
})

test('one that refuses leaves the purpose to a person', async () => {
  const { system, inquiryId, stop, finished } = await newStop()
  const statement = { outcome: 'refused' as const, reason: 'not_possible' as const }
  expect(await answerStatement(system, { inquiryId, statement }, NOW)).toMatchObject({ ok: true })
  expect(StopOutcome.parse((await stop()).outcome).purposes).toMatchObject([{ key: 'iklan', way: 'by_hand' }])
  expect((await finished())?.data).toEqual({ needsPerson: true })
})
