import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { Event, type EventType } from '#domain/event.ts'
import type { HISTORY_KINDS, HistoryEntry } from '#domain/package/manifest.ts'

const MOST = 1_000

type Kind = (typeof HISTORY_KINDS)[number]

/** What the subject is told of our own events, and the code that says more. */
const TOLD: Partial<{
  [T in EventType]: { what: Kind; detail: (event: Extract<Event, { type: T }>) => string | null }
}> = {
  'request.received': { what: 'request_received', detail: ({ right }) => right },
  'finding.opened': { what: 'data_opened', detail: ({ reason }) => reason },
  'contact.revealed': { what: 'contact_opened', detail: ({ reason }) => reason },
  'corrections.applied': { what: 'corrected', detail: () => null },
  'stops.finished': { what: 'stopped', detail: () => null },
  'recipients.instructed': { what: 'recipients_told', detail: () => null },
  'package.downloaded': {
    what: 'package_downloaded',
    detail: ({ fromRegion, toRegion }) => `${fromRegion} > ${toRegion}`,
  },
  'data.moved': { what: 'data_moved', detail: ({ fromRegion, toRegion }) => `${fromRegion} > ${toRegion}` },
  'certificate.issued': { what: 'data_erased', detail: () => null },
}

type Request = { id: string; controllerId: string; contactIndex: string | null }

/** What happened to the person's data in this request and in their earlier ones, the latest of it; in order of time. */
export async function findHistory(
  tx: Tx,
  { id, controllerId, contactIndex }: Request,
  zone: string,
): Promise<HistoryEntry[]> {
  const requests = await tx.request.findMany({
    // Whoever proved the same contact is the same person; a request that proved nothing may be anybody's.
    where: { controllerId, OR: [{ id }, ...(contactIndex ? [{ contactIndex, verifiedAt: { not: null } }] : [])] },
    select: { id: true, reference: true },
  })
  const references = new Map(requests.map((request) => [request.id, request.reference]))
  const events = await tx.event.findMany({
    where: { controllerId, requestId: { in: [...references.keys()] }, type: { in: Object.keys(TOLD) } },
    orderBy: { seq: 'desc' },
    take: MOST,
  })
  return events.reverse().flatMap(({ type, data, at, requestId }): HistoryEntry[] => {
    const event = Event.parse({ type, ...(data as object) })
    const told = TOLD[event.type] as { what: Kind; detail: (of: Event) => string | null } | undefined
    const reference = references.get(requestId ?? '')
    if (!told || reference === undefined) return []
    if (event.type === 'recipients.instructed' && event.recipientIds.length === 0) return []
    return [{ at: toInstant(at).toString({ timeZone: zone }), what: told.what, reference, detail: told.detail(event) }]
  })
}
