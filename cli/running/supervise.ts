import { type ChildProcess, spawn } from 'node:child_process'
import { childEnvironment } from '#env'

export type Program = {
  name: string
  /** for the toolchain's own Node */
  args: readonly string[]
  environment: Record<string, string>
  /** how long what it is doing may take to end */
  stopWithinMs: number
}
export type Supervised = { started: Promise<void>; pid: () => number | undefined; stop: () => Promise<void> }

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
const HEALTHY_AFTER_MS = 60_000

const pauseMs = (deaths: number): number => Math.min(FIRST_PAUSE_MS * 2 ** (deaths - 1), LONGEST_PAUSE_MS)

/**
 * Keeps a process running: starts it again when it dies, later each time until it stays up for a minute. `started`
 * resolves when it says that it serves and rejects when it dies before it ever did.
 */
export function supervise(program: Program, onStart: () => void): Supervised {
  const started = Promise.withResolvers<void>()
  let served = false
  let stopping = false
  let deaths = 0
  let timer: NodeJS.Timeout | undefined
  let child: ChildProcess | undefined

  const died = (why: string, ranMs: number) => {
    if (stopping) return
    if (!served) return started.reject(new Error(`The ${program.name} process did not start (${why}).`))
    deaths = ranMs > HEALTHY_AFTER_MS ? 1 : deaths + 1
    console.error(`! The ${program.name} process ended (${why}); it starts again in ${pauseMs(deaths) / 1000} s.`)
    timer = setTimeout(start, pauseMs(deaths))
  }
  const start = () => {
    const startedAt = performance.now()
    child = spawn(process.execPath, program.args, {
      env: childEnvironment(program.environment),
      // The channel tells the child when its parent is gone; its own process group keeps Ctrl-C for the parent.
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      detached: true,
    })
    child.once('message', () => {
      served = true
      started.resolve()
    })
    child.once('error', (fault) => died(fault.message, 0))
    child.once('exit', (code, signal) => died(signal ?? `code ${code}`, performance.now() - startedAt))
    onStart()
  }
  const stop = async () => {
    stopping = true
    clearTimeout(timer)
    if (child) await end(child, program.stopWithinMs)
  }
  start()
  return { started: started.promise, pid: () => child?.pid, stop }
}

async function end(child: ChildProcess, withinMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const exited = new Promise((done) => child.once('exit', done))
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs)
  await exited
  clearTimeout(timer)
}
