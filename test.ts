import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { installMariaDb } from '#prisma/test-mariadb.ts'
import { startRedis } from '#prisma/test-redis.ts'
import { check } from './check.ts'
import { findBrowser } from './e2e/browser.ts'

type Outcome = { passed: number; failed: number }

const folder = mkdtempSync(join(tmpdir(), 'hakku-report-'))
// biome-ignore lint/style/noProcessEnv: hands its own surroundings to what it starts, less the outside servers
const { REDIS_URL: _redis, DATABASE_URL: _database, ...surroundings } = process.env

const Vitest = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number() })
  .transform(({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }))
const Playwright = z
  .object({ stats: z.object({ expected: z.number(), flaky: z.number(), unexpected: z.number() }) })
  .transform(({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky }))
const Scripts = z.object({ scripts: z.record(z.string(), z.string()) })

function run(command: string, extra: Record<string, string> = {}): Promise<{ code: number; lastLine: string }> {
  const [program = '', ...words] = command.split(' ')
  return new Promise((done, failed) => {
    const child = spawn(program, words, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...surroundings, ...extra } })
    let tail = ''
    child.stdout.on('data', (chunk: Buffer) => {
      process.stdout.write(chunk)
      tail = (tail + chunk).slice(-500)
    })
    child.once('error', failed)
    child.once('close', (code) => done({ code: code ?? 1, lastLine: tail.trim().split('\n').at(-1) ?? '' }))
  })
}

/** What a report counts; a tool that ends badly, writes no report or runs nothing has failed at least once. */
function count<T extends z.ZodType<Outcome>>(report: string, shape: T, code: number): Outcome {
  try {
    const outcome = shape.parse(JSON.parse(readFileSync(report, 'utf8')))
    const bad = code !== 0 || outcome.passed + outcome.failed === 0
    return { ...outcome, failed: Math.max(outcome.failed, bad ? 1 : 0) }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

async function vitest(project: string, extra: Record<string, string> = {}): Promise<Outcome> {
  const report = join(folder, `${project}.json`)
  const reporters = `--reporter=default --reporter=json --outputFile.json=${report}`
  const { code } = await run(`vitest run --project ${project} ${reporters}`, extra)
  return count(report, Vitest, code)
}

/** The queue's second backend, for as long as `use` takes. */
async function onRedis(use: (url: string) => Promise<Outcome>): Promise<Outcome> {
  const server = await startRedis()
  if (!server) {
    process.stdout.write('No redis-server and no way to install one: the queue was not tried on its second backend.\n')
    return { passed: 0, failed: surroundings.CI ? 1 : 0 }
  }
  try {
    return await use(server.url)
  } finally {
    await server.stop()
  }
}

/** The other kinds of source, on servers of their own. */
async function mysql(): Promise<Outcome> {
  if (installMariaDb()) return vitest('mysql')
  process.stdout.write('No MariaDB and no way to install one: its sources were not tried.\n')
  return { passed: 0, failed: surroundings.CI ? 1 : 0 }
}

async function faults(): Promise<Outcome> {
  const { scripts } = Scripts.parse(JSON.parse(readFileSync('package.json', 'utf8')))
  if (!('test:faults' in scripts)) return { passed: 0, failed: 0 }
  const { code, lastLine } = await run('npm run -s test:faults')
  const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(lastLine) ?? [null, code === 0 ? 1 : 0, 0]
  return { passed: Number(passed), failed: Math.max(Number(failed), code === 0 ? 0 : 1) }
}

async function e2e(stories = '', extra: Record<string, string> = {}): Promise<Outcome> {
  const { path, how } = findBrowser()
  process.stdout.write(`Browser: ${path} (${how})\n`)
  const report = join(folder, 'e2e.json')
  rmSync(report, { force: true })
  const { code } = await run(`playwright test --reporter=list,json ${stories}`.trim(), {
    CHROMIUM_PATH: path,
    PLAYWRIGHT_JSON_OUTPUT_NAME: report,
    ...extra,
  })
  return count(report, Playwright, code)
}

const PHASES: Readonly<Record<string, () => Promise<Outcome>>> = {
  check,
  unit: () => vitest('unit'),
  database: () => vitest('database'),
  redis: () => onRedis((url) => vitest('redis', { REDIS_URL: url })),
  mysql,
  e2e: () => e2e(),
  'stories on redis': () => onRedis((url) => e2e('access erasure', { REDIS_URL: url })),
  faults, // last: they use the pages that the stories had built
}

/** A phase that cannot even start has failed once, and hides none of those after it. */
async function take(name: string, phase: () => Promise<Outcome>): Promise<Outcome> {
  process.stdout.write(`\n── ${name} ──\n`)
  try {
    return await phase()
  } catch (fault) {
    process.stdout.write(`${fault instanceof Error ? fault.stack : fault}\n`)
    return { passed: 0, failed: 1 }
  }
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(name in PHASES))
if (unknown.length > 0)
  throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(PHASES).join(', ')}`)

const outcomes: [string, Outcome][] = []
for (const [name, phase] of Object.entries(PHASES))
  if (wanted.length === 0 || wanted.includes(name)) outcomes.push([name, await take(name, phase)])
rmSync(folder, { recursive: true, force: true })

const sum = (of: keyof Outcome) => outcomes.reduce((total, [, outcome]) => total + outcome[of], 0)
process.stdout.write('\n')
for (const [name, { passed, failed }] of outcomes) process.stdout.write(`${name}: ${passed} passed, ${failed} failed\n`)
process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`)
process.exitCode = sum('failed') > 0 || sum('passed') === 0 ? 1 : 0
