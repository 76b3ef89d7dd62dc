import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changesOf, LAWS, lawField, MEMBER_STATES, SettingsForm, toFields } from './settings.ts'

const good = {
  ...{ controller: 'toko', version: '3', contractDays: '14', zone: 'Asia/Makassar', [lawField('ID')]: 'on' },
  ...{ memberState: '', lapseDays: '30', cancelWindowMinutes: '0' },
}
const faults = (change: object): string[] => {
  const parsed = SettingsForm.safeParse({ ...good, ...change })
  return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
}

test('a form becomes settings', () => {
  expect(SettingsForm.parse(good)).toEqual({
    ...{ controller: 'toko', version: 3, contractDays: 14, zone: 'Asia/Makassar', jurisdictions: ['ID'] },
    ...{ residentJurisdictions: [], memberState: null, lapseDays: 30, cancelWindowMinutes: 0 },
    ...{ noticeUrl: null, noticeVersion: null },
  })
})

describe('each field says what is wrong with it', () => {
  test.each<[string, object, string]>([
    ['nothing', { contractDays: ' ' }, 'contractDays: missing'],
    ['no number', { contractDays: '1e2' }, 'contractDays: not_a_number'],
    ['a fraction', { lapseDays: '1.5' }, 'lapseDays: not_a_number'],
    ['a negative number', { cancelWindowMinutes: '-1' }, 'cancelWindowMinutes: not_a_number'],
    ['no day', { contractDays: '0' }, 'contractDays: out_of_range'],
    ['more than a year', { contractDays: '367' }, 'contractDays: out_of_range'],
    ['more than a week to cancel', { cancelWindowMinutes: '10081' }, 'cancelWindowMinutes: out_of_range'],
    ['a place that is none', { zone: 'Asia/Atlantis' }, 'zone: unknown_zone'],
    ['an offset', { zone: '+07:00' }, 'zone: unknown_zone'],
    ['no zone', { zone: undefined }, 'zone: missing'],
    ['no law', { [lawField('ID')]: undefined }, 'jurisdictions: choose_a_law'],
    ['Europe without holidays', { [lawField('EU')]: 'on' }, 'memberState: choose_one'],
    ['a law in both lists', { [lawField('ID', 'residentJurisdictions')]: 'on' }, 'residentJurisdictions: law_in_both'],
    [
      'Europe’s residents without holidays',
      { [lawField('EU', 'residentJurisdictions')]: 'on' },
      'memberState: choose_one',
    ],
    ['a notice that is no page', { noticeUrl: 'javascript:alert(1)' }, 'noticeUrl: not_a_page'],
    [
      'a notice that anybody could change on its way',
      { noticeUrl: 'http://toko.example/privasi' },
      'noticeUrl: not_a_page',
    ],
    ['holidays of somewhere else', { [lawField('EU')]: 'on', memberState: 'SG' }, 'memberState: choose_one'],
  ])('%s', (_, change, fault) => expect(faults(change)).toEqual([fault]))

  test('all of them at once', () => {
    const all = { contractDays: '', zone: 'x', [lawField('ID')]: undefined, lapseDays: 'a', cancelWindowMinutes: '' }
    expect(faults(all)).toHaveLength(5)
  })
  test('a law in both lists, beside what is wrong elsewhere', () => {
    const both = { [lawField('ID', 'residentJurisdictions')]: 'on', contractDays: '' }
    expect(faults(both)).toEqual(['contractDays: missing', 'residentJurisdictions: law_in_both'])
  })
  test('a field nobody asked for', () => {
    expect(SettingsForm.safeParse({ ...good, name: 'PT' }).success).toBe(false)
    expect(SettingsForm.safeParse('contractDays=14').success).toBe(false)
  })
})

test('holidays of Europe are dropped with its law', () => {
  expect(SettingsForm.parse({ ...good, memberState: 'FR' }).memberState).toBeNull()
})

const lists = fc
  .tuple(fc.shuffledSubarray([...LAWS], { minLength: 1 }), fc.shuffledSubarray([...LAWS]))
  .map(([jurisdictions, others]) => ({
    jurisdictions,
    residentJurisdictions: others.filter((law) => !jurisdictions.includes(law)),
  }))

const settings = fc.record({
  lists,
  contractDays: fc.integer({ min: 1, max: 366 }),
  zone: fc.constantFrom('Asia/Jakarta', 'Asia/Jayapura', 'Europe/Paris'),
  memberState: fc.constantFrom(...MEMBER_STATES),
  lapseDays: fc.integer({ min: 1, max: 366 }),
  cancelWindowMinutes: fc.integer({ min: 0, max: 10_080 }),
  noticeUrl: fc.constantFrom(null, 'https://toko.example/privasi?v=3#a'),
  noticeVersion: fc.constantFrom(null, '3.1'),
})

test('what a form shows and sends back changes nothing', () => {
  fc.assert(
    fc.property(settings, ({ lists, ...stored }) => {
      const isEuropean = [...lists.jurisdictions, ...lists.residentJurisdictions].includes('EU')
      const known = { ...stored, ...lists, memberState: isEuropean ? stored.memberState : null }
      const sent = SettingsForm.parse({ ...toFields(known), controller: 'toko', version: '1' })
      expect(changesOf(known, sent)).toEqual([])
    }),
  )
})

test('a change names the field, and its value before and after', () => {
  const before = { ...SettingsForm.parse(good), jurisdictions: ['SG', 'ID'] }
  const after = SettingsForm.parse({ ...good, [lawField('EU')]: 'on', memberState: 'FR', contractDays: '30' })
  expect(changesOf(before, after)).toEqual([
    { field: 'contractDays', from: 14, to: 30 },
    { field: 'jurisdictions', from: ['ID', 'SG'], to: ['EU', 'ID'] },
    { field: 'memberState', from: null, to: 'FR' },
  ])
})
