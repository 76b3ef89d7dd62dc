import type { IncomingMessage, ServerResponse } from 'node:http'
import next from 'next'
import pg from 'pg'
import { createGate } from '#app/_server/gate/gate.ts'
import { env } from '#env'

/** The built web behind its gate, with one route more: it reads the body and inserts one row, as any form must at least. */
const pool = new pg.Pool({ connectionString: env.DATABASE_URL, max: 10 })

async function bare(request: IncomingMessage, response: ServerResponse): Promise<void> {
  for await (const _ of request);
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query('insert into bare (text) values ($1)', ['one row'])
    await client.query('commit')
  } finally {
    client.release()
  }
  response.writeHead(303, { location: '/' }).end()
}

const application = next({ dev: false, dir: process.cwd(), hostname: '127.0.0.1', port: env.PORT })
await application.prepare()
const handle = application.getRequestHandler()
const server = createGate((request, response) => (request.url === '/bare' ? bare : handle)(request, response), {
  trustedProxies: 0,
  strictTransport: false,
  dev: false,
})
server.listen(env.PORT, '127.0.0.1', () => process.send?.({ serving: true }))
process.once('SIGTERM', () => process.exit(0))
