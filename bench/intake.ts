import { existsSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import next from 'next'
import pg from 'pg'
import { createGate } from '#app/_server/gate/gate.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { filing, newController } from '#data/test-controller.ts'
import { openForm } from './faults/intake.ts'
import { now } from './faults/now.ts'

const PREPARED = 400
const AT_ONCE = 8
const AIM = 0.5

/** Runs all work with so many at once. @returns how many a second ended well; one that does not ends the bench */
async function perSecond(work: readonly (() => Promise<unknown>)[]): Promise<number> {
  const waiting = [...work]
  const startedAt = performance.now()
  const hand = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await next()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
  return (work.length / (performance.now() - startedAt)) * 1_000
}

/** Reads the body and inserts one row in a transaction: what any form that keeps something costs at least. */
function bareRoute(pool: pg.Pool) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
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
}

/**
 * The last POST of the form through gate, framework and verb (validated, sealed, clocks, event, outbox, committed),
 * against a bare route of the same server that inserts one row. The bare route exists in this process only.
 */
export async function benchIntake(environment: Record<string, string>): Promise<object[]> {
  if (!existsSync('.next/BUILD_ID'))
    throw new Error('The bench measures the built web: build it first (npm start does).')
  await ensureSigningKey(now())
  const slug = 'toko'
  await newController({ slug })
  const pool = new pg.Pool({ connectionString: environment['DATABASE_URL'], max: 10 })
  const owner = new pg.Client({ connectionString: environment['DATABASE_URL']?.replace('hakku_app:', 'postgres:') })
  await owner.connect()
  await owner.query(
    'create table bare (id bigserial primary key, text text); grant all on bare, bare_id_seq to hakku_app',
  )
  await owner.end()

  const port = Number(environment['PORT'])
  const origin = `http://127.0.0.1:${port}`
  const application = next({ dev: false, dir: process.cwd(), hostname: '127.0.0.1', port })
  await application.prepare()
  const [handle, bare] = [application.getRequestHandler(), bareRoute(pool)]
  const server = createGate((request, response) => (request.url === '/bare' ? bare : handle)(request, response), {
    trustedProxies: 0,
    strictTransport: false,
    dev: false,
  })
  await new Promise<void>((listening) => void server.listen(port, '127.0.0.1', listening))

  const prepare = async (count: number) => {
    const forms = Array.from({ length: count }, () => ({ form: openForm(origin, slug), given: filing() }))
    await perSecond(
      forms.map(
        ({ form, given }) =>
          () =>
            form.answer(given),
      ),
    )
    return forms.map(
      ({ form, given }) =>
        () =>
          form.send(given),
    )
  }
  const postBare = async () => {
    const headers = { origin, 'content-type': 'application/x-www-form-urlencoded' }
    const response = await fetch(`${origin}/bare`, { method: 'POST', body: 'text=one', headers, redirect: 'manual' })
    if (response.status !== 303) throw new Error(`the bare route answered ${response.status}`)
    await response.arrayBuffer()
  }
  await perSecond(await prepare(40))
  await perSecond(Array.from({ length: 100 }, () => postBare))

  const accepted = await perSecond(await prepare(PREPARED))
  const bares = await perSecond(Array.from({ length: PREPARED * 2 }, () => postBare))
  server.closeAllConnections()
  await new Promise((closed) => server.close(closed))
  await application.close()
  await pool.end()
  const ratio = Number((accepted / bares).toFixed(3))
  return [
    {
      acceptedPerSecond: Math.round(accepted),
      barePerSecond: Math.round(bares),
      atOnce: AT_ONCE,
      ratio,
      aim: AIM,
      isHeld: ratio >= AIM,
    },
  ]
}
