import { Temporal } from 'temporal-polyfill'
import { type Clock, findClock, zoneOf } from './catalogue.ts'
import { localDate } from './period.ts'

export type Locale = 'id' | 'en'

const ZONE_NAMES: Record<string, string> = {
  'Asia/Jakarta': 'WIB',
  'Asia/Pontianak': 'WIB',
  'Asia/Makassar': 'WITA',
  'Asia/Jayapura': 'WIT',
}
const named = (locale: Locale, part: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(locale, { ...part, timeZone: 'UTC' })
const WEEKDAY = { id: named('id', { weekday: 'long' }), en: named('en', { weekday: 'long' }) }
const MONTH = { id: named('id', { month: 'long' }), en: named('en', { month: 'long' }) }
const HOURS_SHOWN_UP_TO = 72

/** What a clock asks for and who says so, in a few words: `Akses`, `UU PDP pasal 32`. Throws on an id we do not ship. */
export function describeClock(clockId: string, locale: Locale): { label: string; cite: string } {
  const { label, cite } = clockOf(clockId)
  return { label: label[locale], cite: cite[locale] }
}

/** `Senin, 23 November 2026 pukul 15.04 WIB` · `Monday, 23 November 2026, 15:04 WIB`. Seconds are cut, never rounded up. */
export function formatInstant(instant: Temporal.Instant, zone: string, locale: Locale): string {
  const local = instant.toZonedDateTimeISO(zone)
  const [hour, minute] = [local.hour, local.minute].map((part) => String(part).padStart(2, '0'))
  const date = formatDate(local.toPlainDate(), locale)
  const name = zoneName(zone, instant)
  return locale === 'id' ? `${date} pukul ${hour}.${minute} ${name}` : `${date}, ${hour}:${minute} ${name}`
}

/** `WIB`, or `UTC+2` where the zone has no name of its own in Indonesia. */
export const zoneName = (zone: string, at: Temporal.Instant): string =>
  ZONE_NAMES[zone] ?? shortOffset(at.toZonedDateTimeISO(zone).offset)

/** The whole last day of an exclusive deadline (`dueLocalDate`): `Jumat, 4 Desember 2026`. */
export const formatDueDate = (dueLocalDate: string, locale: Locale): string =>
  formatDate(Temporal.PlainDate.from(dueLocalDate), locale)

export function formatDate(date: Temporal.PlainDate, locale: Locale): string {
  const { epochMilliseconds } = date.toZonedDateTime('UTC')
  return `${WEEKDAY[locale].format(epochMilliseconds)}, ${date.day} ${MONTH[locale].format(epochMilliseconds)} ${date.year}`
}

/** `+05:30` → `UTC+5:30`, `+02:00` → `UTC+2`. */
function shortOffset(offset: string): string {
  const [hours = '', minutes = ''] = offset.slice(1).split(':')
  const amount = `${Number(hours)}${minutes === '00' ? '' : `:${minutes}`}`
  return amount === '0' ? 'UTC' : `UTC${offset.slice(0, 1)}${amount}`
}

/** `18 jam lagi` · `5 h 40 m left` · `2 jam terlambat`. Rounded down, so nobody is promised a minute that is not there. */
export function timeLeft(now: Temporal.Instant, dueAt: Temporal.Instant, locale: Locale): string {
  const minutes = Math.floor(Math.abs(dueAt.since(now).total('minutes')))
  const late = Temporal.Instant.compare(now, dueAt) > 0
  if (locale === 'id') return `${amountOf(minutes, ' hari', ' jam', ' menit')} ${late ? 'terlambat' : 'lagi'}`
  return `${amountOf(minutes, minutes < 2 * 24 * 60 ? ' day' : ' days', ' h', ' m')} ${late ? 'late' : 'left'}`
}

function amountOf(minutes: number, days: string, hours: string, short: string): string {
  const wholeHours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (wholeHours > HOURS_SHOWN_UP_TO) return `${Math.floor(wholeHours / 24)}${days}`
  if (wholeHours >= 10 || (wholeHours > 0 && rest === 0)) return `${wholeHours}${hours}`
  if (wholeHours > 0) return `${wholeHours}${hours} ${rest}${short}`
  return rest === 0 ? `< 1${short}` : `${rest}${short}`
}

type ExplainedClock = {
  clockId: string
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
  dueLocalDate: string | null
}

/** The arithmetic behind a date, in one or two plain sentences. `zone` is the controller's. */
export function explainClock(clock: ExplainedClock, zone: string, locale: Locale): string {
  const known = clockOf(clock.clockId)
  const counted = zoneOf(known, zone)
  const sentence = COUNTING[known.duration?.unit ?? 'none'][locale]
  const startDate = localDate(clock.startAt, counted)
  const firstDate = known.firstDay === 'next_date' ? startDate.add({ days: 1 }) : startDate
  const lastDate = clock.dueLocalDate === null ? null : Temporal.PlainDate.from(clock.dueLocalDate)
  const text = sentence({
    count: numberOf(known, firstDate, lastDate),
    start: formatInstant(clock.startAt, counted, locale),
    startDate: formatDate(startDate, locale),
    firstDate: formatDate(firstDate, locale),
    due: formatInstant(clock.dueAt, counted, locale),
    dueDate: lastDate ? formatDate(lastDate, locale) : '',
  })
  return hasMoved(known, firstDate, lastDate) ? `${text} ${MOVED[locale]}` : text
}

type Facts = { count: number; start: string; startDate: string; firstDate: string; due: string; dueDate: string }
type Sentence = (facts: Facts) => string
type Unit = NonNullable<Clock['duration']>['unit'] | 'none'

const COUNTING: Record<Unit, Record<Locale, Sentence>> = {
  hours: {
    id: ({ count, start, due }) =>
      `${count} jam berjalan sejak ${start}, termasuk akhir pekan dan hari libur. Paling lambat ${due}.`,
    en: ({ count, start, due }) =>
      `${count} running hours from ${start}, weekends and holidays included. Due by ${due}.`,
  },
  hours_before: {
    id: ({ count, start, due }) =>
      `Paling sedikit ${count} jam sebelum pelaksanaan pada ${start}. Paling lambat ${due}.`,
    en: ({ count, start, due }) => `At least ${count} hours before it is carried out on ${start}. Due by ${due}.`,
  },
  calendar_days: {
    id: ({ count, firstDate, dueDate }) =>
      `${count} hari kalender; hari pertama adalah ${firstDate}. Paling lambat akhir hari ${dueDate}.`,
    en: ({ count, firstDate, dueDate }) =>
      `${count} calendar days; day 1 is ${firstDate}. Due by the end of ${dueDate}.`,
  },
  business_days: {
    id: ({ count, startDate, dueDate }) =>
      `${count} hari kerja setelah ${startDate}, tanpa akhir pekan dan hari libur. Paling lambat akhir hari ${dueDate}.`,
    en: ({ count, startDate, dueDate }) =>
      `${count} business days after ${startDate}, weekends and holidays not counted. Due by the end of ${dueDate}.`,
  },
  months: {
    id: ({ count, startDate, dueDate }) =>
      `${count} bulan sejak ${startDate}: tanggal yang sama, atau hari terakhir bulan itu. Paling lambat akhir hari ${dueDate}.`,
    en: ({ count, startDate, dueDate }) =>
      `${count} ${count === 1 ? 'month' : 'months'} from ${startDate}: the same date, or the last day of a shorter month. Due by the end of ${dueDate}.`,
  },
  same_local_day: {
    id: ({ dueDate }) => `Pada hari diterimanya permohonan, waktu setempat. Paling lambat akhir hari ${dueDate}.`,
    en: ({ dueDate }) => `On the day of receipt, local time. Due by the end of ${dueDate}.`,
  },
  min_notice_days: {
    id: ({ count, startDate, due }) => `${count} hari penuh setelah ${startDate}. Paling cepat ${due}.`,
    en: ({ count, startDate, due }) => `${count} full days after ${startDate}. Not before ${due}.`,
  },
  none: {
    id: () => 'Hukum tidak menyebut jangka waktu.',
    en: () => 'The law names no period.',
  },
}

const MOVED: Record<Locale, string> = {
  id: 'Tanggal itu bergeser karena jeda, perpanjangan, akhir pekan, atau hari libur.',
  en: 'A pause, an extension, a weekend or a holiday moved that date.',
}

/** The controller's own number of days is not in the catalogue: it is read off the date. */
function numberOf({ duration }: Clock, firstDate: Temporal.PlainDate, lastDate: Temporal.PlainDate | null): number {
  if (duration?.value !== 'contract_days') return duration?.value ?? 0
  return lastDate ? firstDate.until(lastDate).days + 1 : 0
}

function hasMoved({ duration }: Clock, firstDate: Temporal.PlainDate, lastDate: Temporal.PlainDate | null): boolean {
  if (!lastDate || typeof duration?.value !== 'number') return false
  if (duration.unit === 'months') return !firstDate.add({ months: duration.value }).equals(lastDate)
  return duration.unit === 'calendar_days' && !firstDate.add({ days: duration.value - 1 }).equals(lastDate)
}

function clockOf(clockId: string): Clock {
  const clock = findClock(clockId)
  if (!clock) throw new Error(`no clock ${clockId} in this version's catalogue`)
  return clock
}
