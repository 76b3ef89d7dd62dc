import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'

import type { StaffActor } from '#data/users/find-colleague.ts'
import { may, scopeOf } from '#domain/actor.ts'
import { QUEUE_PAGE, type QueueQuery, type QueueSort, readCursor, writeCursor } from '#domain/queue-view.ts'
import { parseReference } from '#domain/reference.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { conditionOf } from './conditions.ts'
import { loadRows, type QueueRow } from './rows.ts'

export type QueuePage = { rows: QueueRow[]; next: string | null }

const NEVER = Prisma.sql`'9999-01-01Z'::timestamptz`
const ORDER: Record<QueueSort, { key: Prisma.Sql; descending: boolean }> = {
  due: { key: Prisma.sql`coalesce(r.next_due_at, ${NEVER})`, descending: false },
  'due-last': { key: Prisma.sql`coalesce(r.next_due_at, ${NEVER})`, descending: true },
  newest: { key: Prisma.sql`r.received_at`, descending: true },
  oldest: { key: Prisma.sql`r.received_at`, descending: false },
}

/** One page of a queue. The next begins where this one ended, so nothing is shown twice or skipped while it moves. */
export const listQueue = (actor: StaffActor, query: QueueQuery, now: Temporal.Instant): Promise<QueuePage> =>
  transact(actor, async (tx) => {
    const found = await findPage(tx, actor, query, now)
    const page = found.slice(0, QUEUE_PAGE)
    const last = page.at(-1)
    return {
      rows: await loadRows(
        tx,
        actor,
        page.map(({ id }) => id),
      ),
      next: found.length > QUEUE_PAGE && last ? writeCursor({ atMs: last.at.getTime(), id: last.id }) : null,
    }
  })

function findPage(tx: Tx, actor: StaffActor, query: QueueQuery, now: Temporal.Instant) {
  const { key, descending } = ORDER[query.sort]
  const direction = descending ? Prisma.sql`desc` : Prisma.sql`asc`
  const where = [
    Prisma.sql`r.controller_id = any (${controllersOf(actor, query)}::uuid[])`,
    // A reference says which request is meant, wherever it stands.
    query.q ? matches(query.q) : conditionOf(query.view, actor.userId, now),
    ...(query.right ? [Prisma.sql`r.right = ${query.right}`] : []),
    ...after(query, key, descending),
  ]
  return tx.$queryRaw<{ id: string; at: Date }[]>`
    select r.id, ${key} as at from request r where ${Prisma.join(where, ' and ')}
    order by ${key} ${direction}, r.id ${direction} limit ${QUEUE_PAGE + 1}::int`
}

const controllersOf = (actor: StaffActor, { controller }: QueueQuery): string[] =>
  scopeOf(actor).filter((id) => may(actor, 'see_queue', id) && (!controller || id === controller))

function matches(q: string): Prisma.Sql {
  const whole = parseReference(q)
  if (whole) return Prisma.sql`r.reference = ${whole}`
  const start = q.toUpperCase().replace(/[^A-Z0-9-]/g, '')
  return Prisma.sql`r.reference like ${`${start.startsWith('HK-') ? start : `HK-${start}`}%`}`
}

function after({ after }: QueueQuery, key: Prisma.Sql, descending: boolean): Prisma.Sql[] {
  const cursor = readCursor(after)
  if (!cursor) return []
  const comparison = descending ? Prisma.sql`<` : Prisma.sql`>`
  return [Prisma.sql`(${key}, r.id) ${comparison} (${new Date(cursor.atMs)}::timestamptz, ${cursor.id}::uuid)`]
}

/** The controllers whose requests this person sees, for the filter and for links. */
export const listControllers = (actor: StaffActor): Promise<{ id: string; name: string }[]> =>
  transact(actor, (tx) =>
    tx.controller.findMany({
      where: { id: { in: scopeOf(actor).filter((id) => may(actor, 'see_queue', id)) } },
      select: { id: true, name: true },
      orderBy: { name: 'asc' },
    }),
  )
