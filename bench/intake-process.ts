import { z } from 'zod'
import { transact } from '#data/db.ts'
import { fileRequest } from '#data/requests/file.ts'
import { Filing } from '#domain/filing.ts'
import { now } from './faults/now.ts'

/**
 * The web process's part where no build of it is at hand: takes filings over its channel and answers when they are
 * committed. `naive` is the obvious way and the wrong one: after the commit it enqueues by itself.
 */
const Asked = z.object({ id: z.string(), controllerId: z.uuid(), submissionKey: z.uuid(), filing: Filing })
const isNaive = process.argv.includes('naive')

async function naiveEnqueue(): Promise<(controllerId: string, requestId: string) => Promise<void>> {
  const { enqueue, openQueues } = await import('#jobs/queue.ts')
  const { mailAcknowledgement } = await import('#jobs/mail-acknowledgement.ts')
  const queues = openQueues('naive')
  for (const queue of Object.values(queues)) queue.on('error', () => {})
  return async (controllerId, requestId) => {
    const { id } = await transact({ kind: 'system', controllerId, job: 'naive' }, (tx) =>
      tx.event.findFirstOrThrow({ where: { requestId, type: 'request.received' }, select: { id: true } }),
    )
    await enqueue(queues, mailAcknowledgement, { eventId: id, controllerId, requestId })
  }
}
const afterCommit = isNaive ? await naiveEnqueue() : null

async function take(message: unknown): Promise<void> {
  const { id, controllerId, submissionKey, filing } = Asked.parse(message)
  const filed = await fileRequest(
    { kind: 'visitor', controllerId },
    { filing, locale: 'id', channel: 'portal', submissionKey },
    now(),
  )
  if (!filed.ok) return
  process.send?.({ id, reference: filed.value.reference })
  await afterCommit?.(controllerId, filed.value.id)
}

process.on('message', (message) => {
  take(message).catch(() => {})
})
process.once('disconnect', () => process.exit(0))
process.send?.({ serving: true })
