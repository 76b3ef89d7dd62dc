import { expect, test } from 'vitest'
import { isReachable, nextQuestion, toFiling } from './draft.ts'

const all = {
  right: 'access',
  requesterKind: 'subject',
  email: 'siti@example.id',
  name: 'Siti',
  details: '',
} as const

test('leads through the questions in order', () => {
  expect(nextQuestion({})).toBe('right')
  expect(nextQuestion({ right: 'access' })).toBe('requester')
  expect(nextQuestion({ right: 'access', requesterKind: 'subject' })).toBe('contact')
  expect(nextQuestion({ right: 'access', requesterKind: 'subject', email: 'a@b.id', name: 'A' })).toBe('details')
  expect(nextQuestion(all)).toBe('check')
  expect(nextQuestion({ details: 'typed after the rest was forgotten' })).toBe('right')
})

test('nobody skips a question, everybody may go back', () => {
  expect(isReachable('right', {})).toBe(true)
  expect(isReachable('contact', {})).toBe(false)
  expect(isReachable('check', { right: 'access', requesterKind: 'subject' })).toBe(false)
  expect(isReachable('right', all)).toBe(true)
  expect(isReachable('check', all)).toBe(true)
})

test('what was left open is not filed as empty text', () => {
  expect(toFiling({ ...all, otherIdentifier: '', country: '' })).toEqual({
    ok: true,
    value: { right: 'access', requesterKind: 'subject', email: 'siti@example.id', name: 'Siti' },
  })
  expect(toFiling({ ...all, details: undefined })).toEqual({ ok: false, reason: 'incomplete' })
  expect(toFiling({ ...all, name: undefined })).toEqual({ ok: false, reason: 'incomplete' })
})
