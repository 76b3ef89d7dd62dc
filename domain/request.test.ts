import fc from 'fast-check'
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

/** Every walk that the table allows, as a list of moves that were taken. */
const walk = fc.array(fc.constantFrom(...MOVES)).map((tries) => {
  const taken: { move: Move; to: Status }[] = []
  let status: Status = 'received'
  for (const by of tries) {
    const next = move(status, by)
    if (!next.ok) continue
    status = next.value
    taken.push({ move: by, to: status })
  }
  return taken
})

test('nothing is executed that was not proved, reviewed and approved, in this order', () => {
  fc.assert(
    fc.property(walk, (taken) => {
      const at = (by: Move) => taken.findLastIndex((step) => step.move === by)
      const executed = at('start_executing')
      if (executed < 0) return
      expect(at('prove_identity')).toBeGreaterThanOrEqual(0)
      expect(at('finish_collecting')).toBeGreaterThan(at('prove_identity'))
      expect(at('approve')).toBeGreaterThan(at('finish_collecting'))
      expect(executed).toBeGreaterThan(at('approve'))
    }),
    { numRuns: 2_000 },
  )
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
