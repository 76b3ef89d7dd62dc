import type { Temporal } from 'temporal-polyfill'
import { findCalendars } from '#data/calendars/find.ts'
import { findStory } from '#data/clocks/story.ts'
import { type Tx, transact } from '#data/db.ts'
import { isOpened } from '#data/findings/is-opened.ts'
import { openDecisions, reviewFacts } from '#data/findings/review-facts.ts'
import { type DeskSource, listSources } from '#data/findings/sources.ts'
import { type DeskHold, listHolds } from '#data/holds/list.ts'
import { type DeskIdentifier, findLabels, listIdentifiers } from '#data/identifiers/find.ts'
import { toInstant } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { type AskedQuestion, listQuestions } from '#data/questions/list.ts'
import { type DeskEvidence, findEvidence } from '#data/queue/evidence.ts'
import { namesOf } from '#data/queue/rows.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import type { BreachCause } from '#domain/clock/breach-cause.ts'
import { planErasure } from '#domain/clock/erasure-notice.ts'
import { isSameDuty } from '#domain/clock/promises.ts'
import { type Basis, CALENDAR_MISSING, type Story } from '#domain/clock/story.ts'
import { maskEmail, maskName } from '#domain/contact.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { RequestDetails } from '#domain/filing.ts'
import { maskIdentifier } from '#domain/identifier.ts'
import type { RefusalCode } from '#domain/request.ts'
import type { ReviewFacts } from '#domain/review.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { type AppealLinks, findAppealLinks } from './appeal-links.ts'

type Instant = Temporal.Instant

export type DeskClock = {
  clockId: string
  kind: string
  startAt: Instant
  dueAt: Instant
  dueLocalDate: string | null
  state: 'running' | 'paused' | 'met' | 'breached' | 'void'
  endedAt: Instant | null
  breachCause: BreachCause | null
  binds: boolean
  /** the year has no list of holidays: weekends alone were counted */
  isUnlisted: boolean
  /** what its date is computed from */
  basis: Basis
  /** ids of the events that set its dates */
  setBy: string[]
  /** the dates it had before, the last of them first, and until when each stood */
  earlier: { dueAt: Instant; dueLocalDate: string | null; stoodUntil: Instant | null }[]
}

/** @property revealed in full, when this user gave a reason a moment ago */
export type DeskPerson = {
  maskedName: string
  maskedEmail: string
  revealed: RequestDetails | null
  /** masked like the rest until it is revealed */
  identifiers: DeskIdentifier[]
  /** by which the sources can be asked */
  labels: string[]
}

export type DeskRequest = {
  id: string
  reference: string
  version: number
  facts: ReviewFacts
  locale: 'id' | 'en'
  channel: string
  requesterKind: string
  subjectCountry: string | null
  controller: { id: string; name: string; zone: string; cancelWindowMinutes: number }
  /** null: may not be seen by this person, or shredded */
  person: DeskPerson | null
  receivedAt: Instant
  verifiedAt: Instant | null
  acknowledgedAt: Instant | null
  executeAfter: Instant | null
  /** of an erasure that was submitted or approved: its ground, and whether its subject must hear of it beforehand */
  erasure: { ground: ErasureGround; noticeFirst: boolean } | null
  assignee: { id: string; name: string } | null
  submitter: string | null
  approver: string | null
  refusal: { code: RefusalCode; article: string } | null
  clocks: DeskClock[]
  /** what moved them so far */
  story: Story
  questions: AskedQuestion[]
  sources: DeskSource[]
  /** of an erasure */
  holds: DeskHold[]
  evidence: DeskEvidence
  appeal: AppealLinks
  /** who decided the request that this one appeals */
  formerDecider: string | null
}

