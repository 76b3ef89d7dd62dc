import { Temporal } from 'temporal-polyfill'
import { startClocks, startErasureClocks } from '#domain/clock/applicable.ts'
import { clockMarks } from '#domain/clock/marks.ts'
import type { Facts, NoticeFact, RequestFact } from './facts.ts'
import { causeAfter, isSame, type Replayed, replay, type StartedAt } from './replay.ts'

type Seen = { problems: string[]; seen: number; note?: string }
/** @property tolerance how long after its instant a timer may have been seen to */
export type Judgement = { name: string; look: (year: Year) => Seen }
type Told = { request: RequestFact; clockId: string; replayed: Replayed }
export type Year = Facts & { told: Told[]; tolerance: Temporal.Duration }

/** What a request starts: at its receipt, and under a later law when its erasure is done. */
function startedBy(request: RequestFact): StartedAt[] {
  const { right, receivedAt, events } = request
  const erased = events.findIndex(({ type, data }) => type === 'task.finished' && data['purpose'] === 'erase')
  const erasedAt = events[erased]?.at
  return [
    ...startClocks(request, right, receivedAt).map(({ clockId }) => ({ clockId, startAt: receivedAt, after: 0 })),
    ...(erasedAt ? startErasureClocks(request, 'erasure_executed', erasedAt) : []).map(({ clockId, startAt }) => ({
      ...{ clockId, startAt, after: erased + 1 },
    })),
  ]
}

/** The engine's own account of every clock that each request started. */
export const tellYear = (facts: Facts, tolerance: Temporal.Duration): Year => ({
  ...facts,
  tolerance,
  told: facts.requests.flatMap((request) =>
    startedBy(request).map((started) => ({
      request,
      clockId: started.clockId,
      replayed: replay(request, started, facts.until),
    })),
  ),
})

