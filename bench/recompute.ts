import { approveHolidays } from '#data/calendars/approve.ts'
import { previewHolidays } from '#data/calendars/preview.ts'
import { proposeHolidays } from '#data/calendars/propose.ts'
import { beginRecompute, RECOMPUTE_BATCH, recomputeNext } from '#data/clocks/recompute-all.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { startClocks } from '#domain/clock/applicable.ts'

const REQUESTS = 100_000
/** Filed every six hours of the thirty days before, under Indonesian and French law. */
const FILINGS = 120
const APART_HOURS = 6
const settings = { jurisdictions: ['ID', 'EU'], memberState: 'FR' }
const CHRISTMAS = { date: '2026-12-25', name: 'Noël', kind: 'national' } as const

type Home = Awaited<ReturnType<typeof newController>>

/** Requests with their events and clocks, put in many at a time: what filing writes, without what is sealed. */
async function fill({ controllerId, system }: Home, count: number): Promise<void> {
  const controller = { ...settings, zone: 'Asia/Jakarta', contractDays: 60 }
  for (let filing = 0; filing < FILINGS; filing += 1) {
    const receivedAt = NOW.subtract({ hours: filing * APART_HOURS })
    const running = startClocks(controller, 'access', receivedAt).filter(({ dueAt }) => toDate(dueAt) > toDate(NOW))
    const clocks = running.map(({ startAt, dueAt, conservativeDueAt, ...clock }) => ({
      ...{ ...clock, startAt: toDate(startAt), dueAt: toDate(dueAt) },
      conservativeDueAt: conservativeDueAt && toDate(conservativeDueAt),
    }))
    const share = Math.ceil(count / FILINGS)
    await transact(
      system,
      (tx) => tx.$executeRaw`
      with r as (
        insert into request (id, controller_id, reference, "right", status, locale, channel, requester_kind, received_at, submission_key)
        select gen_random_uuid(), ${controllerId}::uuid, gen_random_uuid()::text, 'access', 'collecting', 'id', 'portal', 'subject',
               ${toDate(receivedAt)}::timestamptz, gen_random_uuid()::text
        from generate_series(1, ${share}::int) returning id, controller_id
      ), e as (
        insert into event (id, controller_id, request_id, type, actor, data, at)
        select gen_random_uuid(), controller_id, id, 'request.received', '{}', '{}', ${toDate(receivedAt)}::timestamptz from r
        returning id, controller_id, request_id
      )
      insert into clock (id, controller_id, request_id, clock_id, kind, start_at, due_at, boundary, due_local_date,
                         conservative_due_at, stop_event, zone, calendar, contract_days, catalogue_version, flags, cause_event_id)
      select gen_random_uuid(), e.controller_id, e.request_id, c."clockId", c.kind, c."startAt", c."dueAt", c.boundary,
             c."dueLocalDate", c."conservativeDueAt", c."stopEvent", c.zone, c.calendar, c."contractDays", 'bench', '{}', e.id
      from e cross join jsonb_to_recordset(${JSON.stringify(clocks)}::jsonb) as c ("clockId" text, kind text,
        "startAt" timestamptz, "dueAt" timestamptz, boundary text, "dueLocalDate" text, "conservativeDueAt" timestamptz,
        "stopEvent" text, zone text, calendar text, "contractDays" int)`,
    )
  }
}

async function measure({ controllerId, system, staff }: Home, days: readonly string[]): Promise<object> {
  const closed = days.map((date) => ({ date, name: 'Jour férié', kind: 'national' as const }))
  const list = { controllerId, calendarId: 'FR', year: 2026, source: 'bench', days: [...closed, CHRISTMAS] }
  const lead = staff('lead')
  const proposed = await proposeHolidays(staff('lead'), list, NOW)
  if (!proposed.ok) throw new Error(proposed.reason)
  const lookedAt = performance.now()
  const preview = await previewHolidays(lead, list)
  const previewSeconds = (performance.now() - lookedAt) / 1_000
  await approveHolidays(lead, proposed.value, NOW)
  const event = await transact(system, (tx) =>
    tx.event.findFirstOrThrow({ where: { controllerId, type: 'calendar.approved' }, orderBy: { seq: 'desc' } }),
  )
  const which = { controllerId, eventId: event.id }
  const startedAt = performance.now()
  await beginRecompute(which, NOW)
  while (await recomputeNext(which, NOW));
  const seconds = (performance.now() - startedAt) / 1_000
  const { seen, moved } = await transact(system, (tx) => tx.recompute.findUniqueOrThrow({ where: which }))
  return {
    ...{ requests: seen, moved, batch: RECOMPUTE_BATCH, seconds, perSecond: Math.round(seen / seconds) },
    preview: { seconds: previewSeconds, looked: preview.looked, isComplete: preview.isComplete },
  }
}

/** All running requests of one controller dated again, after a list of holidays that moves a thirtieth of them. */
export async function benchRecompute(count = REQUESTS): Promise<object[]> {
  const home = await newController(settings)
  await fill(home, count)
  return [await measure(home, ['2026-12-10'])]
}
