import { log } from '#log'

export type Running = { url?: string; stop: () => Promise<void> }

/** How long what runs may take to end once it was asked to. */
export const STOPS_WITHIN_MS = { web: 15_000, worker: 30_000 }

/**
 * A process that serves until a signal asks it to stop, or until the process that started it is gone.
 * Says so over the channel to its parent, if it has one, once it serves. A stop that takes longer than `withinMs`
 * is cut short with code 1: it may wait for a database or a queue that will not come back.
 */
export async function runUntilStopped(name: string, start: () => Promise<Running>, withinMs: number): Promise<void> {
  const asked = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(signal, () => stop())
  })
  asked.then(() => setTimeout(cutShort, withinMs).unref()).catch(() => {})
  function cutShort() {
    log.warn(`${name} was cut short while stopping`)
    process.exit(1)
  }
  try {
    const { url, stop } = await start()
    log.info({ url }, `${name} started`)
    process.send?.({ url })
    await asked
    await stop()
    log.info(`${name} stopped`)
    process.exit(0)
  } catch (fault) {
    console.error(fault instanceof Error ? fault.message : fault)
    process.exit(1)
  }
}
