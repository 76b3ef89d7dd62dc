import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { closeDatabase, scopeKey } from '#data/db.ts'
import { env } from '#env'
import { build, isBuilt } from './cli/running/build.ts'
import { lockFolder } from './cli/running/lock.ts'
import { appLogin, ownerUrl } from './cli/running/owner.ts'
import { availablePort } from './cli/running/port.ts'
import { STOPS_WITHIN_MS } from './cli/running/run-until-stopped.ts'
import { type Supervised, supervise } from './cli/running/supervise.ts'
import { WORKER_FLAGS, WORKER_MEMORY } from './cli/running/worker-flags.ts'
import { ensureDatabase } from './prisma/database.ts'
import { startPostgres } from './prisma/embedded.ts'
import { migrate } from './prisma/migrate.ts'
import { stopOrphan } from './prisma/postmaster.ts'
import { seed } from './prisma/seed.ts'

// `npm start` and, with --dev, `npm run dev`: one process that starts everything, watches over it and stops it.

const isEmbedded = !env.DATABASE_URL
const isDevelopment = process.argv.includes('--dev')
const dataDir = resolve(env.DATA_DIR)
const runPath = join(dataDir, 'run.json')
/** On top of what a process allows itself. */
const KILLED_AFTER_MS = 2_000

const stopping = new AbortController()
const asked = new Promise<never>((_, reject) => {
  stopping.signal.addEventListener('abort', () => reject(stopping.signal.reason))
})
asked.catch(() => {}) // heard by whoever waits at that moment
const undo: (() => Promise<unknown> | undefined)[] = []

