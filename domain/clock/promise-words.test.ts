import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { RIGHTS } from '../request.ts'
import { startClocks } from './applicable.ts'
import { formatDue, inOrderOfPromise, type PromisedClock, promiseSentence, seenAt } from './promise-words.ts'

const received = Temporal.Instant.from('2026-11-20T08:04:00Z')
const zone = 'Asia/Jakarta'
const settings = { zone, contractDays: 14, jurisdictions: ['ID', 'EU'], memberState: 'FR' }
const clocks = (right: (typeof RIGHTS)[number] = 'access'): PromisedClock[] =>
  startClocks(settings, right, received).map((clock) => ({
    ...clock,
    state: 'running',
    endedAt: null,
    isExtended: false,
  }))
const clockOf = (clockId: string, change: Partial<PromisedClock> = {}): PromisedClock => {
  const clock = clocks().find((each) => each.clockId === clockId)
  if (!clock) throw new Error(clockId)
  return { ...clock, ...change }
}
const say = (clockId: string, change: Partial<PromisedClock> = {}) => [
  promiseSentence(clockOf(clockId, change), zone, 'id'),
  promiseSentence(clockOf(clockId, change), zone, 'en'),
]

describe('a promise in a sentence', () => {
  test('the law, to the minute, with its zone and article', () => {
    expect(say('ID-UU-32')).toEqual([
      'Kami wajib memberi akses ke data dan rekam jejak pemrosesannya paling lambat Senin, 23 November 2026 pukul 15.04 WIB (UU PDP pasal 32).',
      'We must give access to the data and to the processing trail by Monday, 23 November 2026, 15:04 WIB (UU PDP art. 32).',
    ])
  })

  test('a contract, to the end of its last day', () => {
    expect(say('CT-DALANG-14D')).toEqual([
      'Kami berjanji memberi jawaban atas isi permohonan paling lambat akhir hari Jumat, 4 Desember 2026 (Janji 14 hari).',
      expect.stringMatching(/^We promise to give the substantive response by the end of Friday, 4 December 2026 \(/),
    ])
  })

  test('a clock that waits names no date', () => {
    for (const sentence of say('EU-GDPR-12-3', { state: 'paused' })) {
      expect(sentence).not.toMatch(/20\d\d|Desember|December/)
      expect(sentence).toMatch(/menunggu jawaban Anda|waits for your answer/)
    }
  })

  test('met, missed, fallen away and extended are said in words', () => {
    const endedAt = received.add({ hours: 20 })
    const [met] = say('ID-UU-32', { state: 'met', endedAt })
    expect(met).toBe(
      'Akses (UU PDP pasal 32): terpenuhi pada Sabtu, 21 November 2026 pukul 11.04 WIB. Tenggatnya Senin, 23 November 2026 pukul 15.04 WIB.',
    )
    expect(say('ID-UU-32', { state: 'breached' })[0]).toMatch(/pukul 15.04 WIB .*terlewat.*berhak mengadu/)
    expect(say('ID-UU-32', { state: 'void' })[1]).toMatch(/no longer applies/)
    expect(say('EU-GDPR-12-3', { isExtended: true })[0]).toMatch(/Senin, 21 Desember 2026.*perpanjang/)
  })

  test('every clock that a request can start has a sentence in both languages', () => {
    for (const right of RIGHTS)
      for (const clock of clocks(right))
        for (const locale of ['id', 'en'] as const)
          expect(promiseSentence(clock, zone, locale)).toMatch(
            /^(Kami (wajib|berjanji)|We (must|promise to)) [a-z].* \(.+\)\.$/,
          )
  })
})

test('what binds comes first, then what is open, then what waits, then what is over', () => {
  const [ack, law, contract, europe] = ['CT-ACK-SAMEDAY', 'ID-UU-32', 'CT-DALANG-14D', 'EU-GDPR-12-3']
  const idsOf = (states: Record<string, string> = {}) =>
    inOrderOfPromise(clocks().map((clock) => ({ ...clock, state: states[clock.clockId] ?? 'running' }))).map(
      ({ clockId }) => clockId,
    )
  expect(idsOf()).toEqual([law, ack, contract, europe])
  expect(idsOf({ 'CT-ACK-SAMEDAY': 'met', 'ID-UU-32': 'met', 'CT-DALANG-14D': 'paused' })).toEqual([
    europe,
    contract,
    ack,
    law,
  ])
})

test('a deadline that passed unseen is shown as missed', () => {
  const clock = clockOf('ID-UU-32')
  expect(seenAt(clock, received.add({ hours: 72 })).state).toBe('running')
  expect(seenAt(clock, received.add({ hours: 73 })).state).toBe('breached')
  expect(seenAt({ ...clock, state: 'paused' }, received.add({ hours: 73 })).state).toBe('paused')
})

test('a day is said as a day in the zone of its clock, hours as an instant', () => {
  const midnight = Temporal.Instant.from('2026-12-04T17:00:00Z')
  expect(formatDue('CT-DALANG-14D', midnight, zone, 'id')).toBe('Jumat, 4 Desember 2026')
  expect(formatDue('ID-UU-32', midnight, zone, 'id')).toBe('Sabtu, 5 Desember 2026 pukul 00.00 WIB')
  expect(formatDue('US-CA-45', Temporal.Instant.from('2027-01-05T08:00:00Z'), zone, 'en')).toBe(
    'Monday, 4 January 2027',
  )
})
