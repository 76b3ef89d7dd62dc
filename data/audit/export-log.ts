import { type Tx, transact, withoutScope } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import type { LoggedEvent } from './leaf.ts'
import { FIRST_LINE, type LogLine, writeLine } from './log-file.ts'

const PAGE = 500

type EventRow = Omit<LoggedEvent, 'actor' | 'data'> & { actor: Record<string, unknown>; data: Record<string, unknown> }

/**
 * The audit logs of all controllers as lines for `verifyLog`, without line ends. Nothing in them is personal. What is
 * sealed while it runs is left for the next export; a page is held in memory, never a log.
 */
export async function* exportLog(): AsyncGenerator<string> {
  yield FIRST_LINE
  const totals = { logs: 0, leaves: 0, checkpoints: 0, waiting: 0 }
  for (const controllerId of await controllerIds()) {
    totals.logs += 1
    yield writeLine({ kind: 'log', controllerId })
    for await (const line of controllerLog(controllerId)) {
      if (line.kind === 'leaf') totals.leaves += 1
      if (line.kind === 'checkpoint') totals.checkpoints += 1
      if (line.kind === 'waiting') totals.waiting += 1
      yield writeLine(line)
    }
  }
  yield writeLine({ kind: 'end', ...totals })
}

const controllerIds = (): Promise<string[]> =>
  withoutScope(async (tx) => {
    const rows = await tx.controller.findMany({ select: { id: true }, orderBy: { id: 'asc' } })
    return rows.map(({ id }) => id)
  })

/** One controller's lines, after the `log` line that names it. */
export async function* controllerLog(controllerId: string): AsyncGenerator<LogLine> {
  const actor: Actor = { kind: 'system', controllerId, job: 'export-log' }
  const end = await transact(actor, (tx) => sizeNow(tx, controllerId))
  for (let start = 0n, more = true; more; ) {
    const page = await transact(actor, (tx) => readPage(tx, controllerId, start, end))
    yield* page.lines
    start = page.end
    more = start < end
  }
  for (let after = 0n, more = true; more; ) {
    const events = await transact(actor, (tx) => readWaiting(tx, controllerId, end, after))
    for (const { seq, ...event } of events) {
      yield { kind: 'waiting', event: inWords(event) }
      after = seq
    }
    more = events.length === PAGE
  }
}

/** Leaves and checkpoints of one instant; either reaches further than the other when somebody took rows away. */
async function sizeNow(tx: Tx, controllerId: string): Promise<bigint> {
  const [row] = await tx.$queryRaw<{ size: bigint }[]>`
    select greatest((select coalesce(max(size), 0) from checkpoint where controller_id = ${controllerId}::uuid),
                    (select coalesce(max(index) + 1, 0) from leaf where controller_id = ${controllerId}::uuid)) as size`
  return row?.size ?? 0n
}

async function readPage(
  tx: Tx,
  controllerId: string,
  start: bigint,
  end: bigint,
): Promise<{ lines: LogLine[]; end: bigint }> {
  const leaves = await tx.$queryRaw<(EventRow & { index: bigint; hash: Uint8Array; found: boolean })[]>`
    select l.index, l.hash, e.id is not null as found, e.id, e.controller_id as "controllerId",
           e.request_id as "requestId", e.type, e.actor, e.data, e.at
    from leaf l left join event e on e.id = l.event_id
    where l.controller_id = ${controllerId}::uuid and l.index >= ${start} and l.index < ${end}
    order by l.index limit ${PAGE}`
  const last = leaves.at(-1)
  const pageEnd = leaves.length === PAGE && last ? last.index + 1n : end
  const checkpoints = await tx.$queryRaw<{ size: bigint; note: string }[]>`
    select size, note from checkpoint
    where controller_id = ${controllerId}::uuid and size > ${start} and size <= ${pageEnd}`
  const lines = [
    ...leaves.map(({ index, hash, found, ...event }) => ({
      place: 2n * index + 1n,
      line: { kind: 'leaf' as const, index: Number(index), hash: base64(hash), event: found ? inWords(event) : null },
    })),
    // After the last leaf it covers, or where that leaf would be.
    ...checkpoints.map(({ size, note }) => ({ place: 2n * size, line: { kind: 'checkpoint' as const, note } })),
  ].sort((a, b) => Number(a.place - b.place))
  return { lines: lines.map(({ line }) => line), end: pageEnd }
}

/** Events without a leaf: newer than the last sealing, or put in by a hand that left no outbox row. */
const readWaiting = (tx: Tx, controllerId: string, end: bigint, after: bigint) =>
  tx.$queryRaw<(EventRow & { seq: bigint })[]>`
    select e.seq, e.id, e.controller_id as "controllerId", e.request_id as "requestId", e.type, e.actor, e.data, e.at
    from event e
    where e.controller_id = ${controllerId}::uuid and e.seq > ${after}
      and not exists (select from leaf l where l.event_id = e.id and l.index < ${end})
    order by e.seq limit ${PAGE}`

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')
const inWords = (event: EventRow) => ({ ...event, at: event.at.toISOString() })
