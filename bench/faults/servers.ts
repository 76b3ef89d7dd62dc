import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pg from 'pg'
import { deriveKey } from '#crypto/master-key.ts'
import { keysOf, tablesOf } from '#jobs/test-queue.ts'
import { startPostgres } from '#prisma/embedded.ts'
import { migrate } from '#prisma/migrate.ts'
import { livingServer } from '#prisma/postmaster.ts'

export type Backend = 'postgres' | 'redis'
export type PostgresEnd = 'fast' | 'immediate'

/** The servers that outlive the portal's processes, and the ways in which they fail. */
export type Servers = {
  backend: Backend
  directory: string
  superuserUrl: (database: string) => string
  /** A PostgreSQL of its own for the connected source: it falls without the portal's. */
  openSource: () => Promise<Source>
  /** Makes an empty, migrated portal and answers the settings of its processes. */
  openPortal: (name: string) => Promise<Record<string, string>>
  restartPostgres: (how: PostgresEnd) => Promise<void>
  /** @param downMs how long it stays away */
  restartSource: (how: PostgresEnd, downMs: number) => Promise<void>
  /** Everything that waits in the queue is gone. */
  loseQueue: (portals: readonly string[]) => Promise<void>
  restartRedis: () => Promise<void>
  /** Everything that the queue knows, as text. */
  dumpQueue: (portal: string) => Promise<string>
  stop: () => Promise<void>
}

export type Source = { superuserUrl: (database: string) => string }

const PASSWORD = 'faults'

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}

/** A server that can be killed and comes back on the same port. */
async function openDatabase(databaseDir: string, fast: boolean) {
  const start = () => startPostgres(databaseDir, { password: PASSWORD, fast })
  let server = await start()
  return {
    superuserUrl: (database: string) => server.superuserUrl.replace(/\/postgres$/, `/${database}`),
    async restart(how: PostgresEnd, downMs = 0) {
      const pid = livingServer(databaseDir)
      if (pid !== null) process.kill(pid, how === 'fast' ? 'SIGINT' : 'SIGQUIT')
      await server.ended
      await wait(downMs)
      server = await start()
    },
    stop: () => server.stop(),
  }
}

/** @param fast without fsync: for measuring, never for faults */
export async function startServers(backend: Backend, fast = false): Promise<Servers> {
  const directory = mkdtempSync(join(tmpdir(), 'hakku-faults-'))
  // Run as root, the server drops to its own account, which must be able to walk in.
  chmodSync(directory, 0o755)
  const postgres = await openDatabase(join(directory, 'db'), fast)
  let source: Awaited<ReturnType<typeof openDatabase>> | null = null
  const redis = backend === 'redis' ? await openRedis() : null
  const { superuserUrl } = postgres

  return {
    backend,
    directory,
    superuserUrl,
    async openSource() {
      source ??= await openDatabase(join(directory, 'source'), fast)
      return source
    },
    async openPortal(name) {
      const masterKey = randomBytes(32)
      await withClient(superuserUrl('postgres'), (client) =>
        client.query(`create database ${pg.escapeIdentifier(name)}`),
      )
      await migrate(superuserUrl(name), { scopeKey: deriveKey(masterKey, 'scope'), appPassword: PASSWORD })
      return {
        DATABASE_URL: superuserUrl(name).replace(/^postgres:\/\/postgres:/, 'postgres://hakku_app:'),
        MASTER_KEY: masterKey.toString('base64'),
        DATA_DIR: join(directory, name),
        PORT: String(await freePort()),
        NODE_ENV: 'production',
        HAKKU_ENV: 'demo',
        INTAKE_PER_ADDRESS: '1000000',
        INTAKE_PER_CONTACT: '1000000',
        LOG_LEVEL: 'info',
        REDIS_URL: redis?.url ?? '',
      }
    },
    restartPostgres: (how) => postgres.restart(how),
    async restartSource(how, downMs) {
      await source?.restart(how, downMs)
    },
    async loseQueue(portals) {
      if (redis) return redis.ask(async (client) => void (await client.flushall()))
      for (const portal of portals) await tablesOf(superuserUrl(portal)).lose()
    },
    async restartRedis() {
      await redis?.restart()
    },
    async dumpQueue(portal) {
      const store = redis ? keysOf(redis.url, '') : tablesOf(superuserUrl(portal))
      return store.dump().finally(store.close)
    },
    async stop() {
      await postgres.stop()
      await source?.stop()
      await redis?.stop()
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** A Redis that keeps its port and writes nothing to disk: a restart forgets everything. */
async function openRedis() {
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const words = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  let server: ChildProcess
  const ask = async <T>(work: (client: Redis) => Promise<T>): Promise<T> => {
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
    client.on('error', () => {})
    try {
      await client.connect()
      return await work(client)
    } finally {
      client.disconnect()
    }
  }
  const start = async () => {
    server = spawn('redis-server', words, { stdio: 'ignore' })
    for (let tries = 0; tries < 100; tries += 1, await wait(50)) {
      const answered = await ask((client) => client.ping()).catch(() => null)
      if (answered) return
    }
    throw new Error('redis-server does not answer (apt-get install redis-server)')
  }
  const stop = async () => {
    const ended = once(server, 'exit')
    server.kill('SIGKILL')
    await ended
  }
  await start()
  const restart = async () => {
    await stop()
    await start()
  }
  return { url, ask, stop, restart }
}
