import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { transact } from '#data/db.ts'
import { seededRandom } from '#prisma/demo/random.ts'
import { openIntake } from './intake.ts'
import { INVARIANTS } from './invariants.ts'
import { type Kept, keep } from './keep.ts'
import { type Filed, letPeopleWork } from './people.ts'
import { untilQuiet } from './quiet.ts'
import type { Report } from './report.ts'
import { type Servers, withClient } from './servers.ts'
import { readShop } from './shop-oracle.ts'
import { openWorld, type World } from './world.ts'

export type Step = 'collecting' | 'packaging' | 'erasing'
type Settings = { step: Step; times: number; portal: string; environment: Record<string, string> }

/** Few people with much: each step takes long enough to be hit in the middle. */
const SHOP = { people: 12, orders: 3_000 }
const LONGEST_PAUSE_MS = 60
const PATIENCE_MS = 60_000

/** Each `inside` is a run of the step that was not there before. */
type Where = 'before' | 'inside' | 'over'
/** What rows and files say of a step, looked at from outside: no process has a hook for this. */
type Look = () => Promise<Where>

function lookAtTask(world: World, reference: string, purpose: 'collect' | 'erase'): Look {
  let claims = 0
  return async () => {
    const task = await transact(world.system, (tx) => tx.task.findFirst({ where: { purpose, request: { reference } } }))
    if (!task || task.state === 'waiting') return 'before'
    if (task.state !== 'running') return 'over'
    const isNew = task.attempts > claims
    claims = task.attempts
    return isNew ? 'inside' : 'before'
  }
}

function lookAtPackage(world: World, reference: string, dataDir: string): Look {
  const seen = new Set<string>()
  return async () => {
    const request = await transact(world.system, (tx) =>
      tx.request.findUniqueOrThrow({ where: { reference }, include: { packages: true } }),
    )
    if (request.packages.length > 0) return 'over'
    const names = await readdir(join(dataDir, 'vault', world.controllerId)).catch(() => [])
    const parts = names.filter((name) => name.endsWith('.part') && !seen.has(name))
    if (request.status !== 'executing' || parts.length === 0) return 'before'
    for (const name of parts) seen.add(name)
    return 'inside'
  }
}

/** Kills the worker in the middle of the step until it was hit so often. A kill after which the step is over missed. */
async function hit(look: Look, worker: Kept, times: number): Promise<number> {
  const random = seededRandom(times)
  let hits = 0
  for (let seenAt = performance.now(); hits < times && performance.now() - seenAt < PATIENCE_MS; await wait(2)) {
    const where = await look()
    if (where === 'over') break
    if (where === 'before') continue
    await wait(random.below(LONGEST_PAUSE_MS))
    worker.kill()
    await wait(100)
    if ((await look()) === 'over') break
    hits += 1
    seenAt = performance.now()
  }
  return hits
}

/** "Done means": -9 in the middle of one step, again and again, ends with one correct result. */
export async function killIn(
  servers: Servers,
  { step, times, portal, environment }: Settings,
  report: Report,
): Promise<void> {
  const dataDir = environment['DATA_DIR'] ?? ''
  const world = await openWorld(servers, SHOP)
  const [portalUrl, shopUrl] = [servers.superuserUrl(portal), world.shopUrl]
  const shopBefore = await withClient(shopUrl, readShop)
  const people = [...shopBefore.customers.values()].filter(({ email }) => email !== null)
  const intake = openIntake(world, environment)
  const worker = keep({ name: 'worker', file: 'cli/worker.ts', environment })
  await Promise.all([intake.process.serving(), worker.serving()])

  const accepted: Filed[] = []
  const emailOf = (reference: string) => accepted.find((filed) => filed.reference === reference)?.email
  const work = letPeopleWork(world, dataDir, emailOf)
  const right = step === 'erasing' ? 'erasure' : 'access'
  const hits: number[] = []
  const total = () => hits.reduce((sum, count) => sum + count, 0)
  for (const { email, full_name } of people) {
    if (total() >= times) break
    const person = { email: String(email), name: String(full_name) }
    const reference = await intake.open().send({ right, requesterKind: 'subject', ...person })
    accepted.push({ reference, email: person.email, right })
    const look =
      step === 'packaging'
        ? lookAtPackage(world, reference, dataDir)
        : lookAtTask(world, reference, step === 'erasing' ? 'erase' : 'collect')
    hits.push(await hit(look, worker, times - total()))
    await untilQuiet(work, portalUrl)
  }
  await work.stop()
  await Promise.all([intake.process.stop(), worker.stop()])
  report.judge(`the worker was killed in the middle of ${step} ${times} times`, {
    problems: total() === times ? [] : [`only ${total()} kills hit`],
    seen: total(),
    note: `${hits.join(' + ')} on ${accepted.length} requests`,
  })
  const canaries = people.map(({ email }) => String(email))
  const writings = { 'the log of the worker': worker.output() }
  const facts = { world, dataDir, portalUrl, shopUrl, shopBefore, accepted, canaries, writings }
  for (const { name, look, of } of INVARIANTS) if (!of || of === right) report.judge(name, await look(facts))
}
