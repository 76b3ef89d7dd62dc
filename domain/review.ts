import { type Actor, may } from './actor.ts'
import { hasDecidedBefore } from './appeal.ts'
import { isDoneByHand } from './by-hand.ts'
import { isClosed, move, type Right, type Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'

/** What is known of a request when a person asks whether its answer may go out. */
export type ReviewFacts = {
  controllerId: string
  status: Status
  right: Right
  identityProved: boolean
  /** whether a source already holds the proved contact; null: no source has answered yet */
  contactOnFile: boolean | null
  /** one entry a source */
  sources: readonly { answered: boolean; blockingObstacles: number }[]
  /** of a rectification: what was proposed, and how much of it the source was not asked about, or does not take */
  corrections: { proposed: number; open: number }
  /** who asked for approval */
  submittedBy: string | null
  /** of an appeal: who decided the request before, and may not decide this one */
  formerDeciderId: string | null
  /** what was held back of rows that were not found again when a source was asked once more */
  lostRedactions?: number
  /** identifiers that were confirmed or taken back since the sources were asked */
  unsearched?: number
  /** a source is ending what was withdrawn right now */
  stopping?: boolean
}

export type NotReady =
  | 'identity_not_proved'
  | 'source_not_answered'
  | 'no_source'
  | 'contact_not_on_file'
  | 'identifier_not_searched'
  | 'obstacle_open'
  | 'correction_open'
  | 'redaction_lost'

export type Check = 'identity' | 'sources' | 'identifiers' | 'contact' | 'obstacles' | 'corrections' | 'redactions'

/** What stands between a request and its answer, in the order in which it is usually done. */
export const CHECKS: readonly { check: Check; missing: NotReady }[] = [
  { check: 'identity', missing: 'identity_not_proved' },
  { check: 'sources', missing: 'source_not_answered' },
  { check: 'identifiers', missing: 'identifier_not_searched' },
  { check: 'contact', missing: 'contact_not_on_file' },
  { check: 'obstacles', missing: 'obstacle_open' },
  { check: 'corrections', missing: 'correction_open' },
  { check: 'redactions', missing: 'redaction_lost' },
]

const PASSES: Record<Check, (facts: ReviewFacts) => boolean> = {
  identity: ({ identityProved }) => identityProved,
  sources: ({ sources }) => sources.length > 0 && sources.every(({ answered }) => answered),
  identifiers: ({ unsearched = 0 }) => unsearched === 0,
  // An answer goes only to a contact that a source held before the request came (a new one may be an impostor's).
  contact: ({ contactOnFile }) => contactOnFile === true,
  obstacles: ({ sources }) => sources.every(({ blockingObstacles }) => blockingObstacles === 0),
  corrections: ({ corrections }) => corrections.open === 0,
  redactions: ({ lostRedactions = 0 }) => lostRedactions === 0,
}

export const passes = (facts: ReviewFacts, check: Check): boolean => PASSES[check](facts)

/** @returns the first thing that is missing */
export function readiness(facts: ReviewFacts): Result<null, NotReady> {
  const open = CHECKS.find(({ check }) => !PASSES[check](facts))
  if (open?.check === 'sources' && facts.sources.length === 0) return refuse('no_source')
  return open ? refuse(open.missing) : ok(null)
}

export type SubmitRefusal = 'not_allowed' | 'not_in_review' | 'already_submitted' | NotReady

/** Asking a second person to release the answer. */
export function decideSubmission(actor: Actor, facts: ReviewFacts): Result<null, SubmitRefusal> {
  if (!may(actor, 'work_request', facts.controllerId)) return refuse('not_allowed')
  if (facts.status !== 'reviewing') return refuse('not_in_review')
  if (facts.submittedBy) return refuse('already_submitted')
  return readiness(facts)
}

/** Sending an answer back for another look at the sources. */
export function decideSendBack(actor: Actor, facts: ReviewFacts): Result<Status, 'not_allowed' | 'not_in_review'> {
  if (!may(actor, 'work_request', facts.controllerId)) return refuse('not_allowed')
  const to = move(facts.status, 'send_back')
  return to.ok ? to : refuse('not_in_review')
}

export type ReopenRefusal = 'not_allowed' | 'not_submitted' | 'nothing_handed_over'

/** Taking back what was submitted, so that what is held back can change before somebody approves it. */
export function decideReopening(actor: Actor, facts: ReviewFacts): Result<null, ReopenRefusal> {
  if (!may(actor, 'work_request', facts.controllerId)) return refuse('not_allowed')
  if (facts.right !== 'access' && facts.right !== 'portability') return refuse('nothing_handed_over')
  return facts.status === 'reviewing' && facts.submittedBy ? ok(null) : refuse('not_submitted')
}

export type NextAction = 'submit' | 'approve' | 'retry' | 'look' | 'answer' | null

/** The one thing to do next, for the header of a request; null when nobody of the team can do anything. */
export function nextAction(actor: Actor, facts: ReviewFacts & { failedSources: number }): NextAction {
  const { controllerId, status, submittedBy, formerDeciderId } = facts
  if (isClosed(status) || !may(actor, 'work_request', controllerId)) return null
  if (facts.failedSources > 0) return 'retry'
  if (isDoneByHand(facts)) return 'answer'
  if (status !== 'reviewing') return null
  if (!readiness(facts).ok) return 'look'
  if (!submittedBy) return 'submit'
  const isSecond = actor.kind === 'staff' && actor.userId !== submittedBy && !hasDecidedBefore(actor, formerDeciderId)
  return isSecond && may(actor, 'approve', controllerId) ? 'approve' : null
}
