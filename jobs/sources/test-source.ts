import { Temporal } from 'temporal-polyfill'
import { afterEach } from 'vitest'
import { scratchDatabase } from '#connectors/scratch-database.ts'
import { transact } from '#data/db.ts'
import { addSource } from '#data/sources/add.ts'
import { askCandidateCheck } from '#data/sources/ask.ts'
import { sourcesDue } from '#data/sources/due.ts'
import { findSource } from '#data/sources/find.ts'
import { findCheck } from '#data/sources/find-check.ts'
import { mapSource } from '#data/sources/map.ts'
import { newController } from '#data/test-controller.ts'
import type { Result } from '#domain/result.ts'
import { answerSourceCheck } from '../answer-source-check.ts'
import type { JobContext } from '../define.ts'
import { lookAtDue } from '../sweep-sources.ts'

const DDL = `
  CREATE TABLE customer (id int PRIMARY KEY, email text NOT NULL, name text);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customer, total numeric);
  INSERT INTO customer VALUES (1, 'siti@example.id', 'Siti'), (2, 'budi@example.id', 'Budi');
  INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20), (3, 2, 5);`

export const MAP = `dataset:
  - fides_key: shop
    collections:
      - name: customer
        hakku_meta: { erase: delete }
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - { name: email, data_categories: [user.contact.email], fides_meta: { identity: email } }
          - { name: name, data_categories: [user.name] }
      - name: orders
        fields:
          - { name: id, fides_meta: { primary_key: true } }
          - name: customer_id
            fides_meta: { references: [{ dataset: shop, field: customer.id, direction: from }] }
          - { name: total, data_categories: [user.financial] }
`

const signal = new AbortController().signal
export const START = Temporal.Now.instant()
export const hours = (n: number) => START.add({ hours: n })
export const at = (now: Temporal.Instant): JobContext => ({ now: () => now, attempt: 1, signal })

const dropped: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const drop of dropped.splice(0)) await drop()
})

export function value<T>(result: Result<T, string>): T {
  if (!result.ok) throw new Error(result.reason)
  return result.value
}

/** A source added to a controller of its own, and whatever a person or the worker does with it. */
export async function added(yaml: string | null = MAP) {
  const database = await scratchDatabase(DDL)
  dropped.push(database.drop)
  const home = await newController()
  const { controllerId, system } = home
  const lead = home.staff('lead')
  const answer = async (checkId: string, now = START) => {
    const event = await transact(system, (tx) =>
      tx.event.findFirstOrThrow({ where: { controllerId, data: { path: ['checkId'], equals: checkId } } }),
    )
    await answerSourceCheck.run({ eventId: event.id, controllerId, requestId: null }, at(now))
    const found = await findCheck(lead, { sourceId, checkId })
    if (!found) throw new Error('no answer')
    return found
  }
  const facts = { controllerId, kind: 'postgres', key: 'shop', name: 'Toko', region: 'ID', backupDays: 7 } as const
  const { sourceId, checkId } = value(
    await addSource(lead, { ...facts, connection: { url: database.url }, yaml }, START),
  )
  const look = async () => {
    const source = await findSource(lead, sourceId)
    if (!source) throw new Error('no source')
    return source
  }
  const events = async () =>
    (
      await transact(system, (tx) =>
        tx.event.findMany({ where: { controllerId, requestId: null }, orderBy: { seq: 'asc' } }),
      )
    ).map(({ type }) => type)
  return { ...home, database, lead, sourceId, checkId, answer, look, events }
}

export async function mapped() {
  const source = await added()
  await source.answer(source.checkId)
  value(await mapSource(source.lead, source, START))
  const mapAgain = async (yaml: string, now = START) => {
    const { checkId } = value(await askCandidateCheck(source.lead, { sourceId: source.sourceId, yaml }, now))
    await source.answer(checkId, now)
    return mapSource(source.lead, { sourceId: source.sourceId, checkId }, now)
  }
  const sweep = async (now: Temporal.Instant) => {
    // Only its own: the sources of other tests in this database may be far away.
    const due = (await sourcesDue(now, 100_000)).filter(({ id }) => id === source.sourceId)
    for (const one of due) await lookAtDue(one, at(now))
    return source.look()
  }
  return { ...source, mapAgain, sweep }
}
