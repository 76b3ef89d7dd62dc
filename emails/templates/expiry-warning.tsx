import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para } from '../letter.tsx'

/** Sent before a download ends. */
export type ExpiryWarningProps = Notice & { endsAt: string }

const id = {
  subject: (name: string, reference: string) => `${name}: unduhan untuk permohonan ${reference} akan berakhir`,
  title: 'Unduhan data Anda akan berakhir',
  endsAt: 'Dapat diunduh sampai',
  before: 'Unduh sebelum waktu itu di halaman status. Kami meminta kode baru.',
  late: 'Terlambat? Minta lagi kepada narahubung di bawah.',
  action: 'Unduh data Anda',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: the download for request ${reference} is about to end`,
  title: 'Your download is about to end',
  endsAt: 'Can be downloaded until',
  before: 'Download before that time on the status page. We ask for a fresh code.',
  late: 'Too late? Ask the contact below for it again.',
  action: 'Download your data',
}
const text: Record<Locale, typeof id> = { id, en }

export const expiryWarning: Template<ExpiryWarningProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Fact label={t.endsAt}>
          <strong>{props.endsAt}</strong>
        </Fact>
        <Para>{t.before}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Para>{t.late}</Para>
      </Letter>
    )
  },
}
