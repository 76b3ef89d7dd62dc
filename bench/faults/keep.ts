import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'

const START_AGAIN_AFTER_MS = 300
const LAST_WORDS_LENGTH = 3_000

/** A real process that is started again whenever it ends. */
export type Kept = {
  name: string
  pid: () => number | undefined
  /** Kills with -9, which no process can prepare for. @returns false when none is alive */
  kill: () => boolean
  send: (message: object) => boolean
  /** Every word it wrote, over all its lives. */
  output: () => string
  /** How it ended by itself after it had started, with its last words, each time. */
  ends: () => readonly string[]
  serving: () => Promise<void>
  stop: () => Promise<void>
}

type Program = {
  name: string
  file: string
  words?: readonly string[]
  /** for Node itself */
  flags?: readonly string[]
  environment: Readonly<Record<string, string>>
  onMessage?: (message: unknown) => void
}

export function keep({ name, file, words = [], flags = [], environment, onMessage }: Program): Kept {
  const output: string[] = []
  let child: ChildProcess | null = null
  let isServing = false
  let isKilled = false
  let isStopping = false
  const ends: string[] = []

  const start = () => {
    isServing = false
    isKilled = false
    child = spawn(process.execPath, [...flags, '--import', 'tsx', file, ...words], {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    child.stdout?.on('data', (chunk: Buffer) => output.push(String(chunk)))
    child.stderr?.on('data', (chunk: Buffer) => output.push(String(chunk)))
    child.on('error', () => {})
    child.on('message', (message) => {
      isServing = true
      onMessage?.(message)
    })
    child.once('exit', async (code, signal) => {
      const words = () => output.join('').slice(-LAST_WORDS_LENGTH)
      if (isServing && !isKilled && !isStopping) ends.push(`${name} ended by itself (${signal ?? code}):\n${words()}`)
      isServing = false
      await wait(START_AGAIN_AFTER_MS)
      if (!isStopping) start()
    })
  }
  start()

  const isAlive = () => child !== null && child.exitCode === null && child.signalCode === null
  return {
    name,
    pid: () => child?.pid,
    kill() {
      if (!isAlive() || isStopping) return false
      isKilled = true
      return child?.kill('SIGKILL') ?? false
    },
    send: (message) => isServing && child?.connected === true && child.send(message, () => {}),
    output: () => output.join(''),
    ends: () => ends,
    async serving() {
      while (!isServing) await wait(50)
    },
    async stop() {
      isStopping = true
      if (!child || !isAlive()) return
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      const late = setTimeout(() => child?.kill('SIGKILL'), 5_000)
      await ended
      clearTimeout(late)
    },
  }
}
