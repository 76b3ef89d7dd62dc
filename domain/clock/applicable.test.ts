import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { RIGHTS } from '../request.ts'
import { type ClockSettings, startClocks } from './applicable.ts'
import { bindingClock } from './binding.ts'
import { COUNTRIES, mayLiveUnder } from './residence.ts'

const at = (text: string) => Temporal.Instant.from(text)
const november = at('2026-11-20T08:04:00Z')
const shop: ClockSettings = { zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID'] }
const idsOf = (settings: ClockSettings, right: (typeof RIGHTS)[number], receivedAt = november) =>
  startClocks(settings, right, receivedAt).map(({ clockId }) => clockId)

describe('which clocks a request starts', () => {
  test.each<[(typeof RIGHTS)[number], string[]]>([
    ['access', ['ID-UU-32']],
    ['rectification', ['ID-UU-30']],
    ['erasure', ['ID-UU-40']],
    ['consent_withdrawal', ['ID-UU-40']],
    ['restriction', ['ID-UU-41']],
    ['portability', []],
    ['objection', []],
  ])('%s in Indonesia', (right, statutory) => {
    expect(idsOf(shop, right)).toEqual(['CT-ACK-SAMEDAY', ...statutory, 'CT-DALANG-14D'])
  })

  test.each([
    [14, 'CT-DALANG-14D', '2026-12-04'],
    [30, 'CT-QE-30D', '2026-12-20'],
    [21, 'CT-RESPONSE-DAYS', '2026-12-11'],
  ])('a promise of %i days', (contractDays, clockId, dueLocalDate) => {
    const clocks = startClocks({ ...shop, contractDays, jurisdictions: [] }, 'access', november)
    expect(clocks.map((clock) => clock.clockId)).toEqual(['CT-ACK-SAMEDAY', clockId])
    expect(clocks[1]).toMatchObject({
      kind: 'contractual',
      boundary: 'exclusive',
      dueLocalDate,
      stopEvent: 'response_sent',
    })
  })

  test('every jurisdiction adds its own, in its own zone', () => {
    const everywhere = { ...shop, jurisdictions: ['ID', 'EU', 'UK', 'US-CA', 'SG', 'JP'], memberState: 'FR' }
    const clocks = startClocks(everywhere, 'access', november)
    expect(clocks.map(({ clockId, dueAt, flags }) => [clockId, dueAt.toString(), ...flags])).toEqual([
      ['CT-ACK-SAMEDAY', '2026-11-20T17:00:00Z'],
      ['ID-UU-32', '2026-11-23T08:04:00Z'],
      ['CT-DALANG-14D', '2026-12-04T17:00:00Z'],
      ['US-CA-ACK', '2026-12-08T08:00:00Z'],
      ['SG-ACCESS-30', '2026-12-21T16:00:00Z'],
      ['EU-GDPR-12-3', '2026-12-21T17:00:00Z'],
      ['UK-12A', '2026-12-22T00:00:00Z'],
      ['US-CA-45', '2027-01-05T08:00:00Z'],
    ])
  })

  describe('a law for those who live there', () => {
    const portal = { ...shop, residentJurisdictions: ['EU', 'UK', 'SG', 'US-CA'], memberState: 'FR' }
    const everybody = ['CT-ACK-SAMEDAY', 'ID-UU-32', 'CT-DALANG-14D']
    test.each<[string | null, string[]]>([
      ['DE', ['EU-GDPR-12-3']],
      ['NO', ['EU-GDPR-12-3']],
      ['GB', ['UK-12A']],
      ['SG', ['SG-ACCESS-30']],
      ['US', ['US-CA-ACK', 'US-CA-45']],
      ['JP', []],
      ['ID', []],
      ['CH', []],
      [null, ['EU-GDPR-12-3', 'UK-12A', 'SG-ACCESS-30', 'US-CA-ACK', 'US-CA-45']],
    ])('%s', (subjectCountry, statutory) => {
      expect(idsOf({ ...portal, subjectCountry }, 'access').sort()).toEqual([...everybody, ...statutory].sort())
    })

    const laws = ['ID', 'EU', 'UK', 'US-CA', 'SG', 'JP']
    const subset = fc.subarray(laws)
    const country = fc.option(fc.constantFrom(...COUNTRIES, 'CH', 'AU'))
    test('takes none away that applies to everybody, and adds none that silence would not', () => {
      fc.assert(
        fc.property(subset, subset, country, fc.constantFrom(...RIGHTS), (jurisdictions, residents, of, right) => {
          const settings = { ...shop, jurisdictions, residentJurisdictions: residents, memberState: 'FR' }
          const [told, silent] = [{ ...settings, subjectCountry: of }, settings].map((each) => idsOf(each, right))
          expect(told).toEqual(expect.arrayContaining(idsOf({ ...settings, residentJurisdictions: [] }, right)))
          expect(silent).toEqual(expect.arrayContaining(told ?? []))
          expect(silent?.toSorted()).toEqual(
            idsOf({ ...settings, jurisdictions: [...new Set([...jurisdictions, ...residents])] }, right).sort(),
          )
        }),
      )
    })
    test('every country of the list lives under one law, every law has a country', () => {
      const lawsOf = COUNTRIES.map((of) => laws.filter((law) => mayLiveUnder(law, of)))
      expect(lawsOf.every(({ length }) => length === 1)).toBe(true)
      expect(new Set(lawsOf.flat())).toEqual(new Set(laws))
      expect(lawsOf.filter(([law]) => law === 'EU')).toHaveLength(27 + 3)
      expect(new Set(COUNTRIES).size).toBe(COUNTRIES.length)
    })
  })

  test('a law not yet in force starts nothing', () => {
    const uk = { ...shop, jurisdictions: ['UK'] }
    expect(idsOf(uk, 'access', at('2026-02-04T12:00:00Z'))).not.toContain('UK-12A')
    expect(idsOf(uk, 'access', at('2026-02-05T12:00:00Z'))).toContain('UK-12A')
  })

  test('intake does not wait for a list of holidays: the date is at most too early, and says so', () => {
    const california = { ...shop, jurisdictions: ['US-CA', 'EU'] }
    const clocks = startClocks(california, 'erasure', at('2027-12-30T18:00:00Z'))
    const flagged = clocks.filter(({ flags }) => flags.includes('calendar_missing'))
    expect(flagged.map(({ clockId, dueLocalDate }) => [clockId, dueLocalDate])).toEqual([
      ['US-CA-ACK', '2028-01-13'],
      ['EU-GDPR-12-3', '2028-01-31'],
    ])
  })

  test('every right is acknowledged and answered, whatever the settings', () => {
    for (const right of RIGHTS) expect(idsOf({ ...shop, jurisdictions: [] }, right)).toHaveLength(2)
  })

  test('settings that make no sense are a fault', () => {
    expect(() => startClocks({ ...shop, zone: 'Mars/Olympus' }, 'access', november)).toThrow('unknown_zone (zone)')
    expect(() => startClocks({ ...shop, contractDays: 0 }, 'access', november)).toThrow('contractDays')
  })
})

describe('the binding clock', () => {
  const clocks = startClocks(shop, 'access', november)
  test('is the earliest of law and contract, the acknowledgement apart', () => {
    expect(bindingClock(clocks)?.clockId).toBe('ID-UU-32')
  })
  test('is the next one once the first is done', () => {
    const done = clocks.map((clock) => ({ ...clock, stoppedAt: clock.clockId === 'ID-UU-32' ? november : null }))
    expect(bindingClock(done)?.clockId).toBe('CT-DALANG-14D')
  })
  test('is none where nothing has a date', () => {
    expect(bindingClock([])).toBeNull()
    expect(bindingClock(clocks.map((clock) => ({ ...clock, kind: 'internal' as const })))).toBeNull()
  })
  test('at the same instant, the one that ends before it', () => {
    const tie = { kind: 'contractual' as const, dueAt: november, stopEvent: null }
    const [inclusive, exclusive] = [
      { ...tie, boundary: 'inclusive' as const },
      { ...tie, boundary: 'exclusive' as const },
    ]
    expect(bindingClock([inclusive, exclusive])).toBe(exclusive)
  })
})