const countBy = (keys: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
const twice = (keys: readonly string[]): string[] =>
  [...countBy(keys)].filter(([, count]) => count > 1).map(([key, count]) => `${key}: ${count} times`)
const eventsOf = ({ events }: RequestFact, type: string) => events.filter((event) => event.type === type)
const tally = (words: readonly string[]) =>
  [...countBy(words)]
    .sort()
    .map(([word, count]) => `${count} ${word}`)
    .join(', ')

const everyClock: Judgement = {
  name: 'every clock and every date it ever had is the engine’s',
  look({ told, requests }) {
    const problems: string[] = []
    let rows = 0
    for (const { request, clockId, replayed } of told) {
      const { versions, state, endedAt } = replayed
      const stored = request.clocks.filter((clock) => clock.clockId === clockId)
      const say = (what: string) => problems.push(`${request.reference} ${clockId} ${what}`)
      rows += stored.length
      if (stored.length !== versions.length) say(`has ${stored.length} dates, not ${versions.length}`)
      for (const [index, { dueAt, to }] of versions.entries()) {
        const row = stored[index]
        const isLast = index === versions.length - 1
        if (row && !isSame(row.dueAt, dueAt)) say(`is due ${row.dueAt}, not ${dueAt}`)
        if (row && row.state !== (isLast ? state : 'superseded'))
          say(`is ${row.state}, not ${isLast ? state : 'superseded'}`)
        if (row && !isLast && !isSame(row.endedAt, to)) say(`gave way ${row.endedAt}, not ${to}`)
        if (row && isLast && state !== 'breached' && !isSame(row.endedAt, endedAt))
          say(`ended ${row.endedAt}, not ${endedAt}`)
      }
    }
    const unknown = requests.flatMap(({ clocks }) => clocks).length - rows
    if (unknown > 0) problems.push(`${unknown} rows of clocks that nothing started`)
    return { problems, seen: rows, note: tally(told.map(({ replayed: { state } }) => state)) }
  },
}

const everyBreach: Judgement = {
  name: 'every miss is recorded once, soon, with who had the ball, and a lead was told once; nothing else is called one',
  look({ told, tolerance, requests }) {
    const problems: string[] = []
    const causes: string[] = []
    for (const { request, clockId, replayed } of told) {
      const found = eventsOf(request, 'clock.breached').filter(({ data }) => data['clockId'] === clockId)
      const wanted = replayed.state === 'breached' ? 1 : 0
      const say = (what: string) => problems.push(`${request.reference} ${clockId} ${what}`)
      if (found.length !== wanted) say(`was missed ${found.length} times, not ${wanted}`)
      const [event] = found
      const dueAt = replayed.versions.at(-1)?.dueAt
      if (!event || !wanted || !dueAt) continue
      const row = request.clocks.findLast((clock) => clock.clockId === clockId)
      const cause = causeAfter(request.events.slice(0, request.events.indexOf(event)), replayed.stopEvent, dueAt)
      causes.push(cause)
      if (event.data['cause'] !== cause || row?.breachCause !== cause)
        say(`blames ${event.data['cause']}, not ${cause}`)
      if (!isSame(Temporal.Instant.from(String(event.data['dueAt'])), dueAt)) say('names another date')
      if (!isWithin(event.at, dueAt, tolerance)) say(`was seen at ${event.at}, due ${dueAt}`)
      const leads = request.notices.filter(
        ({ eventId, kind }) => eventId === event.id && request.leadIds.some((id) => kind === `clock-warning.${id}`),
      )
      if (leads.length !== request.leadIds.length) say(`was told to ${leads.length} leads`)
    }
    const known = told.length
    const all = requests.flatMap((request) => eventsOf(request, 'clock.breached')).length
    if (all !== causes.length) problems.push(`${all} misses recorded, ${causes.length} explained`)
    return { problems, seen: known, note: tally(causes) }
  },
}

const oneAcknowledgement: Judgement = {
  name: 'one acknowledgement each, on the local day of the filing',
  look({ requests }) {
    const day = (at: Temporal.Instant, zone: string) => at.toZonedDateTimeISO(zone).toPlainDate().toString()
    const problems = requests.flatMap(({ reference, receivedAt, zone, notices }) => {
      const [sent, ...others] = notices.filter(({ kind }) => kind === 'acknowledgement')
      if (!sent || others.length > 0) return [`${reference} has ${sent ? 1 + others.length : 0} acknowledgements`]
      return day(sent.at, zone) === day(receivedAt, zone) ? [] : [`${reference} filed ${receivedAt}, told ${sent.at}`]
    })
    return { problems, seen: requests.length }
  },
}

const everyMark: Judgement = {
  name: 'every mark of every running date was told once, and only then',
  look({ told, tolerance }) {
    const problems: string[] = []
    let seen = 0
    for (const { request, clockId, replayed } of told) {
      const say = (what: string) => problems.push(`${request.reference} ${clockId} ${what}`)
      const found = eventsOf(request, 'clock.neared').filter(({ data }) => data['clockId'] === clockId)
      const keyOf = (mark: unknown, dueAt: unknown) => `${mark} of ${Temporal.Instant.from(String(dueAt))}`
      const keys = found.map(({ data }) => keyOf(data['mark'], data['dueAt']))
      for (const key of twice(keys)) say(`told ${key}`)
      const possible = new Map<string, Temporal.Instant>()
      for (const version of replayed.versions.filter(({ state }) => state === 'running')) {
        const marks = clockMarks({ clockId, stopEvent: replayed.stopEvent, ...version })
        for (const [index, { name, at }] of marks.entries()) {
          const key = keyOf(name, version.dueAt)
          possible.set(key, at)
          const overtaken = [marks[index + 1]?.at, version.dueAt, version.to].filter((next) => next !== undefined)
          const isOwed =
            Temporal.Instant.compare(at, version.from) > 0 &&
            overtaken.every((next) => Temporal.Instant.compare(at.add(tolerance), next) < 0)
          if (isOwed && !keys.includes(key)) say(`never told ${key}`)
        }
      }
      for (const [index, key] of keys.entries()) {
        const at = possible.get(key)
        const event = found[index]
        if (!at || !event || Temporal.Instant.compare(event.at, at) < 0) say(`told ${key} without cause`)
      }
      seen += keys.length
    }
    return { problems, seen }
  },
}

const everyChange: Judgement = {
  name: 'every change of a date was told, once',
  look({ told, requests }) {
    const problems: string[] = []
    let seen = 0
    for (const { request, clockId, replayed } of told) {
      const changed = eventsOf(request, 'clocks.changed').filter(({ data }) =>
        (data['clocks'] as { clockId: string }[]).some((clock) => clock.clockId === clockId),
      )
      seen += changed.length
      if (changed.length !== replayed.versions.length - 1)
        problems.push(`${request.reference} ${clockId}: ${changed.length} changes told`)
    }
    for (const request of requests) {
      const mailsOf = (event: string, template: string) =>
        request.notices.filter(({ eventId, kind }) => eventId === event && kind === template).length
      for (const { id, data } of eventsOf(request, 'clocks.changed')) {
        // The mail with a question says itself what waits for its answer.
        const owed = data['cause'] === 'question.asked' ? 0 : 1
        const sent = mailsOf(id, 'clocks-changed')
        if (sent !== owed) problems.push(`${request.reference}: ${sent} mails of one change, not ${owed}`)
      }
      for (const { id } of eventsOf(request, 'question.asked'))
        if (mailsOf(id, 'question') !== 1) problems.push(`${request.reference}: a question that nobody was sent`)
    }
    return { problems, seen }
  },
}

/** Said once in the life of a request, whatever happens. */
const ONCE = ['request.received', 'identity.proved', 'identity.reminded', 'request.approved', 'execution.started']
const ENDS = [
  'request.fulfilled',
  'request.partly_fulfilled',
  'request.refused',
  'request.withdrawn',
  'request.shredded',
]

const nothingTwice: Judgement = {
  name: 'no notice twice: as fact, as row, as mail; and each row is a mail',
  look({ requests, mailKeys }) {
    const keyOf = ({ eventId, kind }: NoticeFact) =>
      kind.startsWith('clock-warning.') ? `clock-warning.${eventId}.${kind.slice(14)}` : `${kind}.${eventId}`
    const rows = requests.flatMap(({ notices }) => notices.map(keyOf))
    const mails = mailKeys.filter((key) => !key.startsWith('instruct.'))
    const facts = requests.flatMap((request) =>
      [...ONCE, ...ENDS, 'package.built', 'package.expiring', 'certificate.issued'].flatMap((type) =>
        eventsOf(request, type).map(() => `${request.reference} ${type}`),
      ),
    )
    const answers = requests.flatMap(({ reference, notices }) =>
      notices
        .filter(({ kind }) => ['acknowledgement', 'answer-ready', 'answer', 'erasure-done', 'refusal'].includes(kind))
        .map(({ kind }) => `${reference} ${kind}`),
    )
    const [known, sent] = [new Set(rows), new Set(mails)]
    const problems = [
      ...[rows, mails, facts, answers].flatMap(twice),
      ...mails.filter((key) => !known.has(key)).map((key) => `${key} is no notice`),
      ...rows.filter((key) => !sent.has(key)).map((key) => `${key} was never mailed`),
    ]
    return { problems, seen: mails.length }
  },
}

/** Whether the sweep saw it in time: not before, and not much later. */
const isWithin = (at: Temporal.Instant, dueAt: Temporal.Instant, tolerance: Temporal.Duration): boolean =>
  Temporal.Instant.compare(at, dueAt) >= 0 && Temporal.Instant.compare(at, dueAt.add(tolerance)) <= 0

export const JUDGEMENTS: readonly Judgement[] = [
  everyClock,
  everyBreach,
  oneAcknowledgement,
  everyMark,
  everyChange,
  nothingTwice,
]
