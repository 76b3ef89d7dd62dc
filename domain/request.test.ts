import { expect, test } from 'vitest'
import {
  isClosed,
  type Move,
  mayWithdraw,
  move,
  OPEN_STATUSES,
  STATUSES,
  type Status,
  subjectState,
  whoHasTheBall,
} from './request.ts'

const MOVES: readonly Move[] = [
  'ask_identity',
  'prove_identity',
  'finish_collecting',
  'start_stopping',
  'approve',
  'send_back',
  'start_executing',
  'fulfil',
  'fulfil_partly',
  'return_to_review',
  'withdraw',
  'refuse',
  'lapse',
  'reopen',
]

type Step = { move: Move; to: Status }

/** Every walk of at most `left` moves that the table allows: chance would miss the rare ones. */
function* walks(from: Status, left: number, taken: readonly Step[] = []): Generator<readonly Step[]> {
  yield taken
  if (left === 0) return
  for (const by of MOVES) {
    const next = move(from, by)
    if (next.ok) yield* walks(next.value, left - 1, [...taken, { move: by, to: next.value }])
  }
}

test('nothing is executed that was not proved, reviewed and approved, in this order', () => {
  let executions = 0
  for (const taken of walks('received', 11)) {
    if (taken.at(-1)?.move !== 'start_executing') continue
    executions += 1
    const at = (is: (step: Step) => boolean) => taken.findLastIndex(is)
    const reviewing = at((step) => step.to === 'reviewing')
    expect(reviewing).toBeGreaterThan(at((step) => step.move === 'prove_identity'))
    expect(at((step) => step.move === 'prove_identity')).toBeGreaterThanOrEqual(0)
    expect(at((step) => step.move === 'approve')).toBeGreaterThan(reviewing)
  }
  expect(executions).toBeGreaterThan(50)
})

test('only what ends a processing is carried out before anybody reviewed it, and never before identity', () => {
  for (const taken of walks('received', 7)) {
    const executing = taken.findIndex((step) => step.to === 'executing')
    if (executing < 0) continue
    const before = taken.slice(0, executing).map((step) => step.move)
    expect(before).toContain('prove_identity')
    if (taken[executing]?.move !== 'start_stopping') expect(before).toContain('approve')
  }
})

test('no move leaves an ended request, but a lapsed one can be reopened', () => {
  for (const status of STATUSES.filter(isClosed))
    for (const by of MOVES)
      expect(move(status, by)).toEqual(
        status === 'lapsed' && by === 'reopen'
          ? { ok: true, value: 'verifying' }
          : { ok: false, reason: 'move_not_allowed' },
      )
})

test('a subject may withdraw until execution starts', () => {
  expect(STATUSES.filter(mayWithdraw)).toEqual(['received', 'verifying', 'collecting', 'reviewing', 'approved'])
})

test('somebody has the ball as long as a request is open', () => {
  for (const status of OPEN_STATUSES) expect(whoHasTheBall(status)).not.toBe('nobody')
  expect(whoHasTheBall('fulfilled')).toBe('nobody')
  expect(subjectState('executing')).toBe('working')
})
