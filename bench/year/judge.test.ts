import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { ClockFact, EventFact, Facts } from './facts.ts'
import { JUDGEMENTS, tellYear } from './judge.ts'

const instant = (text: string) => Temporal.Instant.from(text)
const TOLERANCE = Temporal.Duration.from({ hours: 3 })
const DUE = '2026-03-21T01:00:00Z'

/** Access in Jakarta, asked before Nyepi: the 72 hours pass over the feast and are missed, the answer keeps the 14 days. */
function trueYear(): Facts {
  const event = (id: string, at: string, type: string, data: Record<string, unknown> = {}): EventFact => ({
    id,
    type,
    data,
    at: instant(at),
  })
  const near = (mark: string, at: string, clockId = 'ID-UU-32', dueAt = DUE) =>
    event(`${clockId} ${mark}`, at, 'clock.neared', { clockId, mark, dueAt })
  const clock = (clockId: string, state: string, dueAt: string, endedAt: string): ClockFact => ({
    clockId,
    state,
    dueAt: instant(dueAt),
    endedAt: instant(endedAt),
    breachCause: state === 'breached' ? 'collecting' : null,
  })
  const filedAt = '2026-03-18T01:00:00Z'
  const answeredAt = '2026-03-26T03:00:00Z'
  const fourteen = '2026-04-01T17:00:00Z'
  const notice = (eventId: string, kind: string, at: string) => ({ eventId, kind, at: instant(at) })
  return {
    until: instant('2026-06-01T00:00:00Z'),
    mailKeys: ['acknowledgement.received', 'answer-ready.built', 'clock-warning.missed.lead'],
    requests: [
      {
        ...{ reference: 'HK-1', right: 'access', status: 'fulfilled', receivedAt: instant(filedAt) },
        ...{ zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID'], memberState: null, leadIds: ['lead'] },
        events: [
          event('received', filedAt, 'request.received'),
          event('told', filedAt, 'notice.sent', { kind: 'acknowledgement' }),
          event('proved', '2026-03-18T02:00:00Z', 'identity.proved'),
          near('24h', '2026-03-19T01:00:00Z'),
          near('50%', '2026-03-19T13:00:00Z'),
          near('48h', '2026-03-20T01:00:00Z'),
          near('75%', '2026-03-20T07:00:00Z'),
          near('60h', '2026-03-20T13:00:00Z'),
          near('90%', '2026-03-20T18:00:00Z'),
          near('68h', '2026-03-20T21:00:00Z'),
          event('missed', '2026-03-21T03:00:00Z', 'clock.breached', {
            ...{ clockId: 'ID-UU-32', dueAt: DUE, cause: 'collecting' },
          }),
          near('50%', '2026-03-25T10:00:00Z', 'CT-DALANG-14D', fourteen),
          event('answered', answeredAt, 'notice.sent', { kind: 'answer-ready' }),
        ],
        clocks: [
          clock('CT-ACK-SAMEDAY', 'met', '2026-03-18T17:00:00Z', filedAt),
          clock('ID-UU-32', 'breached', DUE, '2026-03-21T03:00:00Z'),
          clock('CT-DALANG-14D', 'met', fourteen, answeredAt),
        ],
        notices: [
          notice('received', 'acknowledgement', filedAt),
          notice('built', 'answer-ready', answeredAt),
          notice('missed', 'clock-warning.lead', '2026-03-21T03:00:00Z'),
        ],
      },
    ],
  }
}

const failing = (facts: Facts): number[] => {
  const year = tellYear(facts, TOLERANCE)
  return JUDGEMENTS.flatMap(({ look }, index) => (look(year).problems.length > 0 ? [index] : []))
}
const first = ({ requests: [request] }: Facts) => {
  if (!request) throw new Error('no request')
  return request
}
/** Changes what some of them say. */
const set = <T extends object>(among: T[], change: Partial<T>) => {
  for (const one of among) Object.assign(one, change)
}
const eventsOf = (facts: Facts, end: string) => first(facts).events.filter(({ id }) => id.endsWith(end))
const keepEvents = (facts: Facts, isKept: (event: EventFact) => boolean) =>
  set([first(facts)], { events: first(facts).events.filter(isKept) })
const of = ({ clocks }: ReturnType<typeof first>, id: string) => clocks.filter(({ clockId }) => clockId === id)

test('a true year holds', () => expect(failing(trueYear())).toEqual([]))

const LIES: [string, number, (facts: Facts) => unknown][] = [
  ['a date a second late', 0, (facts) => set(of(first(facts), 'ID-UU-32'), { dueAt: instant('2026-03-21T01:00:01Z') })],
  ['a miss called met', 0, (facts) => set(of(first(facts), 'ID-UU-32'), { state: 'met' })],
  ['a clock that is gone', 0, (facts) => first(facts).clocks.pop()],
  ['a date too many', 0, (facts) => first(facts).clocks.push(...of(first(facts), 'ID-UU-32'))],
  ['another to blame', 1, (facts) => set(of(first(facts), 'ID-UU-32'), { breachCause: 'executing' })],
  ['a miss recorded twice', 1, (facts) => first(facts).events.push(...eventsOf(facts, 'missed'))],
  ['a miss that nobody recorded', 1, (facts) => keepEvents(facts, ({ id }) => id !== 'missed')],
  ['a lead who never heard', 1, (facts) => first(facts).notices.pop()],
  ['no acknowledgement', 2, (facts) => first(facts).notices.shift()],
  [
    'an acknowledgement of the next day',
    2,
    (facts) => set(first(facts).notices, { at: instant('2026-03-18T17:00:00Z') }),
  ],
  ['a mark twice', 3, (facts) => first(facts).events.push(...eventsOf(facts, '60h'))],
  ['a mark never told', 3, (facts) => keepEvents(facts, ({ id }) => !id.endsWith('60h'))],
  ['a mark too early', 3, (facts) => set(eventsOf(facts, '60h'), { at: instant('2026-03-20T12:00:00Z') })],
  [
    'a change that was none',
    4,
    (facts) =>
      first(facts).events.push({
        id: 'x',
        type: 'clocks.changed',
        at: instant(DUE),
        data: { clocks: [{ clockId: 'ID-UU-32' }] },
      }),
  ],
  ['a mail twice', 5, (facts) => facts.mailKeys.push('answer-ready.built')],
  [
    'a second reminder',
    5,
    (facts) =>
      ['a', 'b'].map((id) => first(facts).events.push({ id, type: 'identity.reminded', at: instant(DUE), data: {} })),
  ],
  ['a notice without its mail', 5, (facts) => facts.mailKeys.pop()],
]

test.each(LIES)('%s is seen', (_, judgement, lie) => {
  const facts = trueYear()
  lie(facts)
  expect(failing(facts)).toContain(judgement)
})
