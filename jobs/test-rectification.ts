import { randomUUID } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import { newRequest } from '#data/codes/test-request.ts'
import { listCorrections } from '#data/corrections/list.ts'
import { openCorrections } from '#data/corrections/open.ts'
import { proposeCorrection } from '#data/corrections/propose.ts'
import { transact } from '#data/db.ts'
import { openFinding } from '#data/findings/open.ts'
import { approveRequest } from '#data/requests/approve.ts'
import { proveIdentity } from '#data/requests/prove-identity.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { connectSource } from '#data/sources/connect.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import type { Connection } from '#domain/connection.ts'
import type { EventType } from '#domain/event.ts'
import type { CorrectionWords } from '#domain/rectification.ts'
import type { SourceKind } from '#domain/source/kind.ts'
import { checkCorrection } from './check-correction.ts'
import type { EventJob, JobContext } from './define.ts'
import { instructRecipients } from './instruct-recipients.ts'
import { issueStatement } from './issue-statement.ts'
import { mailRectificationDone } from './mail-rectification-done.ts'
import { runTask } from './run-task.ts'
import { startCollecting } from './start-collecting.ts'
import { startCorrecting } from './start-correcting.ts'

export const now = () => Temporal.Now.instant()
const context = (attempt = 1): JobContext => ({ now, attempt, signal: new AbortController().signal })

/** A rectification whose every source was read, before a person has looked at it. */
export async function newRectification(
  email: string,
  sources: readonly (string | { kind: SourceKind; connection: Connection })[],
  map: string,
) {
  const home = await newController()
  for (const [at, one] of sources.entries()) {
    const { kind, connection } = typeof one === 'string' ? { kind: 'postgres' as const, connection: { url: one } } : one
    const source = { id: randomUUID(), key: `shop-${at}`, name: `Toko ${at}`, kind, region: 'ID' } as const
    const own = map.replaceAll('toko_sejahtera', `toko_${at}`)
    await connectSource(home.system, { ...source, backupDays: 30, connection, yaml: own }, now())
  }
  const request = await newRequest({ right: 'rectification', email }, home)
  const { requestId, controllerId, reference, subject, system } = request
  await transact(system, (tx) => proveIdentity(tx, subject, now()))
  const eventsOf = (type: EventType) =>
    transact(system, (tx) => tx.event.findMany({ where: { requestId, type }, orderBy: { seq: 'asc' } }))
  const run = (job: EventJob, eventId: string, attempt?: number) =>
    job.run({ eventId, controllerId, requestId }, context(attempt))
  const runOn = async (job: EventJob, type: EventType) => {
    for (const { id } of await eventsOf(type)) await run(job, id)
  }
  await runOn(startCollecting, 'identity.proved')
  await runOn(runTask, 'task.planned')
  const agent = home.staff('agent')
  const lead = home.staff('lead')
  const version = async () => (await request.request()).version
  const findingOf = async (collection: string, at = 0) => {
    const found = await transact(system, (tx) =>
      tx.finding.findMany({ where: { requestId, collection }, orderBy: { task: { source: { key: 'asc' } } } }),
    )
    const finding = found[at]
    if (!finding) throw new Error(`nothing found in ${collection}`)
    return finding.id
  }
  const propose = async (
    place: { collection?: string; field: string; row?: number; at?: number },
    words: Partial<CorrectionWords> = {},
    open = true,
  ) => {
    const findingId = await findingOf(place.collection ?? 'customers', place.at)
    if (open) await openFinding(agent, { reference, findingId, reason: 'check_answer' }, now())
    const input = { reference, findingId, row: place.row ?? 1, field: place.field, version: await version() }
    const said: CorrectionWords = { way: 'replace', statement: 'Seen on a bill of this month', ...words }
    return proposeCorrection(agent, { ...input, ...said }, now())
  }
  const check = () => runOn(checkCorrection, 'correction.proposed')
  const list = async () => (await listCorrections(lead, reference, now()))?.all ?? []
  const approve = async () => {
    const submitted = await submitForReview(agent, { reference, version: await version() }, now())
    if (!submitted.ok) return submitted
    await openCorrections(lead, { reference, reason: 'check_answer' }, now())
    return approveRequest(lead, { reference, version: await version() }, now())
  }
  const execute = async () => {
    const timers = await transact(system, (tx) =>
      tx.timer.findMany({ where: { requestId, kind: 'execute', doneAt: null } }),
    )
    for (const timer of timers) await fireTimer(timer, now().add({ hours: 1 }))
    await runOn(startCorrecting, 'execution.started')
  }
  const finish = async () => {
    await runOn(instructRecipients, 'corrections.applied')
    await runOn(issueStatement, 'recipients.instructed')
    await runOn(mailRectificationDone, 'statement.issued')
  }
  return {
    ...request,
    home,
    agent,
    lead,
    version,
    findingOf,
    propose,
    check,
    list,
    approve,
    execute,
    finish,
    eventsOf,
    run,
    runOn,
  }
}
