import { existsSync } from 'node:fs'
import { Agent, request as httpRequest } from 'node:http'
import pg from 'pg'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { filing, newController } from '#data/test-controller.ts'
import { openForm } from './faults/intake.ts'
import { keep } from './faults/keep.ts'
import { now } from './faults/now.ts'

const PREPARED = 600
const AT_ONCE = 8
const AIM = 0.5

type Work = readonly (() => Promise<unknown>)[]

/** Runs all work with so many at once. @returns how many a second ended well; one that does not ends the bench */
async function perSecond(work: Work): Promise<number> {
  const waiting = [...work]
  const startedAt = performance.now()
  const hand = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) await next()
  }
  await Promise.all(Array.from({ length: AT_ONCE }, hand))
  return (work.length / (performance.now() - startedAt)) * 1_000
}

/** A client that costs little, so that two cores measure the server. */
const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE })

function send(url: string, method: 'GET' | 'POST', headers: Record<string, string>, expected: number): Promise<void> {
  return new Promise((done, failed) => {
    const asking = httpRequest(url, { method, agent, headers }, (answer) => {
      answer.resume()
      answer.on('end', () => {
        if (answer.statusCode === expected) done()
        else failed(new Error(`${method} ${url} answered ${answer.statusCode}`))
      })
    })
    asking.on('error', failed)
    asking.end()
  })
}

async function createBareTable(databaseUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: databaseUrl.replace('hakku_app:', 'postgres:') })
  await owner.connect()
  await owner.query(
    'create table bare (id bigserial primary key, text text); grant all on bare, bare_id_seq to hakku_app',
  )
  await owner.end()
}

/**
 * The last POST of the form through gate, framework and verb (validated, sealed, clocks, event, outbox, committed),
 * against a bare route of the same server that inserts one row, and against a page of the framework that does nothing.
 */
export async function benchIntake(environment: Record<string, string>): Promise<object[]> {
  if (!existsSync('.next/BUILD_ID'))
    throw new Error('The bench measures the built web: build it first (npm start does).')
  await ensureSigningKey(now())
  const slug = 'toko'
  await newController({ slug })
  await createBareTable(environment['DATABASE_URL'] ?? '')
  const origin = `http://127.0.0.1:${environment['PORT']}`
  const server = keep({
    name: 'web',
    file: 'bench/intake-server.ts',
    environment: { ...environment, NODE_ENV: 'production', LOG_LEVEL: 'silent' },
  })
  await server.serving()

  const formHeaders = { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  const filings = async (count: number): Promise<Work> => {
    const forms = Array.from({ length: count }, () => ({ form: openForm(origin, slug), given: filing() }))
    await perSecond(
      forms.map(
        ({ form, given }) =>
          () =>
            form.answer(given),
      ),
    )
    return forms.map(
      ({ form }) =>
        () =>
          send(`${origin}/${slug}/request`, 'POST', { ...formHeaders, cookie: form.cookie() }, 303),
    )
  }
  const bares = (count: number): Work =>
    Array.from({ length: count }, () => () => send(`${origin}/bare`, 'POST', formHeaders, 303))
  const empties = (count: number): Work =>
    Array.from({ length: count }, () => () => send(`${origin}/api/health`, 'GET', {}, 200))

  for (const warm of [await filings(100), bares(400), empties(400)]) await perSecond(warm)
  const accepted = await perSecond(await filings(PREPARED))
  const bare = await perSecond(bares(PREPARED * 4))
  const empty = await perSecond(empties(PREPARED * 2))
  agent.destroy()
  await server.stop()
  const ratio = Number((accepted / bare).toFixed(3))
  return [
    {
      acceptedPerSecond: Math.round(accepted),
      barePerSecond: Math.round(bare),
      emptyFrameworkPerSecond: Math.round(empty),
      atOnce: AT_ONCE,
      ratio,
      ratioToFramework: Number((accepted / empty).toFixed(3)),
      aim: AIM,
      isHeld: ratio >= AIM,
    },
  ]
}
