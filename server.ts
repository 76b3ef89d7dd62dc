import type { AddressInfo } from 'node:net'
import next from 'next'
import { createGate } from '#app/_server/gate/gate.ts'
import { setOwnOrigin } from '#app/_server/own-origin.ts'
import { env } from '#env'
import { log } from '#log'

export type Web = { url: string; close: () => Promise<void> }

const drainMs = 10_000

/**
 * Serves the application behind the gate. Port 0 takes a free one. SIGTERM lets requests in flight finish, then closes.
 * @throws when `dev` is false and NODE_ENV is not production
 */
export async function startWeb({ port, host, dev }: { port: number; host: string; dev: boolean }): Promise<Web> {
  if (!dev && env.NODE_ENV !== 'production')
    throw new Error('Set NODE_ENV=production: pages would go out with the development CSP')
  const application = next({ dev, dir: import.meta.dirname, hostname: host, port })
  await application.prepare()
  const handle = application.getRequestHandler()

  const server = createGate((request, response) => handle(request, response), {
    publicOrigin: env.PUBLIC_URL && new URL(env.PUBLIC_URL).origin,
    trustedProxies: env.TRUSTED_PROXIES,
    strictTransport: env.HAKKU_ENV === 'production',
    dev,
  })
  await new Promise<void>((listening, failed) => {
    server.once('error', failed).listen(port, host, listening)
  })

  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= closeGently()
    return closing
  }
  const closeGently = async () => {
    const deadline = setTimeout(() => server.closeAllConnections(), drainMs)
    await new Promise((closed) => server.close(closed))
    clearTimeout(deadline)
    await application.close()
  }
  process.once('SIGTERM', () => {
    close().catch((fault) => log.error({ fault: String(fault) }, 'the web process did not close'))
  })

  const { port: actualPort } = server.address() as AddressInfo
  setOwnOrigin(`http://${host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host}:${actualPort}`)
  return { url: env.PUBLIC_URL ?? `http://${host}:${actualPort}`, close }
}
