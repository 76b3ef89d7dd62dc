import type { AddressInfo } from 'node:net'
import { createReceiver } from '../docs/examples/receiver.ts'

const [secret = ''] = process.argv.slice(2)
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)

const done = { outcome: 'done', collections: [] }
/** For tests: the example receiver as a process of its own, which says what it was asked to stop. */
const server = createReceiver({
  secret,
  store: {
    find: async () => [{ id: 1, name: 'Siti' }],
    erase: async () => ({ statement: { outcome: 'done', collections: [{ collection: 'contacts', erased: 1 }] } }),
    change: async () => ({ statement: { outcome: 'changed' } }),
    stop: async ({ identities, purposes }) => {
      say({ stopped: purposes, whose: identities })
      return { statement: done }
    },
  },
})
server.listen(0, '127.0.0.1', () => say({ port: (server.address() as AddressInfo).port }))
