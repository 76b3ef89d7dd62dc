import { randomBytes, randomInt } from 'node:crypto'
import { existsSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { filing, newController } from '#data/test-controller.ts'
import { formatReference } from '#domain/reference.ts'
import { openForm } from './faults/intake.ts'
import { keep } from './faults/keep.ts'
import { now } from './faults/now.ts'
import { percentiles } from './percentiles.ts'
import { rankTest } from './rank-test.ts'

const PAIRS = 100
const TOLD_APART = 0.01

type Answer = { ms: number; looks: string }
type Ask = (reference: string) => Promise<Answer>

/** Each from a network address of its own, so that no limit of an address answers instead. */
const addresses = (function* () {
  for (let at = 0; ; at += 1) yield `127.${1 + (at >> 14)}.${(at >> 6) & 255}.${1 + (at & 63)}`
})()

function ask(origin: string, method: 'GET' | 'POST', path: string, fields: Record<string, string>): Promise<Answer> {
  const localAddress = addresses.next().value ?? '127.0.0.1'
  const headers = { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' }
  return new Promise((done, failed) => {
    const startedAt = performance.now()
    const asking = httpRequest(`${origin}${path}`, { method, headers, localAddress, agent: false }, (answer) => {
      let bytes = 0
      answer.on('data', (chunk: Buffer) => {
        bytes += chunk.length
      })
      answer.on('end', () => done({ ms: performance.now() - startedAt, looks: `${answer.statusCode}, ${bytes} bytes` }))
    })
    asking.on('error', failed)
    asking.end(method === 'POST' ? new URLSearchParams(fields).toString() : undefined)
  })
}

/** Known and unknown by turns, the first of each turn by lot. */
async function compare(page: string, ask: Ask, known: readonly string[]): Promise<object> {
  const unknown = known.map(() => formatReference(randomBytes(7)))
  for (const reference of unknown.slice(0, 5)) await ask(reference)
  const answers: Record<'known' | 'unknown', Answer[]> = { known: [], unknown: [] }
  for (const [at, reference] of known.entries()) {
    const turn = [['known', reference] as const, ['unknown', unknown[at] ?? ''] as const]
    for (const [whose, asked] of randomInt(2) ? turn : turn.toReversed()) answers[whose].push(await ask(asked))
  }
  const times = { known: answers.known.map(({ ms }) => ms), unknown: answers.unknown.map(({ ms }) => ms) }
  const chance = rankTest(times.known, times.unknown)
  const looks = [...new Set([...answers.known, ...answers.unknown].map((answer) => answer.looks))]
  return {
    page,
    pairs: known.length,
    looks,
    known: percentiles(times.known),
    unknown: percentiles(times.unknown),
    chance: Number(chance.toFixed(3)),
    isEven: looks.length === 1 && chance > TOLD_APART,
  }
}

/** Whether answers tell, by look or by time, that a reference is known: the pages where a stranger could ask. */
export async function benchEvenness(environment: Record<string, string>): Promise<object[]> {
  if (!existsSync('.next/BUILD_ID'))
    throw new Error('The bench measures the built web: build it first (npm start does).')
  await ensureSigningKey(now())
  const slug = 'toko'
  await newController({ slug })
  const origin = `http://127.0.0.1:${environment['PORT']}`
  const server = keep({ name: 'web', file: 'cli/web.ts', environment })
  await server.serving()
  const known: string[] = []
  for (let filed = 0; filed < PAIRS; filed += 1) known.push(await openForm(origin, slug).send(filing()))
  const lines = [
    await compare('the page of a code', (reference) => ask(origin, 'GET', `/status/${reference}`, {}), known),
    await compare('asking for a code', (reference) => ask(origin, 'POST', '/status/code', { reference }), known),
    await compare('a wrong code', (to) => ask(origin, 'POST', `/status/${to}/entry`, { code: '000000' }), known),
  ]
  await server.stop()
  return lines
}