/** Everything a request's page at the desk shows. @returns null for what this person may not see, whether or not it exists */
export const findForDesk = (actor: StaffActor, reference: string, now: Instant): Promise<DeskRequest | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({
      where: { reference },
      include: {
        controller: true,
        clocks: { orderBy: [{ dueAt: 'asc' }, { id: 'asc' }] },
        tasks: true,
        corrections: { select: { state: true } },
      },
    })
    if (!request || !may(actor, 'see_queue', request.controllerId)) return null
    const { assigneeId, submittedBy, approvedBy, formerDeciderId } = request
    const names = await namesOf(
      tx,
      [assigneeId, submittedBy, approvedBy, formerDeciderId].flatMap((id) => id ?? []),
    )
    const { id, name, zone, cancelWindowMinutes } = request.controller
    return {
      id: request.id,
      reference,
      version: request.version,
      facts: { ...reviewFacts(request), ...(await openDecisions(tx, request.id)) },
      locale: request.locale === 'en' ? 'en' : 'id',
      channel: request.channel,
      requesterKind: request.requesterKind,
      subjectCountry: request.subjectCountry,
      controller: { id, name, zone, cancelWindowMinutes },
      person: await findPerson(tx, actor, request, now),
      receivedAt: toInstant(request.receivedAt),
      verifiedAt: instantOr(request.verifiedAt),
      acknowledgedAt: instantOr(request.acknowledgedAt),
      executeAfter: instantOr(request.executeAfter),
      erasure: erasureOf(request, now),
      assignee: assigneeId ? { id: assigneeId, name: names.get(assigneeId) ?? '' } : null,
      submitter: (submittedBy && names.get(submittedBy)) ?? null,
      approver: (approvedBy && names.get(approvedBy)) ?? null,
      refusal: refusalOf(request),
      clocks: toDeskClocks(request.clocks, request.nextClockId),
      story: { ...(await findStory(tx, request)), calendars: await findCalendars(tx, request.controllerId) },
      questions: may(actor, 'open_personal_data', request.controllerId) ? await listQuestions(tx, request) : [],
      sources: await listSources(tx, request.id),
      holds: await listHolds(tx, request.id),
      evidence: await findEvidence(tx, request),
      appeal: await findAppealLinks(tx, request),
      formerDecider: (formerDeciderId && names.get(formerDeciderId)) ?? null,
    }
  })

const instantOr = (date: Date | null): Instant | null => date && toInstant(date)

function erasureOf({ erasureGround, controller, subjectCountry }: Request, now: Instant): DeskRequest['erasure'] {
  if (!erasureGround) return null
  const ground = erasureGround as ErasureGround
  const windowEndsAt = now.add({ minutes: controller.cancelWindowMinutes })
  const { notices } = planErasure({ ...controller, subjectCountry }, ground, windowEndsAt, now)
  return { ground, noticeFirst: notices.length > 0 }
}

const refusalOf = ({ refusalCode, refusalArticle }: { refusalCode: string | null; refusalArticle: string | null }) =>
  refusalCode ? { code: refusalCode as RefusalCode, article: refusalArticle ?? '' } : null

type Request = Prisma.RequestGetPayload<{ include: { clocks: true; controller: true } }>

type ClockRow = Request['clocks'][number]

const toDeskClocks = (rows: readonly ClockRow[], nextClockId: string | null): DeskClock[] =>
  rows
    .filter(({ state }) => state !== 'superseded')
    .map((clock) => ({
      clockId: clock.clockId,
      kind: clock.kind,
      startAt: toInstant(clock.startAt),
      dueAt: toInstant(clock.dueAt),
      dueLocalDate: clock.dueLocalDate,
      state: clock.state as DeskClock['state'],
      endedAt: instantOr(clock.endedAt),
      breachCause: clock.breachCause as BreachCause | null,
      binds: clock.clockId === nextClockId,
      isUnlisted: clock.flags.includes(CALENDAR_MISSING),
      basis: clock,
      setBy: rows.filter((row) => isSameDuty(row, clock)).map(({ causeEventId }) => causeEventId),
      earlier: earlierDates(rows, clock),
    }))

const earlierDates = (rows: readonly ClockRow[], clock: ClockRow): DeskClock['earlier'] =>
  rows
    .filter((row) => row.state === 'superseded' && isSameDuty(row, clock))
    .map(({ dueAt, dueLocalDate, endedAt }) => ({
      dueAt: toInstant(dueAt),
      dueLocalDate,
      stoodUntil: instantOr(endedAt),
    }))
    .reverse()

async function findPerson(tx: Tx, actor: StaffActor, request: Request, now: Instant): Promise<DeskPerson | null> {
  if (!request.sealed || !may(actor, 'open_personal_data', request.controllerId)) return null
  const key = await openRequestKey(tx, request)
  if (!key) return null
  const details = RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed))
  const isRevealed = await isOpened(tx, actor, request.id, null, now)
  const identifiers = await listIdentifiers(tx, key, request)
  return {
    maskedName: maskName(details.name),
    maskedEmail: maskEmail(details.email),
    revealed: isRevealed ? details : null,
    identifiers: isRevealed ? identifiers : identifiers.map((one) => ({ ...one, value: maskIdentifier(one.value) })),
    labels: await findLabels(tx, request.id),
  }
}
