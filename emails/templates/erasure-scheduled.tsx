import type { ErasureGround } from '#domain/erasure-ground.ts'
import type { Kept, Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { KeptItems } from '../parts.tsx'
import { ERASURE_REASON, records } from '../words.ts'

/** Nothing is erased before `executesAt`; until that moment the subject can cancel. */
export type ErasureScheduledProps = Notice & {
  goes: { category: string; count: number }[]
  stays: Kept[]
  executesAt: string
  because: ErasureGround
  /** the law asks for this notice, and the erasure waits for it */
  isNotice: boolean
}

const id = {
  subject: (name: string, reference: string) => `${name}: penghapusan data untuk permohonan ${reference} dijadwalkan`,
  title: 'Penghapusan data Anda dijadwalkan',
  intro: 'Permohonan Anda disetujui. Periksa apa yang akan dihapus dan apa yang tetap disimpan.',
  before:
    'Ini pemberitahuan sebelum penghapusan menurut PP 33/2026 Pasal 87 ayat (3) dan (5): penghapusan paling cepat 3 × 24 jam setelah email ini dikirim.',
  because: 'Alasan',
  executesAt: 'Dihapus setelah',
  cancel: 'Berubah pikiran? Batalkan di halaman status sebelum waktu itu. Setelah itu data tidak dapat dikembalikan.',
  action: 'Periksa atau batalkan',
  goes: 'Yang akan dihapus',
  stays: 'Yang tetap disimpan, dan alasannya',
  nothing: 'Tidak ada.',
  after: 'Setelah selesai, kami mengirim pemberitahuan dan bukti penghapusan.',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: erasure for request ${reference} is scheduled`,
  title: 'The erasure of your data is scheduled',
  intro: 'Your request was approved. Check what will be erased and what stays.',
  before:
    'This is the notice before an erasure required by PP 33/2026 art. 87(3) and (5): the erasure comes 3 × 24 hours after this e-mail was sent at the earliest.',
  because: 'Reason',
  executesAt: 'Erased after',
  cancel: 'Changed your mind? Cancel on the status page before that time. After it the data cannot be brought back.',
  action: 'Check or cancel',
  goes: 'What will be erased',
  stays: 'What stays, and why',
  nothing: 'Nothing.',
  after: 'When it is done we send you a notice and the proof of erasure.',
}
const text: Record<Locale, typeof id> = { id, en }

export const erasureScheduled: Template<ErasureScheduledProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const { locale, goes, stays } = props
    const t = text[locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          {t.intro} {props.isNotice && t.before}
        </Para>
        <Fact label={t.because}>{ERASURE_REASON[locale][props.because]}</Fact>
        <Fact label={t.executesAt}>
          <strong>{props.executesAt}</strong>
        </Fact>
        <Para>{t.cancel}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.goes}>
          {goes.map(({ category, count }) => (
            <Fact key={category} label={category}>
              {records(locale, count)}
            </Fact>
          ))}
          {goes.length === 0 && <Para>{t.nothing}</Para>}
        </Part>
        <Part title={t.stays}>
          <KeptItems of={stays} locale={locale} />
          {stays.length === 0 && <Para>{t.nothing}</Para>}
        </Part>
        <Para>{t.after}</Para>
      </Letter>
    )
  },
}
