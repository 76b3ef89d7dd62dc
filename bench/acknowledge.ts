import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '#data/db.ts'
import { fileRequest } from '#data/requests/file.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { filing, newController } from '#data/test-controller.ts'
import { keep } from './faults/keep.ts'
import { openMailbox } from './faults/mailbox.ts'
import { now } from './faults/now.ts'
import { percentiles } from './percentiles.ts'

const PER_SECOND = 50
const SECONDS = 20
const WARM_UP = 20
const DRAIN_WITHIN_MS = 120_000
const AIM_P99_MS = 2_000

/** From the commit of `request.received` to the hand-over of its acknowledgement, under a steady stream of filings. */
export async function benchAcknowledge(environment: Record<string, string>): Promise<object[]> {
  await ensureSigningKey(now())
  const { visitor, system } = await newController()
  const worker = keep({ name: 'worker', file: 'cli/worker.ts', environment })
  const readMail = openMailbox(environment['DATA_DIR'] ?? '')
  await worker.serving()

  const committedAt = new Map<string, number>()
  const file = async () => {
    const given = { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
    const filed = await fileRequest(visitor, given, now())
    if (filed.ok) committedAt.set(filed.value.id, Date.now())
  }
  const acknowledged = async () => (await readMail()).filter(({ key }) => key.startsWith('acknowledgement.'))
  for (let count = 0; count < WARM_UP; count += 1) await file()
  while ((await acknowledged()).length < WARM_UP) await wait(100)
  committedAt.clear()

  const startedAt = performance.now()
  const filings: Promise<void>[] = []
  for (let count = 0; count < PER_SECOND * SECONDS; count += 1) {
    await wait(Math.max(0, startedAt + (count * 1_000) / PER_SECOND - performance.now()))
    filings.push(file().catch(() => {}))
  }
  await Promise.all(filings)
  const filedMs = performance.now() - startedAt
  for (const end = performance.now() + DRAIN_WITHIN_MS; performance.now() < end; await wait(200))
    if ((await acknowledged()).length >= committedAt.size + WARM_UP) break
  await worker.stop()

  const events = await transact(system, (tx) => tx.event.findMany({ where: { type: 'request.received' } }))
  const requestOf = new Map(events.map(({ id, requestId }) => [`acknowledgement.${id}`, requestId ?? '']))
  const latenciesMs = (await acknowledged()).flatMap(({ key, at }) => {
    const committed = committedAt.get(requestOf.get(key) ?? '')
    return committed === undefined ? [] : [Date.parse(at) - committed]
  })
  const measured = percentiles(latenciesMs)
  const isHeld = latenciesMs.length === committedAt.size && measured.p99Ms <= AIM_P99_MS
  const filedPerSecond = Math.round((committedAt.size / filedMs) * 1_000)
  return [
    {
      asked: filings.length,
      filed: committedAt.size,
      filedPerSecond,
      handedOver: latenciesMs.length,
      ...measured,
      aimP99Ms: AIM_P99_MS,
      isHeld,
    },
  ]
}
