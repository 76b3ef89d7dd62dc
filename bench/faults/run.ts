import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { type Random, seededRandom } from '#prisma/demo/random.ts'
import { type Crew, deal, inflict } from './inflict.ts'
import { type Intake, openIntake } from './intake.ts'
import { INVARIANTS } from './invariants.ts'
import { type Kept, keep } from './keep.ts'
import { type Filed, letPeopleWork } from './people.ts'
import { untilQuiet } from './quiet.ts'
import type { Report } from './report.ts'
import { type Servers, withClient } from './servers.ts'
import { readShop, type ShopState } from './shop-oracle.ts'
import { openWorld, type World } from './world.ts'

const SHOP = { people: 160, orders: 700 }
/** Two of five ask for erasure; even the shortest run has one of each. */
const RIGHTS = ['erasure', 'access', 'access', 'erasure', 'access'] as const
/** People file as fast as the machine carries their requests through, so that a slow one is not buried. */
const MOST_OPEN = 10

type Settings = { faults: number; seed: number; portal: string; environment: Record<string, string> }
type Person = { email: string; name: string; phone: string | null }

/** The people of the shop who can be written to, in an order drawn by the seed; each files once. */
function peopleOf(shop: ShopState, random: Random): Person[] {
  const people = [...shop.customers.values()]
    .filter(({ email }) => email !== null)
    .map(({ email, full_name, phone }) => ({ email, name: full_name, phone }) as Person)
  return people
    .map((person) => ({ person, at: random.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ person }) => person)
}

/** Files one request after another until `isOver`; whoever gets no answer tries again until there is one. */
async function fileAll(
  intake: Intake,
  people: readonly Person[],
  flow: { isOver: () => boolean; isFull: () => boolean },
  random: Random,
  onAccepted: (filed: Filed) => void,
): Promise<void> {
  const file = async ({ email, name }: Person, right: 'access' | 'erasure') => {
    const form = intake.open()
    for (;;) {
      const reference = await form.send({ right, requesterKind: 'subject', email, name }).catch(() => null)
      if (reference) return onAccepted({ reference, email, right })
      await wait(300)
    }
  }
  const sending: Promise<void>[] = []
  for (const [index, person] of people.entries()) {
    while (flow.isFull() && !flow.isOver()) await wait(100)
    if (flow.isOver() && index >= RIGHTS.length) break
    sending.push(file(person, RIGHTS[index % RIGHTS.length] ?? 'access'))
    await wait(200 + random.below(900))
  }
  await Promise.all(sending)
}

/** Lets people use the portal while everything under it is killed, then looks whether anything was lost or done twice. */
export async function run(
  servers: Servers,
  { faults, seed, portal, environment }: Settings,
  report: Report,
): Promise<World> {
  const random = seededRandom(seed)
  const world = await openWorld(servers, SHOP)
  const [portalUrl, shopUrl] = [servers.superuserUrl(portal), world.shopUrl]
  const shopBefore = await withClient(shopUrl, readShop)
  const intake = openIntake(world, environment)
  const workers = [1, 2].map((number) => keep({ name: `worker ${number}`, file: 'cli/worker.ts', environment }))
  const crew: Crew = { web: intake.process, workers, portal }
  const kept = [intake.process, ...workers]
  report.say(`Intake ${intake.how}.`)
  await Promise.all(kept.map(({ serving }) => serving()))

  const filings = { accepted: [] as Filed[] }
  const known = new Map<string, string>()
  const work = letPeopleWork(world, environment['DATA_DIR'] ?? '', (reference) => known.get(reference))
  const queueDumps: string[] = []
  let isOver = false
  const watching = (async () => {
    for (; !isOver; await wait(1_000)) queueDumps.push(await servers.dumpQueue(portal).catch(() => ''))
  })()
  const people = peopleOf(shopBefore, random)
  const filing = fileAll(
    intake,
    people,
    { isOver: () => isOver, isFull: () => work.open() >= MOST_OPEN },
    seededRandom(seed + 1),
    (filed) => {
      filings.accepted.push(filed)
      known.set(filed.reference, filed.email)
    },
  )
  const startedAt = performance.now()
  await inflict(deal(servers.backend, faults, random), crew, servers, random)
  isOver = true
  const faultedMs = performance.now() - startedAt
  await filing
  await watching
  const { tookMs: quietMs, open } = await untilQuiet(work, portalUrl)
  if (quietMs === null) await sayWhatIsOpen(servers, portal, kept, report)
  await work.stop()
  await Promise.all(kept.map(({ stop }) => stop()))
  report.say(
    `${faults} faults in ${seconds(faultedMs)}, ${filings.accepted.length} requests accepted; ` +
      (quietMs === null ? 'never quiet again.' : `quiet ${seconds(quietMs)} after the last.`) +
      ` ${work.retried()} tasks retried by a person.`,
  )

  report.judge('the portal came to rest', { problems: open, seen: 1 })
  const died = kept.flatMap(({ ends }) => ends())
  report.judge('no process ended by itself', { problems: died, seen: kept.length })
  const canaries = people.flatMap(({ email, name, phone }) => [
    email,
    ...(name.includes(' ') ? [name] : []),
    phone ?? email,
  ])
  const logs = Object.fromEntries(kept.map(({ name, output }) => [`the log of ${name}`, output()]))
  const writings = { ...logs, 'the queue': queueDumps.join('\n') }
  const dataDir = environment['DATA_DIR'] ?? ''
  const facts = { world, dataDir, portalUrl, shopUrl, shopBefore, accepted: filings.accepted, canaries, writings }
  for (const { name, look } of INVARIANTS) report.judge(name, await look(facts))
  return world
}

/** What whoever has to find the cause wants to know: who waits for whom. */
async function sayWhatIsOpen(servers: Servers, portal: string, kept: readonly Kept[], report: Report): Promise<void> {
  const { rows } = await withClient(servers.superuserUrl(portal), (client) =>
    client.query(`select state, wait_event, left(query, 60) as query, count(*)::int, max(now() - state_change)::text as age
                  from pg_stat_activity where datname = current_database() group by 1, 2, 3 order by 4 desc limit 15`),
  )
  const folder = mkdtempSync(join(tmpdir(), 'hakku-fault-logs-'))
  for (const { name, output } of kept) writeFileSync(join(folder, `${name}.log`), output())
  writeFileSync(join(folder, 'queue.txt'), await servers.dumpQueue(portal))
  writeFileSync(join(folder, 'database.json'), JSON.stringify(rows, null, 1))
  report.say(`Logs, queue and sessions are in ${folder}.`)
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
