import type { Kept, Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { KeptItems } from '../parts.tsx'
import { records } from '../words.ts'

/** Nothing is erased before `executesAt`; until that moment the subject can cancel. */
export type ErasureScheduledProps = Notice & {
  goes: { category: string; count: number }[]
  stays: Kept[]
  executesAt: string
}

const id = {
  subject: (name: string, reference: string) => `${name}: penghapusan data untuk permohonan ${reference} dijadwalkan`,
  title: 'Penghapusan data Anda dijadwalkan',
  intro: 'Permohonan Anda disetujui. Periksa apa yang akan dihapus dan apa yang tetap disimpan.',
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
        <Para>{t.intro}</Para>
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
