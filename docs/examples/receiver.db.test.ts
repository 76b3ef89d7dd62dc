import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { NextRequest } from 'next/server'
import { Temporal } from 'temporal-polyfill'
import { afterEach, expect, test } from 'vitest'
import { POST } from '#app/api/sources/callbacks/[inquiryId]/route.ts'
import { newWebhookSecret } from '#crypto/webhook.ts'
import { CollectOutcome, EraseOutcome } from '#domain/outcome.ts'
import { env } from '#env'
import { listen, newHttpRequest, textOf } from '../../jobs/test-http-source.ts'
import { until } from '../../jobs/test-worker.ts'
import { type Change, createReceiver, type Options, type Store } from './receiver.ts'

const open: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of open.splice(0)) await close()
})

/** The portal's own door for answers, served by its route. */
async function listenForCallbacks() {
  const portal = await listen(async (request, response) => {
    const body = await textOf(request)
    const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)])
    const inward = new NextRequest(new URL(request.url ?? '', 'http://portal'), { method: 'POST', headers, body })
    const inquiryId = (request.url ?? '').split('/').at(-1) ?? ''
    const answer = await POST(inward, { params: Promise.resolve({ inquiryId }) })
    response.writeHead(answer.status).end(await answer.text())
  })
  open.push(portal.close)
  env.PUBLIC_URL = portal.url
}

async function receiverOf(contacts: number, change: Partial<Options> = {}) {
  const rows: Record<string, unknown>[] = Array.from({ length: contacts }, (_, id) => ({
    id,
    name: `Siti ${id}`,
    phone: '0812',
  }))
  const stopped: string[] = []
  const done = (collections: object[]) => ({ outcome: 'done', collections })
  const rowOf = ({ key }: Change) => rows.find(({ id }) => String(id) === key.id)
  const store: Store = {
    find: async () => [...rows],
    erase: async () => ({
      statement: done([{ collection: 'contacts', erased: rows.splice(0).length }]),
      verify: true,
    }),
    stop: async ({ purposes = [] }) => {
      stopped.push(...purposes)
      return { statement: done([]) }
    },
    change: async ({ changes = [] }) => {
      const refused = changes.flatMap(({ field, from, to, ...place }, at) => {
        const held = rowOf({ field, ...place })?.[field]
        return held === from || held === to ? [] : [{ at, reason: held === undefined ? 'gone' : 'changed_meanwhile' }]
      })
      if (refused.length > 0) return { statement: { outcome: 'refused', changes: refused } }
      for (const one of changes) Object.assign(rowOf(one) ?? {}, { [one.field]: one.to })
      return { statement: { outcome: 'changed' }, verify: true }
    },
  }
  const secret = newWebhookSecret()
  const { url, close } = await listen(createReceiver({ secret, store, ...change }))
  open.push(close)
  return { url, secret, rows, stopped }
}

test('the example answers now, page by page: every row arrives once', async () => {
  const { url, secret } = await receiverOf(23, { pageSize: 10 })
  const request = await newHttpRequest(`${url}/hakku`, { secret })
  await request.run()
  expect(CollectOutcome.parse((await request.task()).outcome)).toMatchObject({ rows: 23, contactOnFile: true })
  expect((await request.findings()).map(({ collection, rows }) => [collection, rows])).toEqual([['contacts', 23]])
  expect((await request.request()).status).toBe('reviewing')
})

test('the example answers later, and then erases, confirms it, and is on the certificate as such', async () => {
  await listenForCallbacks()
  const { url, secret, rows } = await receiverOf(3, { answersLater: true })
  const request = await newHttpRequest(url, { secret, right: 'erasure' })
  await request.run()
  expect(await request.task()).toMatchObject({ state: 'asked' })
  await until('the answer', async () => (await request.task()).state === 'done')
  await request.erase()
  await request.run()
  expect(await request.task()).toMatchObject({ purpose: 'erase', state: 'asked' })
  await until('what it states', async () => (await request.inquiry()).statement !== null)
  expect(rows).toEqual([])
  expect(await request.task()).toMatchObject({ state: 'asked' })
  await request.askAgain(Temporal.Now.instant())
  const task = await request.task()
  expect(task.state).toBe('done')
  expect(EraseOutcome.parse(task.outcome)).toMatchObject({
    verified: true,
    proof: 'confirmed',
    stated: { outcome: 'done' },
    collections: [{ collection: 'contacts', delete: 3, gone: 3 }],
  })
})

test('the example answers nobody else', async () => {
  const { url, secret } = await receiverOf(3)
  const ask = (headers: Record<string, string>) => fetch(url, { method: 'POST', headers, body: '{}' })
  const at = (seconds: number) => {
    const time = String(Math.floor(Date.now() / 1000) + seconds)
    const key = Buffer.from(secret.slice(6), 'base64')
    const signature = `v1,${createHmac('sha256', key).update(`x.${time}.{}`).digest('base64')}`
    return { 'webhook-id': 'x', 'webhook-timestamp': time, 'webhook-signature': signature }
  }
  expect((await ask({})).status).toBe(401)
  expect((await ask(at(-400))).status).toBe(401)
  expect((await ask({ ...at(0), 'webhook-id': 'y' })).status).toBe(401)
  expect((await fetch(url)).status).toBe(401)
  const other = await newHttpRequest(url)
  await other.run()
  expect(await other.task()).toMatchObject({ state: 'failed', reason: 'authentication_failed' })
})

test('the example is as short as it is said to be', () => {
  const lines = readFileSync('docs/examples/receiver.ts', 'utf8').trimEnd().split('\n')
  expect(lines.length).toBeLessThanOrEqual(60)
})
