import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { answers, freePort } from './free-port.ts'

const PATIENCE_MS = 30_000
const PROGRAM = 'mariadbd'

/** `kill`: without a word to anybody; `start` again has the same port and files. */
export type MariaDb = { url: string; kill: () => Promise<void>; start: () => Promise<void>; stop: () => Promise<void> }

export const hasMariaDb = (): boolean => spawnSync(PROGRAM, ['--version'], { stdio: 'ignore' }).status === 0

/** From Debian, where we may. @returns whether there is one now */
export function installMariaDb(): boolean {
  if (hasMariaDb()) return true
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return false
  const apt = (...words: string[]) => spawnSync('apt-get', words, { stdio: 'inherit' }).status === 0
  const install = () => apt('install', '-y', '--no-install-recommends', 'mariadb-server')
  return (install() || (apt('update') && install())) && hasMariaDb()
}

const idOf = (flag: '-u' | '-g'): number => Number(spawnSync('id', [flag, 'mysql'], { encoding: 'utf8' }).stdout)

/** A throw-away MariaDB on a free loopback port; its account is root without a password, its files go with it. */
export async function startMariaDb(): Promise<MariaDb> {
  const directory = mkdtempSync(join(tmpdir(), 'hakku-mariadb-'))
  const asRoot = process.getuid?.() === 0
  if (asRoot) chownSync(directory, idOf('-u'), idOf('-g'))
  const account = asRoot ? ['--user=mysql'] : []
  const made = spawnSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      `--datadir=${directory}/data`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      ...account,
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(`mariadb-install-db: ${made.stderr}`)
  const port = await freePort()
  let server = launch(directory, port, account)
  process.once('exit', () => server.kill('SIGKILL')) // a run that ends early leaves no server behind
  await listening(port)
  const end = async (signal: NodeJS.Signals) => {
    const ended = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : null
    server.kill(signal)
    await ended
  }
  return {
    url: `mysql://root@127.0.0.1:${port}`,
    kill: () => end('SIGKILL'),
    async start() {
      server = launch(directory, port, account)
      await listening(port)
    },
    async stop() {
      await end('SIGTERM')
      rmSync(directory, { recursive: true, force: true })
    },
  }
}

/** What is committed outlives the process, not the machine; one packet may hold what the tests call huge. */
const launch = (directory: string, port: number, account: readonly string[]) =>
  spawn(
    PROGRAM,
    [
      '--no-defaults',
      `--datadir=${directory}/data`,
      `--socket=${directory}/socket`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--innodb-buffer-pool-size=64M',
      '--innodb-flush-log-at-trx-commit=2',
      '--max-allowed-packet=64M',
      '--performance-schema=OFF',
      ...account,
    ],
    { stdio: 'ignore' },
  )

async function listening(port: number): Promise<void> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; await wait(50))
    if (await answers(port)) return
  throw new Error(`${PROGRAM} did not answer on port ${port}`)
}
