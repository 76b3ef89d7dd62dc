import type { ErasureGround } from '#domain/erasure-ground.ts'
import type { Kept, Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part, Reference, WebLink } from '../letter.tsx'
import { KeptItems } from '../parts.tsx'
import { APPEAL, COMPLAINT, ERASURE_REASON } from '../words.ts'

/**
 * The notice of PP 33/2026 art. 87(2), due within 72 h after the act (art. 87(5)). It must say which of the two acts was done; `verifyUrl` is the public page that checks a certificate.
 */
export type ErasureDoneProps = Notice & {
  act: 'erasure' | 'destruction'
  because: ErasureGround
  dataTypes: string[]
  effectiveAt: string
  retained: Kept[]
  certificateUrl: string
  verifyUrl: string
}

const id = {
  subject: (name: string, reference: string) => `${name}: pemberitahuan untuk permohonan ${reference}`,
  title: { erasure: 'Data Anda sudah dihapus', destruction: 'Data Anda sudah dimusnahkan' },
  intro: 'Ini pemberitahuan menurut PP 33/2026 Pasal 87 ayat (2).',
  person: '(a) Subjek Data Pribadi',
  you: 'Anda, dalam permohonan',
  act: '(b) Tindakan',
  acts: {
    erasure: 'Penghapusan: selain Pengendali, tidak ada pihak yang dapat mengakses data itu lagi.',
    destruction: 'Pemusnahan: data itu tidak dapat lagi menunjuk kepada Anda dan tidak dapat dipulihkan.',
  },
  dataTypes: '(c) Jenis data',
  because: '(d) Alasan',
  effectiveAt: '(e) Tanggal efektif',
  contact: '(f) Kontak Pengendali Data Pribadi',
  retained: 'Yang tetap disimpan',
  nothing: 'Tidak ada.',
  certificate: 'Bukti penghapusan atau pemusnahan',
  collect: 'Unduh berita acara yang ditandatangani secara digital. Simpan berkasnya.',
  action: 'Unduh berita acara',
  check:
    'Untuk memeriksa keasliannya, buka halaman pemeriksaan dan pilih berkas itu. Berkas tidak dikirim ke mana pun.',
  checkLink: 'Buka halaman pemeriksaan',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: notice on request ${reference}`,
  title: { erasure: 'Your data have been erased', destruction: 'Your data have been destroyed' },
  intro: 'This is the notice required by PP 33/2026 art. 87(2).',
  person: '(a) Data subject',
  you: 'You, in request',
  act: '(b) What was done',
  acts: {
    erasure: 'Erasure (penghapusan): nobody other than the controller can reach the data any more.',
    destruction: 'Destruction (pemusnahan): the data no longer point to you and cannot be restored.',
  },
  dataTypes: '(c) Types of data',
  because: '(d) Reason',
  effectiveAt: '(e) Effective date',
  contact: '(f) Contact of the controller',
  retained: 'What stays',
  nothing: 'Nothing.',
  certificate: 'Proof of erasure or destruction',
  collect: 'Download the digitally signed certificate (berita acara). Keep the file.',
  action: 'Download the certificate',
  check: 'To check it, open the verification page and choose the file. The file is not sent anywhere.',
  checkLink: 'Open the verification page',
}
const text: Record<Locale, typeof id> = { id, en }

export const erasureDone: Template<ErasureDoneProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const { locale, controller } = props
    const t = text[locale]
    return (
      <Letter {...props} title={t.title[props.act]}>
        <Para>{t.intro}</Para>
        <Fact label={t.person}>
          {t.you} <Reference>{props.reference}</Reference>
        </Fact>
        <Fact label={t.act}>{t.acts[props.act]}</Fact>
        <Fact label={t.dataTypes}>{props.dataTypes.join('; ')}</Fact>
        <Fact label={t.because}>{ERASURE_REASON[locale][props.because]}</Fact>
        <Fact label={t.effectiveAt}>{props.effectiveAt}</Fact>
        <Fact label={t.contact}>
          {controller.name}, {controller.contact}
        </Fact>
        <Part title={t.retained}>
          <KeptItems of={props.retained} locale={locale} />
          {props.retained.length === 0 && <Para>{t.nothing}</Para>}
        </Part>
        <Part title={t.certificate}>
          <Para>{t.collect}</Para>
          <Act label={t.action} url={props.certificateUrl} />
          <Para>{t.check}</Para>
          <Para>
            <WebLink url={props.verifyUrl}>{t.checkLink}</WebLink>
          </Para>
          <Para>{APPEAL[locale]}</Para>
          <Para>{COMPLAINT[locale]}</Para>
        </Part>
      </Letter>
    )
  },
}
