import { Temporal } from 'temporal-polyfill'
import type { Right } from '#domain/request.ts'
import type { Random } from '#prisma/demo/random.ts'

/** Office hours of nobody: staff and subjects act on this grid, so that a year has few enough instants to live through. */
export const GRID_HOURS = 6
export const START = Temporal.Instant.from('2026-02-09T21:00:00Z')

export type Settings = {
  zone: string
  jurisdictions: string[]
  contractDays: number
  memberState?: string
  lapseDays: number
}

export const CONTROLLERS: readonly Settings[] = [
  { zone: 'Asia/Jakarta', jurisdictions: ['ID'], contractDays: 14, lapseDays: 30 },
  { zone: 'Asia/Jayapura', jurisdictions: ['ID'], contractDays: 30, lapseDays: 14 },
  { zone: 'Asia/Makassar', jurisdictions: ['ID', 'EU'], contractDays: 14, memberState: 'FR', lapseDays: 30 },
  { zone: 'Europe/Berlin', jurisdictions: ['EU'], contractDays: 21, memberState: 'DE-BE', lapseDays: 30 },
  { zone: 'Europe/London', jurisdictions: ['UK'], contractDays: 30, lapseDays: 45 },
  { zone: 'Asia/Singapore', jurisdictions: ['SG'], contractDays: 14, lapseDays: 30 },
  { zone: 'America/Los_Angeles', jurisdictions: ['US-CA'], contractDays: 30, lapseDays: 60 },
]

const RIGHTS: readonly Right[] = [
  ...Array<Right>(4).fill('access'),
  ...Array<Right>(3).fill('erasure'),
  ...Array<Right>(2).fill('rectification'),
  ...Array<Right>(2).fill('consent_withdrawal'),
  'portability',
  'restriction',
  'objection',
]

/** Days on which clocks are got wrong, as local dates: feasts, the hours that summer time takes and gives, month ends. */
const HARD_DAYS = [
  ...['2026-02-16', '2026-02-28', '2026-03-07', '2026-03-08', '2026-03-17', '2026-03-18', '2026-03-19', '2026-03-20'],
  ...['2026-03-21', '2026-03-23', '2026-03-28', '2026-03-29', '2026-03-31', '2026-04-02', '2026-05-31', '2026-08-31'],
  ...['2026-10-24', '2026-10-25', '2026-10-31', '2026-11-01', '2026-12-23', '2026-12-24', '2026-12-31', '2027-01-01'],
]
const HARD_TIMES = ['00:00:00', '00:00:01', '01:30:00', '02:30:00', '12:00:00', '23:40:00', '23:55:00']

type SubjectAct = 'file' | 'ask_code' | 'enter_code' | 'withdraw' | 'reply'
type StaffAct = 'assign' | 'ask' | 'extend' | 'submit' | 'approve' | 'send_back' | 'answer' | 'refuse'
export type Act = { do: SubjectAct | StaffAct; about?: 'identity' | 'clarification'; clockId?: string }
export type Planned = { at: Temporal.Instant; act: Act }
export type PlannedRequest = { number: number; controller: number; right: Right; isStranger: boolean; acts: Planned[] }

const HOUR_MS = 3_600_000
const GRID_MS = GRID_HOURS * HOUR_MS

/** The first instant on the grid at or after this one. */
export const onGrid = (at: Temporal.Instant): Temporal.Instant =>
  Temporal.Instant.fromEpochMilliseconds(Math.ceil(at.epochMilliseconds / GRID_MS) * GRID_MS)

/** Half of them fall on a hard day, at a time that is hard where the controller is; a filing knows no grid. */
function drawFilings(random: Random, days: number): Map<number, Temporal.Instant[]> {
  const end = START.add({ hours: 24 * days })
  const isWithin = (at: Temporal.Instant) =>
    Temporal.Instant.compare(at, START) > 0 && Temporal.Instant.compare(at, end) < 0
  return new Map(
    CONTROLLERS.map(({ zone }, index) => {
      const hard = HARD_DAYS.flatMap((day) =>
        HARD_TIMES.map((time) => Temporal.PlainDateTime.from(`${day}T${time}`).toZonedDateTime(zone).toInstant()),
      )
      const plain = Array.from({ length: 20 }, () => START.add({ seconds: 1 + random.below(days * 86_400) }))
      return [index, [...hard.filter(isWithin).filter(() => random.chance(0.2)), ...plain]]
    }),
  )
}

/** What everybody does in this year; the same for the same draws. Whether it is allowed, the portal says. */
export function drawYear(random: Random, count: number, filingDays: number): PlannedRequest[] {
  const filings = drawFilings(random, filingDays)
  return Array.from({ length: count }, (_, number) => {
    const controller = number % CONTROLLERS.length
    const filedAt = random.pick(filings.get(controller) ?? [])
    const right = random.pick(RIGHTS)
    const isStranger = random.chance(0.04)
    const acts = drawActs(random, CONTROLLERS[controller] as Settings, filedAt)
    return { number, controller, right, isStranger, acts }
  })
}

function drawActs(random: Random, { lapseDays, jurisdictions }: Settings, filedAt: Temporal.Instant): Planned[] {
  const after = (fromHours: number, toHours: number) =>
    onGrid(filedAt.add({ minutes: 60 * fromHours + random.below(60 * (toHours - fromHours)) }))
  const acts: Planned[] = [{ at: filedAt, act: { do: 'file' } }]
  const add = (at: Temporal.Instant, act: Act) => acts.push({ at, act })

  const proof = random.next()
  if (proof < 0.92) {
    const soon = proof < 0.75 ? after(1, 30) : after(90, 300)
    const at = proof < 0.87 ? soon : after(24 * lapseDays + 4, 24 * lapseDays + 240)
    add(at, { do: 'ask_code' })
    add(at.add({ minutes: 2 }), { do: 'enter_code' })
  }
  if (random.chance(0.5)) add(after(1, 20), { do: 'assign' })
  if (random.chance(0.05)) add(after(1, 400), { do: 'withdraw' })
  for (const share of [0.35, 0.1])
    if (random.chance(share)) {
      const asked = after(2, share > 0.1 ? 120 : 500)
      add(asked, { do: 'ask', about: random.pick(['identity', 'clarification'] as const) })
      if (random.chance(0.7)) add(onGrid(asked.add({ hours: 1 + random.below(300) })), { do: 'reply' })
    }
  const extendable: Record<string, string> = { EU: 'EU-GDPR-12-3', UK: 'UK-12A', 'US-CA': 'US-CA-45' }
  for (const law of jurisdictions)
    if (random.chance(law in extendable ? 0.6 : 0.1))
      add(after(24, 900), { do: 'extend', clockId: extendable[law] ?? 'ID-UU-32' })

  const pace = random.next()
  const reviewed = pace < 0.45 ? after(4, 60) : pace < 0.75 ? after(72, 400) : after(480, 2_000)
  add(reviewed, { do: random.chance(0.06) ? 'refuse' : 'submit' })
  if (random.chance(0.05)) add(onGrid(reviewed.add({ hours: 2 })), { do: 'send_back' })
  return acts
}
