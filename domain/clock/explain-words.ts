import type { Clock } from './catalogue.ts'
import type { Deadline } from './deadline.ts'
import type { Boundary, FixedDuration } from './period.ts'
import type { Locale } from './wording.ts'

/** The sentences of `explainDeadline`. */
export type Words = {
  law: (label: string, cite: string, confidence: string) => string
  confidence: Record<Clock['confidence'], string>
  start: (at: string) => string
  startOfDate: (day: string) => string
  laterStart: (at: string) => string
  pause: (from: string, to: string, days: number) => string
  pauseOpen: (from: string) => string
  pauseIgnored: (from: string) => string
  restart: (from: string, to: string) => string
  restartAwaited: (from: string) => string
  awaitingVerification: string
  extension: (at: string) => string
  extensionRejected: (at: string) => string
  count: Record<FixedDuration['unit'], (value: number, day: string, countsStart: boolean) => string>
  calendar: (id: string, closed: string) => string
  weekendsOnly: string
  calendarMissing: string
  shift: (days: number, day: string) => string
  roll: (from: string, to: string, calendar: string) => string
  state: Record<Deadline['state'], (validFrom: string) => string>
  result: Record<Boundary, (at: string, day: string) => string>
  endOf: (day: string) => string
  conservative: (at: string) => string
}

const id: Words = {
  law: (label, cite, confidence) => `${label}: ${cite} (${confidence}).`,
  confidence: {
    verified_text: 'teks peraturan sudah dicocokkan',
    verified_secondary: 'menurut sumber kedua; periksa teks aslinya',
    policy: 'janji atau kebijakan, bukan undang-undang',
  },
  start: (at) => `Dihitung sejak ${at}.`,
  startOfDate: (day) => `Tanda terima hanya memuat tanggal ${day}; dihitung sejak pukul 00.00 hari itu.`,
  laterStart: (at) => `Jangka waktu ini baru mulai ${at}.`,
  pause: (from, to, days) => `Jeda dari ${from} sampai ${to}: ${days} hari.`,
  pauseOpen: (from) => `Jeda sejak ${from} belum berakhir.`,
  pauseIgnored: (from) => `Pertanyaan pada ${from} tidak menghentikan jangka waktu ini.`,
  restart: (from, to) => `Identitas diminta ${from} dan diterima ${to}; jangka waktu mulai dari situ.`,
  restartAwaited: (from) => `Identitas diminta ${from}; jangka waktu mulai setelah identitas diterima.`,
  awaitingVerification: 'Jangka waktu ini baru mulai setelah identitas terbukti; sampai saat itu tidak ada tenggat.',
  extension: (at) => `Perpanjangan diberitahukan ${at}, sebelum tenggat; dihitung ulang dari awal.`,
  extensionRejected: (at) => `Perpanjangan pada ${at} terlambat diberitahukan dan tidak berlaku.`,
  count: {
    hours: (value) => `${value} jam berjalan, termasuk akhir pekan dan hari libur.`,
    hours_before: (value) => `Paling sedikit ${value} jam sebelum pelaksanaan.`,
    calendar_days: (value, day, countsStart) =>
      `${value} hari kalender sejak ${countsStart ? 'hari penerimaan' : 'hari berikutnya'}; hari terakhir ${day}.`,
    business_days: (value, day) => `${value} hari kerja sejak hari berikutnya; hari terakhir ${day}.`,
    months: (value, day) => `${value} bulan, tanggal yang sama atau hari terakhir bulan itu: ${day}.`,
    same_local_day: (_, day) => `Hari penerimaan, waktu setempat: ${day}.`,
    min_notice_days: (value, day) => `${value} hari penuh setelah pemberitahuan; paling cepat ${day}.`,
  },
  calendar: (calendar, closed) =>
    closed ? `Hari libur yang dilewati (${calendar}): ${closed}.` : `Tidak ada hari libur yang dilewati (${calendar}).`,
  weekendsOnly: 'hanya akhir pekan',
  calendarMissing:
    'Daftar hari libur untuk tahun itu belum dimuat; hanya akhir pekan yang dihitung, jadi tanggal ini paling cepat.',
  shift: (days, day) => `Jeda menambah ${days} hari: ${day}.`,
  roll: (from, to, calendar) => `${from} bukan hari kerja (${calendar}); bergeser ke ${to}.`,
  state: {
    running: () => '',
    paused: () => 'Selama jeda tidak ada tenggat.',
    no_fixed_period: () => 'Hukum tidak menyebut jangka waktu.',
    not_in_force: (validFrom) => `Ketentuan ini baru berlaku mulai ${validFrom}.`,
  },
  result: {
    inclusive: (at) => `Tenggat: ${at}; tepat pada saat itu masih tepat waktu.`,
    exclusive: (_, day) => `Tenggat: akhir hari ${day}.`,
    not_before: (at) => `Paling cepat: ${at}.`,
  },
  endOf: (day) => `akhir hari ${day}`,
  conservative: (at) => `Tanggal yang aman menurut hitungan paling ketat: ${at}.`,
}

