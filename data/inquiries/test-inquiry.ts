import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { connectSource } from '#data/sources/connect.ts'

import { NOW } from '#data/test-controller.ts'
import type { Right } from '#domain/request.ts'
import { openInquiry } from './open.ts'

export const MAP = `dataset:
  - fides_key: crm
    collections:
      - name: contacts
        fields:
          - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email, data_type: string}}
          - {name: name, data_categories: [user.name]}
      - name: notes
        fides_meta: {}
        fields: [{name: text, data_categories: [user.content]}]
`

export const DUE = NOW.add({ hours: 24 })

/** A proved request that collects, with one source that answers for itself; its task is claimed. */
export async function newAsked(right: Right = 'access', kind: 'http' | 'manual' = 'http', at: Temporal.Instant = NOW) {
  const request = await newRequest({ right })
  const { controllerId, requestId, system } = request
  const sourceId = randomUUID()
  const facts = { key: 'crm', name: 'CRM', region: 'SG', backupDays: 7 } as const
  const connection = { url: 'https://crm.example/hakku', secret: `whsec_${Buffer.alloc(32, 9).toString('base64')}` }
  await connectSource(system, { id: sourceId, kind, ...facts, connection, yaml: MAP }, at)
  const taskId = await transact(system, async (tx) => {
    await tx.request.update({ where: { id: requestId }, data: { status: 'collecting', verifiedAt: toDate(at) } })
    const { id: datasetId } = await tx.dataset.findFirstOrThrow({ where: { sourceId } })
    const about = { controllerId, requestId, sourceId, datasetId }
    const task = await tx.task.create({ data: { ...about, purpose: 'collect', state: 'running' } })
    return task.id
  })
  const opened = await openInquiry(system, { taskId, kind, dueAt: at.add({ hours: 24 }) }, at)
  if (!opened.ok) throw new Error(opened.reason)
  return {
    ...request,
    taskId,
    sourceId,
    inquiryId: opened.value.id,
    inquiry: () => transact(system, (tx) => tx.inquiry.findUniqueOrThrow({ where: { id: opened.value.id } })),
    inquiries: () => transact(system, (tx) => tx.inquiry.findMany({ where: { requestId } })),
    task: (id = taskId) => transact(system, (tx) => tx.task.findUniqueOrThrow({ where: { id } })),
    findings: () =>
      transact(system, (tx) => tx.finding.findMany({ where: { requestId }, orderBy: { collection: 'asc' } })),
    setTask: (state: string) => transact(system, (tx) => tx.task.update({ where: { id: taskId }, data: { state } })),
  }
}
