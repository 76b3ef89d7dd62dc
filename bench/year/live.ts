import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Temporal } from 'temporal-polyfill'
import { isDoneByHand } from '#domain/by-hand.ts'
import type { openQueues } from '#jobs/queue.ts'
import type { QueueStore } from '#jobs/test-queue.ts'
import type { Random } from '#prisma/demo/random.ts'
import type { Kept } from '../faults/keep.ts'
import { setClock } from './clock-file.ts'
import { carryOut, type Filed, fileOne } from './people.ts'
import { type Act, onGrid, type PlannedRequest, START } from './plan.ts'
import type { Pulse } from './pulse.ts'
import type { World } from './world.ts'

export type Stage = {
  world: World
  pulse: Pulse
  queues: ReturnType<typeof openQueues>
  store: QueueStore
  workers: readonly Kept[]
  clockFile: string
}
type Due = { at: Temporal.Instant; act: Act; planned: PlannedRequest; tries: number }
export type Lived = {
  until: Temporal.Instant
  ticks: number
  kills: number
  /** jobs that were running when their worker was killed, and jobs in the queue when it was lost */
  jobsHit: number
  jobsLost: number
  /** act and its outcome → how often */
  outcomes: Record<string, number>
}

const POLL_MS = 15
const STUCK_MS = 800
const PATIENCE_MS = 180_000
const MOST_TRIES = 10

/** What follows from an act and its outcome, after so many hours. */
function follow(
  act: Act,
  outcome: string,
  planned: PlannedRequest,
  random: Random,
): { act: Act; hours: number } | null {
  if (act.do === 'submit') {
    if (outcome === 'ok') return { act: { do: 'approve' }, hours: 3 + random.below(45) }
    if (outcome === 'contact_not_on_file' || outcome === 'obstacle_open') return { act: { do: 'refuse' }, hours: 3 }
    return outcome === 'not_in_review' || outcome === 'changed_meanwhile' ? { act, hours: 60 } : null
  }
  if (act.do === 'approve') {
    if (outcome === 'not_submitted') return { act: { do: 'submit' }, hours: 12 }
    const byHand = isDoneByHand({ right: planned.right, status: 'executing' })
    return outcome === 'ok' && byHand ? { act: { do: 'answer' }, hours: 3 + random.below(40) } : null
  }
  if (act.do === 'send_back') return outcome === 'ok' ? { act: { do: 'submit' }, hours: 12 } : null
  return act.do === 'answer' && outcome !== 'ok' ? { act, hours: 3 } : null
}

/** Lives through the year: people act at their instants, time jumps to whatever is due next, faults come between. */
export async function live(
  stage: Stage,
  plan: readonly PlannedRequest[],
  { days, kills, random }: { days: number; kills: number; random: Random },
): Promise<Lived> {
  const end = START.add({ hours: 24 * days })
  const lived: Lived = { until: end, ticks: 0, kills: 0, jobsHit: 0, jobsLost: 0, outcomes: {} }
  const agenda: Due[] = plan.flatMap((planned) => planned.acts.map(({ at, act }) => ({ at, act, planned, tries: 0 })))
  const filed = new Map<number, Filed>()
  const lossAt = plan.length / 2
  let isLost = false

  async function perform({ act, planned, tries }: Due, now: Temporal.Instant): Promise<void> {
    const tenant = stage.world.tenants[planned.controller]
    if (!tenant) throw new Error('no such controller')
    const { world } = stage
    if (act.do === 'file') return void filed.set(planned.number, await fileOne({ world, tenant, planned, now }))
    const request = filed.get(planned.number)
    if (!request) return
    const result = await carryOut({ world, tenant, planned, filed: request, now }, act)
    const outcome = result.ok ? 'ok' : result.reason
    const line = `${act.do}: ${outcome}`
    lived.outcomes[line] = (lived.outcomes[line] ?? 0) + 1
    const next = follow(act, outcome, planned, random)
    if (next && tries < MOST_TRIES)
      agenda.push({ at: onGrid(now.add({ hours: next.hours })), act: next.act, planned, tries: tries + 1 })
  }

  async function inflict(due: readonly Due[]): Promise<void> {
    const filings = due.filter(({ act }) => act.do === 'file').length
    if (!isLost && filings > 0 && filed.size >= lossAt) {
      isLost = true
      lived.jobsLost = await countJobs(stage, ['waiting', 'active', 'delayed'])
      await stage.store.lose()
    }
    if (due.length === 0 || lived.kills >= kills || !random.chance((1.3 * kills) / (plan.length * 5))) return
    const victims = random.chance(0.25) ? stage.workers : [random.pick(stage.workers)]
    for (let looks = 0; looks < 100 && (await countJobs(stage, ['active'])) === 0; looks += 1) await wait(2)
    if (random.chance(0.3)) await wait(random.below(100))
    lived.kills += victims.filter((worker) => worker.kill()).length
    lived.jobsHit += await countJobs(stage, ['active'])
  }

  let now = START
  while (Temporal.Instant.compare(now, end) < 0) {
    agenda.sort((a, b) => Temporal.Instant.compare(a.at, b.at))
    const due = await stage.pulse.next()
    const instants = [end, agenda[0]?.at, due && onGrid(due.add({ milliseconds: 1 }))].filter((at) => at != null)
    now = latest(now, instants.reduce(earliest))
    setClock(stage.clockFile, now)
    const acts = agenda.splice(0, agenda.filter(({ at }) => Temporal.Instant.compare(at, now) <= 0).length)
    for (const request of Map.groupBy(acts, ({ planned }) => planned.number).values())
      for (const act of request) await perform(act, now)
    await trigger(stage, now)
    await inflict(acts)
    now = await settle(stage, now)
    lived.ticks += 1
  }
  return lived
}

/** The two sweeps, as their schedules would start them. */
async function trigger({ pulse, queues }: Stage, now: Temporal.Instant): Promise<void> {
  const { timers, clocks } = await pulse.pending(now)
  const start = (name: string) =>
    queues.swift.add(name, {}, { jobId: `${name}.${randomUUID()}`, removeOnComplete: true, removeOnFail: true })
  if (timers > 0) await start('fire-timers')
  if (clocks > 0) await start('sweep-clocks')
}

/** Waits until nothing is left to do at this instant. Where nothing moves, time does: the outbox looks again in seconds. */
async function settle(stage: Stage, from: Temporal.Instant): Promise<Temporal.Instant> {
  let now = from
  let movedAt = performance.now()
  for (const startedAt = movedAt; performance.now() - startedAt < PATIENCE_MS; await wait(POLL_MS)) {
    const { undone, timers, clocks } = await stage.pulse.pending(now)
    if (undone + timers + clocks === 0) return now
    if (performance.now() - movedAt < STUCK_MS) continue
    now = now.add({ seconds: 11 })
    setClock(stage.clockFile, now)
    await stage.pulse.wake()
    await trigger(stage, now)
    movedAt = performance.now()
  }
  throw new Error(`never quiet at ${now}: ${JSON.stringify(await stage.pulse.pending(now))}`)
}

const countJobs = async ({ queues }: Stage, states: ('waiting' | 'active' | 'delayed')[]): Promise<number> => {
  const counts = await Promise.all(Object.values(queues).map((queue) => queue.getJobCountByTypes(...states)))
  return counts.reduce((sum, count) => sum + count, 0)
}

const earliest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) <= 0 ? a : b)
const latest = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) >= 0 ? a : b)
