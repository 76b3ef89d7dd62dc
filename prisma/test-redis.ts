import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import { answers, freePort } from './free-port.ts'

const PROGRAMS = ['redis-server', 'valkey-server']
const PATIENCE_MS = 5_000

const find = (): string | null =>
  PROGRAMS.find((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0) ?? null

function install(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  const apt = (...words: string[]) => spawnSync('apt-get', words, { stdio: 'inherit' }).status === 0
  return apt('install', '-y', 'redis-server') || (apt('update') && apt('install', '-y', 'redis-server')) ? find() : null
}

/** A throw-away Redis (or Valkey) on a free loopback port, with nothing written to disk; null when there is none to be had. */
export async function startRedis(): Promise<{ url: string; stop: () => Promise<void> } | null> {
  const program = find() ?? install()
  if (!program) return null
  const port = await freePort()
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = spawn(program, [...settings, '--maxmemory-policy', 'noeviction'], { stdio: 'ignore' })
  const ended = once(server, 'exit')
  const stop = async () => {
    server.kill()
    await ended
  }
  for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; await wait(50))
    if (await answers(port)) return { url: `redis://127.0.0.1:${port}`, stop }
  await stop()
  throw new Error(`${program} did not answer on port ${port}`)
}