const en: Words = {
  law: (label, cite, confidence) => `${label}: ${cite} (${confidence}).`,
  confidence: {
    verified_text: 'checked against the text of the law',
    verified_secondary: 'from a second source; check the original',
    policy: 'a promise or policy, not a law',
  },
  start: (at) => `Counted from ${at}.`,
  startOfDate: (day) => `The slip bears only the date ${day}; counted from 00:00 of that day.`,
  laterStart: (at) => `This period starts only on ${at}.`,
  pause: (from, to, days) => `Paused from ${from} to ${to}: ${days} ${days === 1 ? 'day' : 'days'}.`,
  pauseOpen: (from) => `Paused since ${from}; the pause is still open.`,
  pauseIgnored: (from) => `The question asked on ${from} does not stop this clock.`,
  restart: (from, to) => `Identity was asked for on ${from} and received on ${to}; the period starts there.`,
  restartAwaited: (from) => `Identity was asked for on ${from}; the period starts once it is received.`,
  awaitingVerification: 'This period starts once identity is proved; until then there is no deadline.',
  extension: (at) => `Extension notified on ${at}, before the deadline; counted again from the start.`,
  extensionRejected: (at) => `The extension of ${at} was notified too late and does not count.`,
  count: {
    hours: (value) => `${value} running hours, weekends and holidays included.`,
    hours_before: (value) => `At least ${value} hours before it is carried out.`,
    calendar_days: (value, day, countsStart) =>
      `${value} calendar days, from ${countsStart ? 'the day of receipt' : 'the next day'} on; the last is ${day}.`,
    business_days: (value, day) => `${value} business days, from the next day on; the last is ${day}.`,
    months: (value, day) =>
      `${value} ${value === 1 ? 'month' : 'months'}, the same date or the last day of a shorter month: ${day}.`,
    same_local_day: (_, day) => `The day of receipt, local time: ${day}.`,
    min_notice_days: (value, day) => `${value} full days after the notice; ${day} at the earliest.`,
  },
  calendar: (calendar, closed) =>
    closed ? `Holidays skipped (${calendar}): ${closed}.` : `No holiday was skipped (${calendar}).`,
  weekendsOnly: 'weekends only',
  calendarMissing:
    'The list of holidays for that year is not loaded; only weekends were counted, so the date can only be too early.',
  shift: (days, day) => `Pauses add ${days} ${days === 1 ? 'day' : 'days'}: ${day}.`,
  roll: (from, to, calendar) => `${from} is no working day (${calendar}); it moves to ${to}.`,
  state: {
    running: () => '',
    paused: () => 'There is no deadline while it is paused.',
    no_fixed_period: () => 'The law names no period.',
    not_in_force: (validFrom) => `This rule applies only from ${validFrom}.`,
  },
  result: {
    inclusive: (at) => `Due ${at}; that very instant is still on time.`,
    exclusive: (_, day) => `Due by the end of ${day}.`,
    not_before: (at) => `Not before ${at}.`,
  },
  endOf: (day) => `the end of ${day}`,
  conservative: (at) => `The safe date on the strictest reading: ${at}.`,
}

export const EXPLAIN: Record<Locale, Words> = { id, en }
