import { describe, expect, test } from 'vitest'
import {
  changeField,
  changeStatementOf,
  heldRows,
  ManualAnswer,
  ManualChanges,
  mayAnswer,
  RECORDS,
  statementOf,
} from './manual-task.ts'

const inquiryId = '3f0c1d52-6a55-4d1e-9a54-0f5a3f1d8f10'
const TODAY = '2026-11-21'
const answer = (given: object) => ManualAnswer.parse({ inquiryId, note: 'Dicari di lemari A', ...given })
const DOCUMENT = { id: 'd1', name: 'kartu.pdf', mediaType: 'application/pdf', bytes: 9 }

test('each line and each document is a row; empty lines are none', () => {
  const held = heldRows(answer({ result: 'held', items: ' satu \r\n\n dua' }), [DOCUMENT])
  expect(held).toEqual({
    ok: true,
    value: [
      {
        collection: RECORDS,
        rows: [
          { record: 'satu', document: null, name: null },
          { record: 'dua', document: null, name: null },
          { record: null, document: 'd1', name: 'kartu.pdf' },
        ],
      },
    ],
  })
})

test.each([
  [{ result: 'held' }, [], 'items_missing'],
  [{ result: 'nothing', items: 'satu' }, [], 'wrong_result'],
  [{ result: 'nothing' }, [DOCUMENT], 'wrong_result'],
  [{ result: 'done' }, [], 'wrong_result'],
])('what is held and contradicts itself is refused: %j', (given, documents, reason) => {
  expect(heldRows(answer(given), documents)).toEqual({ ok: false, reason })
})

test.each([
  [{ result: 'refused' }, 'reason_missing'],
  [{ result: 'done', kept: 1 }, 'wrong_result'],
  [{ result: 'partly' }, 'wrong_result'],
  [{ result: 'partly', kept: 1 }, 'basis_missing'],
  [{ result: 'partly', kept: 1, basis: 'KUP 28(11)' }, 'until_missing'],
  [{ result: 'partly', kept: 1, basis: 'KUP 28(11)', until: TODAY }, 'until_past'],
  [{ result: 'held' }, 'wrong_result'],
])('what was done and contradicts itself is refused: %j', (given, reason) => {
  expect(statementOf(answer(given), TODAY)).toEqual({ ok: false, reason })
})

test('what was done is stated as any source states it', () => {
  const about = { collection: RECORDS, changed: 0 }
  expect(statementOf(answer({ result: 'done', erased: '3' }), TODAY)).toEqual({
    ok: true,
    value: { outcome: 'done', collections: [{ ...about, erased: 3, kept: [] }] },
  })
  const kept = { kept: '2', basis: 'KUP 28(11)', until: '2030-01-01' }
  expect(statementOf(answer({ result: 'partly', erased: '1', ...kept }), TODAY)).toEqual({
    ok: true,
    value: {
      outcome: 'partly',
      collections: [{ ...about, erased: 1, kept: [{ count: 2, basis: 'KUP 28(11)', until: '2030-01-01' }] }],
    },
  })
  expect(statementOf(answer({ result: 'refused', reason: 'not_found' }), TODAY)).toEqual({
    ok: true,
    value: { outcome: 'refused', reason: 'not_found' },
  })
})

describe('each correction has an answer of its own', () => {
  const asked = ['a', 'b']
  const form = (given: Record<string, string>) =>
    ManualChanges.safeParse({ inquiryId, note: 'Kartu 13 diganti', ...given })
  const stated = (answers: Record<string, string>) => {
    const given = Object.fromEntries(Object.entries(answers).map(([id, answer]) => [changeField(id), answer]))
    return changeStatementOf(ManualChanges.parse({ inquiryId, note: 'Kartu 13 diganti', ...given }), asked)
  }

  test.each([
    [{ a: 'made', b: 'made' }, { outcome: 'changed' }],
    [
      { b: 'not_possible', a: 'made' },
      { outcome: 'partly', changes: [{ at: 1, reason: 'not_possible' }] },
    ],
    [
      { a: 'not_found', b: 'other' },
      {
        outcome: 'refused',
        changes: [
          { at: 0, reason: 'not_found' },
          { at: 1, reason: 'other' },
        ],
      },
    ],
  ])('%j', (answers, value) => expect(stated(answers)).toEqual({ ok: true, value }))

  test.each([[{}], [{ a: 'made' }], [{ a: 'made', c: 'made' }], [{ a: 'made', b: 'made', c: 'made' }]])(
    'of all that was asked, and of nothing else: %j',
    (answers) => expect(stated(answers)).toEqual({ ok: false, reason: 'answers_missing' }),
  )

  test('and nothing chosen is said at its own field', () => {
    const wrong = form({ [changeField('a')]: '', [changeField('b')]: 'made' })
    expect(wrong.error?.issues).toMatchObject([{ path: [changeField('a')], message: 'choose_one' }])
  })
})

test('somebody outside answers their own question only; of the team, whoever works on requests there', () => {
  const inquiry = { id: inquiryId, controllerId: 'c1' }
  const outside = (id: string) => ({ kind: 'respondent', controllerId: 'c1', inquiryId: id }) as const
  const staff = (role: 'agent' | 'admin', controllerId: string) =>
    ({ kind: 'staff', controllerId, userId: 'u', role, controllerIds: [] }) as const
  expect([outside(inquiryId), outside('another')].map((actor) => mayAnswer(actor, inquiry))).toEqual([true, false])
  expect(
    [staff('agent', 'c1'), staff('admin', 'c1'), staff('agent', 'c2')].map((actor) => mayAnswer(actor, inquiry)),
  ).toEqual([true, false, false])
})
