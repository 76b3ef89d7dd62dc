import { log } from '#log'

export type Running = { url?: string; stop: () => Promise<void> }

/**
 * A process that serves until a signal asks it to stop, or until the process that started it is gone.
 * Says so over the channel to its parent, if it has one, once it serves.
 */
export async function runUntilStopped(name: string, start: () => Promise<Running>): Promise<void> {
  const asked = new Promise<void>((stop) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.once(signal, () => stop())
  })
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
