import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { datasetOf, type ScratchDatabase, scratchDatabase } from '#connectors/scratch-database.ts'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { toInstant } from '#data/instant.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ensureSigningKey } from '#data/signing-keys/ensure.ts'
import { findPublicKeys } from '#data/signing-keys/find-public.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import { verifyCertificate } from '#domain/certificate/verify.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import type { EventJob } from './define.ts'
import { instructRecipients } from './instruct-recipients.ts'
import { issueCertificate } from './issue-certificate.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'

const DDL = `
CREATE TABLE address (id int PRIMARY KEY, street text NOT NULL);
CREATE TABLE customer (id int PRIMARY KEY, email text, name text NOT NULL, address_id int REFERENCES address);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customer, address_id int REFERENCES address, note text);
CREATE TABLE invoice (id int PRIMARY KEY, customer_id int REFERENCES customer, issued_at date, memo text);
INSERT INTO address VALUES (1, 'mine'), (2, 'ours');
INSERT INTO customer VALUES (0, 'me@x.example', 'My Name', 1), (1, 'you@x.example', 'Yours', 2);
INSERT INTO orders VALUES (1, 0, 1, 'mine'), (2, 0, 2, 'to you'), (3, 1, 2, 'yours');
INSERT INTO invoice VALUES (1, 0, '2026-03-05', 'memo'), (2, 0, '2010-03-05', 'memo'), (3, 1, '2026-03-05', 'memo');`

const YAML = `dataset:
- fides_key: shop
  collections:
  - name: address
    hakku_meta: {erase: delete}
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: street, data_categories: [user.contact]}]
  - name: customer
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
    - {name: name, data_categories: [user.name], hakku_meta: {erase: {mask: '{first:1}***'}}}
    - {name: address_id, fides_meta: {references: [{dataset: shop, field: address.id, direction: to}]}, hakku_meta: {erase: null}}
  - name: orders
    hakku_meta: {erase: delete}
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: customer_id, fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}}
    - {name: address_id, fides_meta: {references: [{dataset: shop, field: address.id, direction: to}]}}
    - {name: note, data_categories: [user]}
  - name: invoice
    hakku_meta: {erase: {keep: {basis: UU KUP art. 28(11), until: {field: issued_at, years: 10}}}}
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: customer_id, fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}}
    - {name: issued_at}
    - {name: memo, data_categories: [user], hakku_meta: {erase: null}}
`

/** A second source, with its map. */
type Also = { ddl: string; yaml: string }
const WORK: readonly EventJob[] = [startCollecting, runTask, instructRecipients, issueCertificate]
const now = () => Temporal.Now.instant()

/** For tests: a small shop of its own, and an erasure request of one of its customers, carried through without a queue. */
export async function newErasure({ at = now, also = [] }: { at?: () => Temporal.Instant; also?: Also[] } = {}) {
  datasetOf(YAML)
  await ensureSigningKey(now())
  const shop: ScratchDatabase = await scratchDatabase(DDL)
  const home = await newController({ cancelWindowMinutes: 0 })
  const { system, controllerId, staff } = home
  const sourceId = randomUUID()
  const source = {
    id: sourceId,
    key: `shop-${sourceId.slice(0, 8)}`,
    name: 'Toko',
    kind: 'postgres',
    region: 'ID',
  } as const
  await connectSource(system, { ...source, backupDays: 30, connection: { url: shop.url }, yaml: YAML }, now())
  const others: ScratchDatabase[] = []
  for (const { ddl, yaml } of also) {
    const other = await scratchDatabase(ddl)
    others.push(other)
    const facts = { ...source, id: randomUUID(), key: `other-${randomUUID().slice(0, 8)}` }
    await connectSource(system, { ...facts, backupDays: 0, connection: { url: other.url }, yaml }, now())
  }
  const { id: requestId, reference } = await newRequest(home, { right: 'erasure', email: 'me@x.example' }, now())
  const subject = { kind: 'subject', controllerId, requestId, level: 'status' } as const
  const done = new Set<string>()
  const request = () => transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: requestId } }))
  const pinned = async () => ({ reference, version: (await request()).version })
  const context = (attempt = 1) => ({ now: at, attempt, signal: new AbortController().signal })

  /** Does what the queue would do, in the order of events, until nothing is left. */
  const work = async (attempt?: number): Promise<void> => {
    const events = await transact(system, (tx) => tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' } }))
    let worked = false
    for (const { id: eventId, type } of events)
      for (const job of WORK.filter(({ on }) => on.some((one) => one === type))) {
        if (done.has(`${eventId} ${job.name}`)) continue
        await job.run({ eventId, controllerId, requestId }, context(attempt))
        done.add(`${eventId} ${job.name}`)
        worked = true
      }
    if (worked) await work(attempt)
  }
  const fire = async (kind: string): Promise<void> => {
    const where = { requestId, kind, doneAt: null }
    const timers = await transact(system, (tx) => tx.timer.findMany({ where }))
    for (const timer of timers) await fireTimer(timer, toInstant(timer.dueAt))
  }
  const certificates = async () => {
    const all = await transact(system, (tx) =>
      tx.certificate.findMany({ where: { requestId }, orderBy: { issuedAt: 'asc' } }),
    )
    const keys = await findPublicKeys()
    return Promise.all(
      all.map(async ({ jws, supersedesId, id }) => {
        const verdict = await verifyCertificate(jws, keys)
        if (verdict.status !== 'valid' || !('certificate' in verdict)) throw new Error(JSON.stringify(verdict))
        return { ...verdict.certificate, id, supersedesId }
      }),
    )
  }
  return {
    ...home,
    shop,
    others,
    source,
    requestId,
    reference,
    request,
    pinned,
    work,
    fire,
    certificates,
    rows: async (table: string) =>
      (await shop.sql.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows.map(({ row }) => row),
    events: async () =>
      (await transact(system, (tx) => tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' } }))).map(
        ({ type, data }) => ({ type, ...(data as object) }) as { type: string } & Record<string, unknown>,
      ),
    task: (purpose: string) => transact(system, (tx) => tx.task.findFirstOrThrow({ where: { requestId, purpose } })),
    outcome: async () =>
      EraseOutcome.parse(
        (await transact(system, (tx) => tx.task.findFirstOrThrow({ where: { requestId, purpose: 'erase' } }))).outcome,
      ),
    review: async () => {
      await transact(system, (tx) => proveIdentity(tx, subject, now()))
      await work()
    },
    approve: async () => {
      const submitted = await submitForReview(staff('agent'), await pinned(), now())
      if (!submitted.ok) throw new Error(submitted.reason)
      const approved = await approveRequest(staff('reviewer'), await pinned(), now())
      if (!approved.ok) throw new Error(approved.reason)
    },
    execute: async (attempt?: number) => {
      await fire('execute')
      await work(attempt)
    },
  }
}