async function step<T>(words: string, work: () => Promise<T>): Promise<T> {
  stopping.signal.throwIfAborted()
  const startedAt = performance.now()
  console.log(`• ${words} …`)
  const result = await Promise.race([work(), asked])
  console.log(`  done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  return result
}

/** Root's PostgreSQL has an account of its own, which must be able to walk through the data folder to its files. */
function makeDataFolder(): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  if (process.getuid?.() === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o001)
}

function superuserPassword(): string {
  const path = join(dataDir, 'database.password')
  if (!existsSync(path)) writeFileSync(path, randomBytes(24).toString('base64url'), { mode: 0o600, flag: 'wx' })
  return readFileSync(path, 'utf8').trim()
}

type Addresses = { owner: string; app: string; appPassword?: string }

async function startEmbedded(): Promise<Addresses> {
  const directory = join(dataDir, 'db')
  if (await stopOrphan(directory)) console.log('  stopped a PostgreSQL that a killed Hakku had left behind')
  const server = await startPostgres(directory, { password: superuserPassword() })
  undo.push(server.stop)
  server.ended.then(() => stopping.abort(new Error('PostgreSQL ended by itself.'))).catch(() => {})
  const owner = await ensureDatabase(server.superuserUrl, 'hakku')
  const appPassword = randomBytes(24).toString('base64url')
  const app = new URL(owner)
  app.username = 'hakku_app'
  app.password = appPassword
  return { owner, app: app.href, appPassword }
}

function database(): Promise<Addresses> {
  const { DATABASE_URL: app } = env
  if (app) return Promise.resolve({ owner: ownerUrl(), app, ...appLogin() })
  return step('Starting PostgreSQL', startEmbedded)
}

async function prepare({ owner, app, ...login }: Addresses): Promise<void> {
  env.DATABASE_URL = app // known only now; whatever asks for it here asks later
  await step('Applying migrations', () => migrate(owner, { scopeKey: scopeKey(), ...login }))
  if (env.HAKKU_ENV === 'demo') await step('Looking after the demo (the first time, half a minute)', () => seed(owner))
  await closeDatabase()
  if (!isDevelopment && !isBuilt()) await step('Building the pages, about a minute', () => build(stopping.signal))
}

function serve(app: string, port: number): { web: Supervised; worker: Supervised } {
  const environment = {
    DATABASE_URL: app,
    PORT: String(port),
    DATA_DIR: dataDir,
    NODE_ENV: isDevelopment ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
  }
  const run: Partial<Record<'web' | 'worker', Supervised>> = {}
  const note = () => {
    const pids = { start: process.pid, web: run.web?.pid(), worker: run.worker?.pid() }
    // `npm run hakku` asks the same database; only the account that started Hakku can read this file.
    const database = isEmbedded ? { databaseUrl: app } : {}
    writeFileSync(runPath, JSON.stringify({ url: addressOf(port), pids, ...database }), { mode: 0o600 })
  }
  const keep = (name: 'web' | 'worker', args: string[]): Supervised => {
    const [flags, memory] = name === 'worker' ? [WORKER_FLAGS, WORKER_MEMORY] : [[], {}]
    const stopWithinMs = STOPS_WITHIN_MS[name] + KILLED_AFTER_MS
    const program = {
      name,
      args: [...flags, '--import', 'tsx', ...args, `cli/${name}.ts`],
      environment: { ...memory, ...environment },
      stopWithinMs,
    }
    const supervised = supervise(program, () => setImmediate(note))
    run[name] = supervised
    return supervised
  }
  const web = keep('web', [])
  const worker = keep('worker', isDevelopment ? ['--watch', '--watch-preserve-output'] : [])
  undo.push(
    async () => rmSync(runPath, { force: true }),
    () => Promise.all([web.stop(), worker.stop()]),
  )
  return { web, worker }
}

const addressOf = (port: number): string => env.PUBLIC_URL ?? `http://localhost:${port}`

function announce(port: number): void {
  const url = addressOf(port)
  const queue = env.REDIS_URL ? 'Redis' : 'PostgreSQL'
  const people = 'one click each: an agent, a reviewer, a lead, an auditor, an administrator'
  const demo = [
    `  Ask for your data    ${url}/toko-sejahtera  (as siti.wahyuni@example.id or budi@example.id)`,
    `  Work as the team     ${url}/desk/sign-in  (${people})`,
    `  Read the mail        ${url}/dev/mail`,
  ]
  console.log(
    [
      '',
      `  Hakku is ready: ${url}`,
      '',
      ...(env.HAKKU_ENV === 'demo' ? demo : []),
      `  The queue runs on ${queue}; ${isEmbedded ? 'all data is' : 'keys and files are'} in ${dataDir}.`,
      '  Ctrl-C stops everything.',
      '',
    ].join('\n'),
  )
}

async function run(): Promise<void> {
  makeDataFolder()
  undo.push(await lockFolder(dataDir))
  const port = await availablePort(env.PORT, env.HOST)
  const addresses = await database()
  await prepare(addresses)
  await step('Starting web and worker', async () => {
    const { web, worker } = serve(addresses.app, port)
    await Promise.all([web.started, worker.started])
  })
  stopping.signal.throwIfAborted()
  announce(port)
  await asked
}

/** The last started is the first stopped, and PostgreSQL goes after everybody who uses it. */
async function stopEverything(): Promise<void> {
  for (const stop of undo.reverse()) await stop()?.catch((fault: unknown) => console.error(String(fault)))
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (!stopping.signal.aborted) console.log('\n• Stopping; what runs may end first …')
    stopping.abort()
  })
// What was cut short may still complain of its lost connection.
process.on('uncaughtException', (fault) => stopping.abort(fault))

try {
  await run()
} catch (fault) {
  if (!stopping.signal.aborted) {
    console.error(`\n${fault instanceof Error ? fault.message : fault}\n`)
    process.exitCode = 1
  }
}
if (stopping.signal.reason instanceof Error && stopping.signal.reason.name !== 'AbortError') {
  console.error(`\n${stopping.signal.reason.message}\n`)
  process.exitCode = 1
}
await stopEverything()
if (!process.exitCode) console.log('  stopped')
process.exit()
