import { setTimeout as wait } from 'node:timers/promises'
import type { Random } from '#prisma/demo/random.ts'
import type { Kept } from './keep.ts'
import type { Backend, Servers } from './servers.ts'

export type Fault =
  | 'kill web'
  | 'kill worker'
  | 'lose queue'
  | 'restart postgres'
  | 'crash postgres'
  | 'crash source'
  | 'source away'
  | 'restart redis'

/** Each deal has every kind in it, so that a short run tries them all. */
const DECK: Readonly<Record<Backend, readonly Fault[]>> = {
  postgres: [
    ...Array<Fault>(4).fill('kill web'),
    ...Array<Fault>(5).fill('kill worker'),
    ...Array<Fault>(2).fill('lose queue'),
    'restart postgres',
    'crash postgres',
    ...Array<Fault>(2).fill('crash source'),
    'source away',
  ],
  redis: [
    ...Array<Fault>(4).fill('kill web'),
    ...Array<Fault>(5).fill('kill worker'),
    ...Array<Fault>(2).fill('lose queue'),
    ...Array<Fault>(2).fill('restart redis'),
    'restart postgres',
    'crash postgres',
    ...Array<Fault>(2).fill('crash source'),
    'source away',
  ],
}

/** The faults of a run: the same for the same seed. */
export function deal(backend: Backend, count: number, random: Random): Fault[] {
  const dealt: Fault[] = []
  while (dealt.length < count) {
    const deck = [...DECK[backend]]
    while (deck.length > 0) dealt.push(...deck.splice(random.below(deck.length), 1))
  }
  return dealt.slice(0, count)
}

export type Crew = { web: Kept; workers: readonly Kept[]; portal: string }

/** Whoever is killed was mostly at work before, whatever the machine's pace; sometimes it dies while it starts. */
const whenServing = async (process: Kept, random: Random): Promise<Kept> => {
  if (random.chance(0.8)) await process.serving()
  return process
}

/** Pauses between faults are drawn too, from 0.5 s to 1.5 s. */
export async function inflict(faults: readonly Fault[], crew: Crew, servers: Servers, random: Random): Promise<void> {
  const one: Record<Fault, () => Promise<unknown>> = {
    'kill web': async () => (await whenServing(crew.web, random)).kill(),
    'kill worker': async () => (await whenServing(random.pick(crew.workers), random)).kill(),
    // Lost under a running worker, or while none is there to notice: both happen.
    'lose queue': async () => {
      if (random.chance(0.5)) for (const worker of crew.workers) worker.kill()
      await servers.loseQueue([crew.portal])
    },
    'restart postgres': () => servers.restartPostgres('fast'),
    'crash postgres': () => servers.restartPostgres('immediate'),
    'crash source': () => servers.restartSource('immediate', 0),
    'source away': () => servers.restartSource('fast', 1_000 + random.below(4_000)),
    'restart redis': () => servers.restartRedis(),
  }
  for (const fault of faults) {
    await one[fault]()
    await wait(500 + random.below(1_000))
  }
}
