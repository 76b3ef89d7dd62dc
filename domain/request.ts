import { ok, type Result, refuse } from './result.ts'

export const RIGHTS = [
  'access',
  'rectification',
  'erasure',
  'portability',
  'consent_withdrawal',
  'restriction',
  'objection',
] as const
export type Right = (typeof RIGHTS)[number]

export const STATUSES = [
  'received',
  'verifying',
  'collecting',
  'reviewing',
  'approved',
  'executing',
  'fulfilled',
  'partly_fulfilled',
  'refused',
  'withdrawn',
  'lapsed',
] as const
export type Status = (typeof STATUSES)[number]

/** The whole life of a request. A move that is not written here does not exist. */
const MOVES = {
  received: { ask_identity: 'verifying', prove_identity: 'collecting', withdraw: 'withdrawn', refuse: 'refused' },
  verifying: { prove_identity: 'collecting', withdraw: 'withdrawn', refuse: 'refused', lapse: 'lapsed' },
  // Ending a processing waits for nobody's review: withdrawing must be as easy as agreeing was (GDPR art. 7(3)).
  collecting: { finish_collecting: 'reviewing', start_stopping: 'executing', withdraw: 'withdrawn', refuse: 'refused' },
  reviewing: { approve: 'approved', send_back: 'collecting', withdraw: 'withdrawn', refuse: 'refused' },
  approved: { start_executing: 'executing', withdraw: 'withdrawn' },
  executing: { fulfil: 'fulfilled', fulfil_partly: 'partly_fulfilled', return_to_review: 'reviewing' },
  fulfilled: {},
  partly_fulfilled: {},
  refused: {},
  withdrawn: {},
  lapsed: { reopen: 'verifying' },
} as const satisfies Record<Status, Record<string, Status>>

export type Move = { [S in Status]: keyof (typeof MOVES)[S] }[Status]

export function move(from: Status, by: Move): Result<Status, 'move_not_allowed'> {
  const moves: Partial<Record<Move, Status>> = MOVES[from]
  const to = moves[by]
  return to ? ok(to) : refuse('move_not_allowed')
}

/** A closed request needs no more work from anybody; a lapsed one can be reopened by its subject. */
export const isClosed = (status: Status): boolean => status === 'lapsed' || Object.keys(MOVES[status]).length === 0

/** From here nothing moves any more, and no clock runs. */
export const ENDED_STATUSES: readonly Status[] = STATUSES.filter((status) => Object.keys(MOVES[status]).length === 0)

export const OPEN_STATUSES: readonly Status[] = STATUSES.filter((status) => !isClosed(status))

/** Statuses whose request the subject may still withdraw: until execution starts (design, life of a request). */
export const mayWithdraw = (status: Status): boolean => move(status, 'withdraw').ok

export const SUBJECT_STATES = ['received', 'identity', 'working', 'reviewing', 'done'] as const
export type SubjectState = (typeof SUBJECT_STATES)[number]

const SUBJECT_STATE: Record<Status, SubjectState> = {
  received: 'received',
  verifying: 'received',
  lapsed: 'received',
  collecting: 'working',
  reviewing: 'reviewing',
  approved: 'working',
  executing: 'working',
  fulfilled: 'done',
  partly_fulfilled: 'done',
  refused: 'done',
  withdrawn: 'done',
}

/** The five plain states a subject sees instead of eleven. */
export const subjectState = (status: Status): SubjectState => SUBJECT_STATE[status]

export type Ball = 'subject' | 'team' | 'system' | 'nobody'

/** Who has to act next. */
export function whoHasTheBall(status: Status): Ball {
  if (status === 'received' || status === 'verifying' || status === 'lapsed') return 'subject'
  if (status === 'reviewing') return 'team'
  return isClosed(status) ? 'nobody' : 'system'
}

export const REFUSAL_CODES = [
  'suspected_fraud',
  'insufficient_verification',
  'no_match',
  'exempt',
  'outside_jurisdiction',
  'excessive',
  'other',
] as const
export type RefusalCode = (typeof REFUSAL_CODES)[number]
