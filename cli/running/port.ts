import { createServer } from 'node:net'

/**
 * The port itself when nobody listens there, or a free one for 0.
 * @throws Error in words when the port cannot be had
 */
export function availablePort(port: number, host: string): Promise<number> {
  return new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', (fault: NodeJS.ErrnoException) => {
      const why = fault.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${fault.code})`
      failed(new Error(`Port ${port} on ${host} ${why}. Free it or choose another: PORT=${port + 1} npm start`))
    })
    probe.listen(port, host, () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : port))
    })
  })
}
