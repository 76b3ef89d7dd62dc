import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para } from '../letter.tsx'

/** @property from, to a date in words; null while the clock waits for an answer, or was not running before */
export type ClocksChangedProps = Notice & {
  cause: 'identity' | 'answered' | 'extended' | 'reopened' | 'settings' | 'calendar'
  /** the team's own words for an extension */
  reason: string | null
  changes: { what: string; cite: string; from: string | null; to: string | null }[]
}

const id = {
  subject: (name: string, reference: string) => `${name}: tanggal jawaban untuk permohonan ${reference} berubah`,
  title: 'Tanggal jawaban kami berubah',
  cause: {
    identity: 'Alasannya: identitas Anda sudah dipastikan.',
    answered: 'Alasannya: Anda sudah menjawab pertanyaan kami.',
    extended: 'Alasannya: kami memperpanjang tenggat ini sebagaimana diizinkan hukum.',
    reopened: 'Alasannya: permohonan Anda dibuka lagi.',
    settings: 'Alasannya: kami sekarang menjanjikan jawaban yang lebih cepat, atau hukum lain kini berlaku.',
    calendar: 'Alasannya: daftar hari libur resmi untuk tahun itu kini dipakai dalam hitungan.',
  },
  from: 'Sebelumnya',
  to: 'Sekarang',
  waits: 'menunggu jawaban Anda',
  none: 'belum ada tanggal',
  others: 'Tanggal lain tidak berubah.',
  action: 'Lihat semua tanggal',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: the dates for request ${reference} changed`,
  title: 'The date of our answer changed',
  cause: {
    identity: 'The reason: your identity is confirmed.',
    answered: 'The reason: you answered our question.',
    extended: 'The reason: we extended this deadline, as the law allows.',
    reopened: 'The reason: your request was reopened.',
    settings: 'The reason: we now promise an earlier answer, or another law now applies.',
    calendar: 'The reason: the official list of public holidays of that year is now counted.',
  },
  from: 'Before',
  to: 'Now',
  waits: 'waits for your answer',
  none: 'no date yet',
  others: 'No other date changed.',
  action: 'See all dates',
}
const text: Record<Locale, typeof id> = { id, en }

export const clocksChanged: Template<ClocksChangedProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          {t.cause[props.cause]} {t.others}
        </Para>
        {props.reason && <Para>{props.reason}</Para>}
        {props.changes.map(({ what, cite, from, to }) => (
          <Fact key={`${what} ${cite}`} label={`${what} (${cite})`}>
            {t.from}: {from ?? (props.cause === 'answered' ? t.waits : t.none)}
            <br />
            {t.to}: <strong>{to ?? t.waits}</strong>
          </Fact>
        ))}
        <Act label={t.action} url={props.portalUrl} />
      </Letter>
    )
  },
}
