import type { Locale } from '#domain/filing.ts'

/** In the demo's own zone, Jakarta. */
export function MailTime({ at, locale }: { at: string; locale: Locale }) {
  const shown = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Asia/Jakarta' })
  return <time dateTime={at}>{shown.format(new Date(at))} WIB</time>
}
