import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { acceptCode } from '#data/codes/accept.ts'
import { askCode } from '#data/codes/ask.ts'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import type { Right } from '#domain/request.ts'
import { env } from '#env'
import type { JobContext } from './define.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'

export const now = () => Temporal.Now.instant()
const fixed: JobContext = { now, attempt: 1, signal: new AbortController().signal }

/** For tests: a proved request of one person's whose one task is planned and not yet run. */
export async function plannedCollecting({
  url,
  yaml,
  email,
  right,
}: Record<'url' | 'yaml' | 'email', string> & { right: Right }) {
  const controller = await newController()
  const source = { id: randomUUID(), key: 'shop', name: 'Toko', kind: 'postgres', region: 'ID' } as const
  await connectSource(controller.system, { ...source, backupDays: 30, connection: { url }, yaml }, now())
  const request = await newRequest({ right, email }, controller)
  const { requestId, reference, address, controllerId } = request
  await askCode({ address }, { reference }, now())
  const code = await request.code()
  const accepted = await acceptCode({ address }, { reference, code }, now())
  if (!accepted.ok) throw new Error(accepted.reason)
  const eventOf = (type: string) =>
    transact(request.system, (tx) => tx.event.findFirstOrThrow({ where: { requestId, type } }))
  const payload = (eventId: string) => ({ eventId, controllerId, requestId })
  await startCollecting.run(payload((await eventOf('identity.proved')).id), fixed)
  const { id: eventId } = await eventOf('task.planned')
  return {
    ...request,
    run: (context: Partial<JobContext> = {}) => runTask.run(payload(eventId), { ...fixed, ...context }),
    task: () => transact(request.system, (tx) => tx.task.findFirstOrThrow({ where: { requestId } })),
    /** the files that rows name */
    files: () => transact(request.system, (tx) => tx.vaultFile.findMany({ where: { requestId, deletedAt: null } })),
    stored: () => readdir(join(env.DATA_DIR, 'vault', controllerId)),
    parts: () => transact(request.system, (tx) => tx.collectedPart.findMany({ where: { requestId } })),
  }
}
