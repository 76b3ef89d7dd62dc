import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { Temporal } from 'temporal-polyfill'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import type { EventType } from '#domain/event.ts'
import type { Filing } from '#domain/filing.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import type { EventJob, JobContext } from './define.ts'
import { startCollecting } from './start-collecting.ts'

const now = () => Temporal.Now.instant()
export const context = (attempt = 1): JobContext => ({ now, attempt, signal: new AbortController().signal })

/** A withdrawal of consent at a controller whose one source is the shop, with the contact proved and stopping begun. */
export async function newWithdrawal(url: string, change: Partial<Filing>, edit = (yaml: string): string => yaml) {
  const controller = await newController()
  const yaml = edit(await readFile('prisma/demo/shop.dataset.yml', 'utf8'))
  const source = { id: randomUUID(), key: 'shop', name: 'Toko', kind: 'postgres', region: 'ID' } as const
  await connectSource(controller.system, { ...source, backupDays: 30, connection: { url }, yaml }, now())
  const request = await newRequest({ right: 'consent_withdrawal', ...change }, controller)
  const { requestId, controllerId, subject, system } = request
  await transact(system, (tx) => proveIdentity(tx, subject, now()))
  const newest = (type: EventType) =>
    transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId, type }, orderBy: { seq: 'desc' } }))
  const runOn = async (job: EventJob, type: EventType, attempt?: number) =>
    job.run({ eventId: (await newest(type)).id, controllerId, requestId }, context(attempt))
  await runOn(startCollecting, 'identity.proved')
  const tasks = () => transact(system, (tx) => tx.task.findMany({ where: { requestId, purpose: 'stop' } }))
  return {
    ...request,
    newest,
    runOn,
    tasks,
    outcome: async () => StopOutcome.parse((await tasks())[0]?.outcome),
  }
}
