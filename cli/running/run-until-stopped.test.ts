import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const program = new URL('./test-stubborn.ts', import.meta.url)

/** A process that serves and then, asked to stop, either stops or waits for what never comes. */
async function started(stop: 'stops' | 'hangs') {
  const child = fork(program, [stop], { execArgv: ['--import', 'tsx'], stdio: 'ignore' })
  await once(child, 'message')
  return { child, exited: once(child, 'exit') }
}

test.each([
  ['a signal', 'stops', 0],
  ['a signal', 'hangs', 1],
  ['the end of its parent', 'stops', 0],
  ['the end of its parent', 'hangs', 1],
] as const)('after %s a process that %s ends with code %i', { timeout: 20_000 }, async (why, stop, code) => {
  const { child, exited } = await started(stop)
  if (why === 'a signal') child.kill('SIGTERM')
  else child.disconnect()
  expect(await exited).toEqual([code, null])
})
