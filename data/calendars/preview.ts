import { Temporal } from 'temporal-polyfill'
import { type Change, changeOf } from '#data/clocks/changes.ts'
import { findStories } from '#data/clocks/story.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { HolidayList } from '#domain/clock/holiday-list.ts'
import { type Calendars, clocksOn, fedBy } from '#domain/clock/loaded-calendars.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { findCalendarsWith } from './find.ts'

type DueDate = { dueAt: Temporal.Instant; dueLocalDate: string | null }
/** @property zone in which the clock is counted */
export type Move = { reference: string; clockId: string; zone: string; from: DueDate; to: DueDate }
export type Preview = {
  /** clocks that could move, as far as they were looked at */
  looked: number
  /** false: there are more than were looked at */
  isComplete: boolean
  earlier: number
  later: number
  /** the first to move, at most 20 */
  moves: Move[]
}
type Proposed = HolidayList & { controllerId: string; calendarId: string }

const PAGE = 1_000
const MOST_PAGES = 20
const MOST_MOVES = 20

/** Which running clocks a list would move if it were approved now. Changes nothing. */
export async function previewHolidays(actor: StaffActor, list: Proposed): Promise<Preview> {
  const calendars = await transact(actor, (tx) => findCalendarsWith(tx, list))
  const preview: Preview = { looked: 0, isComplete: true, earlier: 0, later: 0, moves: [] }
  let after: string | undefined
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { clocks, changes } = await transact(actor, (tx) => changesOnPage(tx, list, calendars, after))
    preview.looked += clocks.length
    for (const change of changes) count(preview, change)
    after = clocks.at(-1)?.id
    if (clocks.length < PAGE) return preview
  }
  return { ...preview, isComplete: false }
}

function count(preview: Preview, { before, after, reference }: Change & { reference: string }): void {
  if (!before) return
  const { clockId, zone, dueLocalDate } = before
  const move = { reference, clockId, zone, from: { dueAt: toInstant(before.dueAt), dueLocalDate }, to: after }
  const isLater = Temporal.Instant.compare(move.to.dueAt, move.from.dueAt) > 0
  preview[isLater ? 'later' : 'earlier'] += 1
  if (preview.moves.length < MOST_MOVES) preview.moves.push(move)
}

async function changesOnPage(tx: Tx, list: Proposed, calendars: Calendars, after: string | undefined) {
  const clocks = await tx.clock.findMany({
    where: { ...couldMove(list), ...(after ? { id: { gt: after } } : {}) },
    include: { request: { select: { id: true, controllerId: true, receivedAt: true, reference: true } } },
    orderBy: { id: 'asc' },
    take: PAGE,
  })
  const requests = [...new Map(clocks.map(({ request }) => [request.id, request])).values()]
  const stories = await findStories(tx, list.controllerId, requests)
  const changes = clocks.flatMap(({ request: { id, reference }, ...clock }) => {
    const story = stories.get(id)
    const found = story ? changeOf(clock, { ...story, calendars }) : []
    return found.filter(({ moved }) => moved).map((change) => ({ ...change, reference }))
  })
  return { clocks, changes }
}

/** Open clocks on the list's calendar whose count can touch its year. */
function couldMove({ controllerId, calendarId, year }: Proposed): Prisma.ClockWhereInput {
  const calendarIds = fedBy(calendarId)
  const newYear = (of: number) => Temporal.PlainDate.from({ year: of, month: 1, day: 1 }).toZonedDateTime('UTC')
  // A day more on both sides: midnight in a zone is not midnight in UTC.
  const from = toDate(newYear(year).subtract({ days: 2 }).toInstant())
  const to = toDate(
    newYear(year + 1)
      .add({ days: 2 })
      .toInstant(),
  )
  return {
    controllerId,
    state: { in: ['running', 'paused'] },
    startAt: { lt: to },
    AND: [
      { OR: [{ state: 'paused' }, { dueAt: { gte: from } }] },
      { OR: [{ calendar: { in: calendarIds } }, { calendar: null, clockId: { in: clocksOn(calendarIds) } }] },
    ],
  }
}
