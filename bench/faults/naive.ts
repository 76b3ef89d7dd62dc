import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '#data/db.ts'
import { seededRandom } from '#prisma/demo/random.ts'
import { deal, inflict } from './inflict.ts'
import { openIntake } from './intake.ts'
import { keep } from './keep.ts'
import type { Report } from './report.ts'
import type { Servers } from './servers.ts'
import type { World } from './world.ts'

const FAULTS = 6
const FILE_EVERY_MS = 50
const PATIENCE_MS = 20_000

/**
 * The negative control: the same faults on the obvious design, which commits and then enqueues. If these faults lose
 * nothing there, they prove nothing about the real one. The outbox is written too, and nobody relays it.
 */
export async function runNaive(
  servers: Servers,
  {
    seed,
    world,
    portal,
    environment,
  }: { seed: number; world: World; portal: string; environment: Record<string, string> },
  report: Report,
): Promise<void> {
  const random = seededRandom(seed)
  const intake = openIntake(world, environment, 'naive')
  const worker = keep({ name: 'naive worker', file: 'bench/naive-worker.ts', environment })
  await Promise.all([intake.process.serving(), worker.serving()])

  const faults = [...deal(servers.backend, FAULTS, random), 'lose queue' as const]
  const accepted: string[] = []
  let isOver = false
  const filing = (async () => {
    for (; !isOver; await wait(FILE_EVERY_MS)) {
      const email = `nobody.${randomUUID()}@example.id`
      const sent = intake.open().send({ right: 'access', requesterKind: 'subject', email, name: 'Nobody' })
      sent.then((reference) => accepted.push(reference)).catch(() => {})
    }
  })()
  await inflict(faults, { web: intake.process, workers: [worker], portal }, servers, random)
  isOver = true
  await filing

  const lost = async () => {
    const where = { reference: { in: [...accepted] }, acknowledgedAt: null }
    return transact(world.system, (tx) => tx.request.count({ where }))
  }
  let remaining = await lost()
  for (let waitedMs = 0; remaining > 0 && waitedMs < PATIENCE_MS; waitedMs += 1_000) {
    await wait(1_000)
    remaining = await lost()
  }
  await Promise.all([intake.process.stop(), worker.stop()])
  report.judge('negative control: commit, then enqueue, is caught losing requests', {
    problems: remaining > 0 ? [] : ['it lost none: these faults prove nothing'],
    seen: accepted.length,
    note: `${remaining} accepted and never acknowledged, after ${faults.length} faults`,
  })
}
