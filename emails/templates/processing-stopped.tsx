import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { APPEAL, COMPLAINT, RIGHT } from '../words.ts'

/**
 * `purposes`: what was withdrawn, in words; `explanation`: what a person did by hand, plain text, or null; `offers`:
 * whether erasure can be asked for on the status page.
 */
export type ProcessingStoppedProps = Notice & {
  purposes: string[]
  stoppedAt: string
  verifiedAt: string | null
  explanation: string | null
  offers: boolean
}

const id = {
  subject: (name: string, reference: string) => `${name}: pemrosesan berhenti, permohonan ${reference}`,
  title: 'Pemrosesan sudah berhenti',
  lead: 'Persetujuan yang Anda tarik kembali tidak lagi kami pakai (UU 27/2022 Pasal 40, PP 33/2026 Pasal 92).',
  right: 'Hak yang Anda minta',
  purposes: 'Yang berhenti',
  stoppedAt: 'Berhenti sejak',
  verifiedAt: 'Dibaca ulang di sistem',
  by: 'Yang dikerjakan petugas',
  receipt: 'Tanda bukti',
  receiptText:
    'Tanda bukti yang ditandatangani ada di halaman status. Siapa pun dapat memeriksa keasliannya di halaman pemeriksaan.',
  erase: 'Ingin datanya juga dihapus?',
  eraseText:
    'Menarik persetujuan tidak menghapus data. Di halaman status Anda dapat meminta penghapusan; isiannya sudah siap.',
  before: 'Yang sudah diproses sebelum Anda menarik persetujuan tetap sah.',
  action: 'Buka halaman status',
  contest: 'Jika ada yang kurang atau salah',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: processing has stopped, request ${reference}`,
  title: 'Processing has stopped',
  lead: 'We no longer rely on the consent you withdrew (UU 27/2022 art. 40, PP 33/2026 art. 92).',
  right: 'The right you used',
  purposes: 'What has stopped',
  stoppedAt: 'Stopped since',
  verifiedAt: 'Read again in our systems',
  by: 'What a person did',
  receipt: 'Your receipt',
  receiptText:
    'The signed receipt is on the status page. Anybody can check on the verification page that it is genuine.',
  erase: 'Do you want the data erased, too?',
  eraseText: 'Withdrawing erases nothing. On the status page you can ask for erasure; the form is filled in already.',
  before: 'What was done before you withdrew stays lawful.',
  action: 'Open the status page',
  contest: 'If something is missing or wrong',
}
const text: Record<Locale, typeof id> = { id, en }

export const processingStopped: Template<ProcessingStoppedProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>{t.lead}</Para>
        <Fact label={t.right}>{RIGHT[props.locale].consent_withdrawal}</Fact>
        {props.purposes.length > 0 && <Fact label={t.purposes}>{props.purposes.join('; ')}</Fact>}
        <Fact label={t.stoppedAt}>
          <strong>{props.stoppedAt}</strong>
        </Fact>
        {props.verifiedAt !== null && <Fact label={t.verifiedAt}>{props.verifiedAt}</Fact>}
        {props.explanation !== null && (
          <Part title={t.by}>
            {props.explanation.split(/\n\s*\n/).map((paragraph) => (
              <Para key={paragraph}>{paragraph}</Para>
            ))}
          </Part>
        )}
        <Part title={t.receipt}>
          <Para>{t.before}</Para>
          <Para>{t.receiptText}</Para>
          <Act label={t.action} url={props.portalUrl} />
        </Part>
        {props.offers && (
          <Part title={t.erase}>
            <Para>{t.eraseText}</Para>
          </Part>
        )}
        <Part title={t.contest}>
          <Para>{APPEAL[props.locale]}</Para>
          <Para>{COMPLAINT[props.locale]}</Para>
        </Part>
      </Letter>
    )
  },
}
