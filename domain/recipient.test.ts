import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { answerInstant, NewRecipient, sourceField } from './recipient.ts'

const facts = { name: 'PT Kurir', kind: 'processor', contact: ' DPO@Kurir.example ', region: 'ID', receives: 'Alamat' }
const controllerId = '0190b5a2-0000-7000-8000-000000000001'
const sourceId = '0190b5a2-0000-7000-8000-000000000002'

describe('a recipient as a form gives it', () => {
  test('its sources are ticked one by one', () => {
    const parsed = NewRecipient.parse({ ...facts, controllerId, [sourceField(sourceId)]: 'on' })
    expect(parsed).toMatchObject({ contact: 'dpo@kurir.example', sources: [sourceId] })
  })
  test.each([
    ['name', ''],
    ['kind', 'friend'],
    ['contact', 'nobody'],
    ['region', 'XX'],
    ['receives', ' '],
    [sourceField('not-an-id'), 'on'],
    ['other', 'x'],
  ])('%s may not be %j', (field, value) => {
    expect(NewRecipient.safeParse({ ...facts, controllerId, [field]: value }).success).toBe(false)
  })
})

describe('the day of an answer', () => {
  // 21 November, 06:30 in Jakarta
  const instructedAt = Temporal.Instant.from('2026-11-20T23:30:00Z')
  const now = Temporal.Instant.from('2026-11-23T16:59:00Z')
  test.each([
    ['2026-11-20', null],
    ['2026-11-21', '2026-11-20T23:30:00Z'],
    ['2026-11-22', '2026-11-21T17:00:00Z'],
    ['2026-11-23', '2026-11-22T17:00:00Z'],
    ['2026-11-24', null],
  ])('%s → %s', (day, expected) => {
    const answeredAt = answerInstant(Temporal.PlainDate.from(day), instructedAt, 'Asia/Jakarta', now)
    expect(answeredAt?.toString() ?? null).toBe(expected)
  })
})
