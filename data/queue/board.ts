import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may, scopeOf } from '#domain/actor.ts'
import { type BoardQuery, boardEnd } from '#domain/board.ts'
import type { Right, Status } from '#domain/request.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { namesOf, type QueueClock } from './rows.ts'

/** One duty that falls due; nobody's personal data. */
export type BoardEntry = {
  reference: string
  right: Right
  status: Status
  controllerName: string
  clock: QueueClock
  /** the hour in which it falls due, as `domain/board.ts` names it */
  hour: string
  /** the last local day, for a duty that may be done until its end */
  dueLocalDate: string | null
  owner: string | null
}

/** `due`: how many fall due in each hour that has any. `entries`: the first of them, of one hour if one is asked for. */
export type Board = { zone: string; due: Map<string, number>; entries: BoardEntry[]; total: number }

export const BOARD_ENTRIES = 200

type Found = Omit<BoardEntry, 'clock' | 'owner'> & {
  clockId: string
  startAt: Date
  dueAt: Date
  assigneeId: string | null
}

/** Every running clock that ends within seven local days, by the hour on the wall where the desk sits. */
export const findBoard = (actor: StaffActor, { at }: BoardQuery, now: Temporal.Instant): Promise<Board> =>
  transact(actor, async (tx) => {
    const { zone } = await tx.controller.findUniqueOrThrow({
      where: { id: actor.controllerId },
      select: { zone: true },
    })
    const falling = fallingDue(actor, zone, now)
    const counts = await tx.$queryRaw<{ hour: string; due: number }[]>`
      select d.hour, count(*)::int as due from (${falling}) d group by d.hour`
    const due = new Map(counts.map(({ hour, due }) => [hour, due]))
    return {
      zone,
      due,
      entries: await listEntries(tx, falling, at),
      total: at ? (due.get(at) ?? 0) : counts.reduce((sum, { due }) => sum + due, 0),
    }
  })

/** A clock that ends with the midnight of its last day falls due in the last hour of that day, not in the next day. */
function fallingDue(actor: StaffActor, zone: string, now: Temporal.Instant): Prisma.Sql {
  const controllers = scopeOf(actor).filter((id) => may(actor, 'see_queue', id))
  const last = Prisma.sql`case c.boundary when 'exclusive' then c.due_at - interval '1 ms' else c.due_at end`
  return Prisma.sql`
    select c.id, c.request_id, c.due_at, to_char(${last} at time zone ${zone}, 'YYYY-MM-DD"T"HH24') as hour
    from clock c where c.controller_id = any (${controllers}::uuid[]) and c.state = 'running'
      and c.boundary <> 'not_before'
      and c.due_at > ${toDate(now)}::timestamptz and c.due_at <= ${toDate(boardEnd(now, zone))}::timestamptz`
}

async function listEntries(tx: Tx, falling: Prisma.Sql, at: string | null): Promise<BoardEntry[]> {
  const found = await tx.$queryRaw<Found[]>`
    select r.reference, r.right, r.status, o.name as "controllerName", r.assignee_id::text as "assigneeId", d.hour,
      c.clock_id as "clockId", c.start_at as "startAt", c.due_at as "dueAt", c.due_local_date as "dueLocalDate"
    from (${falling}) d join clock c on c.id = d.id join request r on r.id = d.request_id
      join controller o on o.id = r.controller_id
    where ${at ? Prisma.sql`d.hour = ${at}` : Prisma.sql`true`}
    order by d.due_at, c.id limit ${BOARD_ENTRIES}::int`
  const owners = await namesOf(
    tx,
    found.flatMap(({ assigneeId }) => assigneeId ?? []),
  )
  return found.map(({ clockId, startAt, dueAt, assigneeId, ...entry }) => ({
    ...entry,
    clock: { clockId, startAt: toInstant(startAt), dueAt: toInstant(dueAt) },
    owner: (assigneeId && owners.get(assigneeId)) ?? null,
  }))
}
