import { fork } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { WORKER_FLAGS, WORKER_MEMORY } from '#cli/running/worker-flags.ts'
import { copyOut } from './export/copy-out.ts'
import { BY_HAND, makeSubject } from './export/subject.ts'
import { type Servers, withClient } from './faults/servers.ts'

const SIZES = ['100000', '1000000', '5000000']
/** The two sides in turn, so that what else the machine does falls on both. */
const ROUNDS = 2
const AIM_RATIO = 0.5
const AIM_PEAK_MB = 300

type Fulfilled = { rows: number; collectSeconds: number; buildSeconds: number; seconds: number; peakMb: number }

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

/** A process of its own, as a worker is started, so that its peak of memory is its own too. */
async function fulfil(url: string, environment: Record<string, string>): Promise<Fulfilled> {
  const child = fork('bench/export/fulfil.ts', [url], {
    execArgv: [...WORKER_FLAGS, '--import', 'tsx'],
    env: { ...process.env, ...environment, ...WORKER_MEMORY },
  })
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`fulfilling ended with ${code}`)))
  const [answer] = await Promise.race([once(child, 'message'), ended])
  ended.catch(() => {})
  return answer as Fulfilled
}

async function measure(url: string, path: string, environment: Record<string, string>) {
  const rounds: { copySeconds: number; ours: Fulfilled }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const copySeconds = await timed(() => copyOut(url, Object.values(BY_HAND), path))
    rounds.push({ copySeconds, ours: await fulfil(url, environment) })
  }
  await rm(path)
  const copySeconds = Math.min(...rounds.map((round) => round.copySeconds))
  const best = rounds.map(({ ours }) => ours).reduce((one, other) => (other.seconds < one.seconds ? other : one))
  return { ...best, copySeconds, ratio: copySeconds / best.seconds }
}

/**
 * `npm run bench -- export [rows…]`: one person's rows in four tables, read, sealed, and packed into a sealed, signed
 * package, against `COPY` of the same rows through gzip into a file.
 */
export async function* benchExport(
  environment: Record<string, string>,
  servers: Servers,
  words: readonly string[],
): AsyncGenerator<object> {
  const admin = servers.superuserUrl('postgres')
  const peaks: number[] = []
  let ratio = 0
  for (const size of words.length > 0 ? words : SIZES) {
    const url = await makeSubject(admin, `subject_${size}`, Number(size))
    const measured = await measure(url, join(servers.directory, 'copy.gz'), environment)
    await withClient(admin, (client) => client.query(`DROP DATABASE subject_${Number(size)}`))
    peaks.push(measured.peakMb)
    if (measured.rows > 500_000 && ratio === 0) ratio = measured.ratio
    yield measured
  }
  const peakMb = Math.max(...peaks)
  yield {
    peakMb,
    aimPeakMb: AIM_PEAK_MB,
    ratio,
    aimRatio: AIM_RATIO,
    isHeld: peakMb <= AIM_PEAK_MB && ratio >= AIM_RATIO,
  }
}
