import type { Words } from '#domain/certificate/certificate.ts'

const format = (locale: string, options: Intl.DateTimeFormatOptions, at: Date) =>
  new Intl.DateTimeFormat(locale, options).format(at)

/** A moment as an official document says it: `Sabtu, 21 November 2026, pukul 10.02 WIB`. */
export function spokenTime(moment: string, timeZone: string): Words & { short: string } {
  const at = new Date(moment)
  const day: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone }
  const hour: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', timeZone }
  const [id, en] = [format('id-ID', { ...hour, timeZoneName: 'short' }, at), format('en-GB', hour, at)]
  const zone = id.split(' ').at(-1) ?? ''
  return {
    id: `${format('id-ID', day, at)}, pukul ${id}`,
    en: `${format('en-GB', day, at)}, ${en} ${zone}`,
    /** Readable in either language: `21 Nov 2026, 10.02 WIB`. */
    short: format('id-ID', { day: 'numeric', month: 'short', year: 'numeric', ...hour, timeZoneName: 'short' }, at),
  }
}

/** A calendar day (`2026-12-21`) in both languages. */
export function spokenDate(day: string): Words {
  const at = new Date(`${day}T00:00:00Z`)
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' }
  return { id: format('id-ID', options, at), en: format('en-GB', options, at) }
}

/** From one day to another, both included. */
export function spokenDates(first: string, last: string): Words {
  const [from, until] = [spokenDate(first), spokenDate(last)]
  return { id: `${from.id} – ${until.id}`, en: `${from.en} – ${until.en}` }
}
