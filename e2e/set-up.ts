import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { findBrowser } from './browser.ts'

const Run = z.object({ url: z.url() })
const PATIENCE_MS = 8 * 60_000

/** Where the portal on this folder answers that it is ready; null when it does not yet. */
async function readyAt(dataDir: string): Promise<string | null> {
  try {
    const { url } = Run.parse(JSON.parse(readFileSync(join(dataDir, 'run.json'), 'utf8')))
    const { ok } = await fetch(new URL('/api/ready', url))
    return ok ? url : null
  } catch {
    return null // not written, or nobody listens yet
  }
}

/** Tells the stories, which run in processes of their own, where the portal is. */
function point(url: string, dataDir: string): void {
  process.env.HAKKU_URL = url
  process.env.DATA_DIR = dataDir
}

/**
 * Starts the real thing once, as `npm start` does: embedded PostgreSQL, demo, built pages, web and worker on a free port.
 * With E2E_DATA_DIR set, the stories are told to the portal that already runs on that folder.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  process.env.CHROMIUM_PATH = findBrowser().path
  const running = process.env.E2E_DATA_DIR
  if (running) {
    const url = await readyAt(running)
    if (!url) throw new Error(`No portal is ready on ${running}`)
    point(url, running)
    return async () => {}
  }
  const folder = mkdtempSync(join(tmpdir(), 'hakku-e2e-'))
  // Run as root, PostgreSQL drops to its own account, which must be able to walk in.
  chmodSync(folder, 0o755)
  const dataDir = join(folder, 'data')
  const portal = spawn(process.execPath, ['--import', 'tsx', 'start.ts'], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      PORT: '0',
      HAKKU_ENV: 'demo',
      LOG_LEVEL: 'warn',
      INTAKE_PER_ADDRESS: '10000',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [portal.stdout, portal.stderr])
    stream.on('data', (chunk) => {
      said = (said + chunk).slice(-20_000)
    })
  const ended = once(portal, 'exit')
  const stop = async () => {
    portal.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (const giveUpAt = performance.now() + PATIENCE_MS; performance.now() < giveUpAt; await wait(200)) {
    if (portal.exitCode !== null) break
    const url = await readyAt(dataDir)
    if (!url) continue
    point(url, dataDir)
    return stop
  }
  await stop()
  throw new Error(`The portal did not get ready:\n${said}`)
}
