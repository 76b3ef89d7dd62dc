import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const STOP_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 50

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Process numbers are used again: where the system tells (Linux), the process must be a PostgreSQL with these files. */
function isServerOf(pid: number, databaseDir: string): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return false
  const path = `/proc/${pid}/cmdline`
  return !existsSync(path) || readFileSync(path, 'utf8').split('\0').includes(databaseDir)
}

/** The process of the PostgreSQL that uses these files; its number is the first line of postmaster.pid, which a crash leaves behind. */
export function livingServer(databaseDir: string): number | null {
  const path = join(databaseDir, 'postmaster.pid')
  if (!existsSync(path)) return null
  const pid = Number(readFileSync(path, 'utf8').split('\n')[0])
  return isServerOf(pid, databaseDir) ? pid : null
}

/**
 * Stops a PostgreSQL whose Hakku was killed. Only for whoever holds the lock on the data folder.
 * @throws Error when it does not end within 30 s
 */
export async function stopOrphan(databaseDir: string): Promise<boolean> {
  const pid = livingServer(databaseDir)
  if (pid === null) return false
  process.kill(pid, 'SIGINT')
  for (let waitedMs = 0; waitedMs < STOP_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    if (!isAlive(pid)) return true
    await wait(LOOK_EVERY_MS)
  }
  throw new Error(`PostgreSQL process ${pid} was left behind in ${databaseDir} and does not stop: end it by hand.`)
}
