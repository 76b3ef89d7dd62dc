import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { setTimeout as wait } from 'node:timers/promises'
import { WORKER_FLAGS, WORKER_MEMORY } from '#cli/running/worker-flags.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { BY_HAND, makeSubject, SUBJECT, YAML } from '../export/subject.ts'
import { type Kept, keep } from '../faults/keep.ts'
import { now } from '../faults/now.ts'
import { type Servers, withClient } from '../faults/servers.ts'

const AIM_PEAK_MB = 300
const LOOK_EVERY_MS = 200
/** What a worker does at once when it starts is not what it needs at rest. */
const AT_REST_AFTER_MS = 10_000

/** Linux only. @returns the most that was ever resident, and what is now */
async function memoryOf(worker: Kept): Promise<{ peakMb: number; residentMb: number }> {
  const status = await readFile(`/proc/${worker.pid()}/status`, 'utf8')
  const mb = (name: string) => Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1] ?? 0) / 1_024)
  return { peakMb: mb('VmHWM'), residentMb: mb('VmRSS') }
}

async function file(environment: Record<string, string>, url: string) {
  await ensureSigningKey(now())
  const home = await newController({ cancelWindowMinutes: 0 })
  const source = {
    id: randomUUID(),
    key: 'shop',
    name: 'Shop',
    kind: 'postgres',
    region: 'ID',
    backupDays: 30,
  } as const
  await connectSource(home.system, { ...source, connection: { url }, yaml: YAML }, now())
  const { id: requestId, reference } = await newRequest(home, { right: 'erasure', email: SUBJECT }, now())
  const subject = { kind: 'subject', controllerId: home.controllerId, requestId, level: 'status' } as const
  await transact(home.system, (tx) => proveIdentity(tx, subject, now()))
  const worker = keep({
    name: 'worker',
    file: 'cli/worker.ts',
    flags: WORKER_FLAGS,
    environment: { ...environment, ...WORKER_MEMORY },
  })
  return { home, requestId, reference, worker }
}

/**
 * One erasure by a worker as production starts it, from the source's rows to the certificate: what each step took, and
 * the most memory the worker had until then.
 */
export async function eraseWhole(servers: Servers, environment: Record<string, string>, rows: number): Promise<object> {
  const admin = servers.superuserUrl('postgres')
  const url = await makeSubject(admin, `erase_${randomUUID()}`, rows)
  const { home, requestId, reference, worker } = await file(environment, url)
  const { system, staff } = home
  const request = () => transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
  const eraseTask = () => transact(system, (tx) => tx.task.findFirst({ where: { requestId, purpose: 'erase' } }))
  const isErased = () =>
    withClient(url, async (client) => (await client.query(`${BY_HAND.page_view} LIMIT 1`)).rows.length === 0)
  const steps: Record<string, object> = {}
  const until = async (step: string, isOver: () => Promise<boolean>) => {
    const startedAt = performance.now()
    while (!(await isOver())) {
      const failed = await transact(system, (tx) => tx.task.findFirst({ where: { requestId, state: 'failed' } }))
      if (failed) throw new Error(`${step}: ${failed.reason}`)
      await wait(LOOK_EVERY_MS)
    }
    steps[step] = { seconds: Math.round((performance.now() - startedAt) / 100) / 10, ...(await memoryOf(worker)) }
    process.stderr.write(`${step} ${JSON.stringify(steps[step])}\n`)
  }
  try {
    await worker.serving()
    await until('collect', async () => (await request()).status === 'reviewing')
    const submitted = await submitForReview(staff('agent'), { reference, version: (await request()).version }, now())
    if (!submitted.ok) throw new Error(submitted.reason)
    const approved = await approveRequest(staff('reviewer'), { reference, version: (await request()).version }, now())
    if (!approved.ok) throw new Error(approved.reason)
    await until('reread', async () => (await eraseTask())?.planFileId != null)
    await until('erase', isErased)
    await until('readAgain', async () => (await transact(system, (tx) => tx.ledgerEntry.findFirst())) !== null)
    await until('ledger', async () => (await eraseTask())?.state === 'done')
    await until('certificate', async () => (await request()).status === 'fulfilled')
    await wait(AT_REST_AFTER_MS)
    const { peakMb, residentMb } = await memoryOf(worker)
    const outcome = EraseOutcome.parse((await eraseTask())?.outcome)
    const erased = outcome.collections.reduce((sum, { reported }) => sum + reported.deleted, 0)
    const entered = await transact(system, (tx) => tx.ledgerEntry.count({ where: { requestId } }))
    const isWhole = outcome.verified && entered === erased
    return { rows: erased, steps, peakMb, residentMb, aimPeakMb: AIM_PEAK_MB, isHeld: isWhole && peakMb <= AIM_PEAK_MB }
  } finally {
    await worker.stop()
  }
}
