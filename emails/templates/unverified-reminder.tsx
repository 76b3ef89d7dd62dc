import type { Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { Promises } from '../parts.tsx'
import { RIGHT } from '../words.ts'

/** Indonesian law knows no pause: the mail says that the clocks run while identity is open (law, section 1.3). */
export type UnverifiedReminderProps = Notice & { right: Right; promises: string[] }

const id = {
  subject: (name: string, reference: string) => `${name}: permohonan ${reference} menunggu bukti identitas`,
  title: 'Kami masih menunggu bukti identitas Anda',
  why: 'Kami perlu memastikan bahwa data tidak jatuh ke tangan orang lain.',
  how: 'Buka halaman status, masukkan nomor permohonan, lalu masukkan kode yang kami kirim ke kontak Anda.',
  noPhoto: 'Kode itu cukup. Kami tidak meminta foto atau salinan KTP.',
  after: 'Kode kami hapus setelah pemeriksaan selesai.',
  action: 'Buktikan identitas',
  right: 'Hak yang Anda minta',
  deadlines: 'Tenggat tetap berjalan',
  running: 'Pemeriksaan identitas tidak menghentikan tenggat kami. Tanpa bukti, jawaban tidak dapat kami berikan.',
  notYou: 'Bukan Anda yang mengajukan? Abaikan email ini. Tidak ada data yang kami berikan tanpa bukti.',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: request ${reference} is waiting for proof of identity`,
  title: 'We are still waiting for you to prove who you are',
  why: 'We must make sure that the data do not reach someone else.',
  how: 'Open the status page, enter the request number, then the code that we send to your contact.',
  noPhoto: 'That code is enough. We do not ask for a photo or a copy of your ID card (KTP).',
  after: 'We delete the code once the check is done.',
  action: 'Prove who you are',
  right: 'The right you asked for',
  deadlines: 'The dates keep running',
  running: 'Checking your identity does not stop our deadlines. Without proof we cannot give you the answer.',
  notYou: 'Was this not you? Ignore this e-mail. We hand over no data without proof.',
}
const text: Record<Locale, typeof id> = { id, en }

export const unverifiedReminder: Template<UnverifiedReminderProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          {t.why} {t.how}
        </Para>
        <Para>
          {t.noPhoto} {t.after}
        </Para>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.deadlines}>
          <Para>{t.running}</Para>
          <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
          <Promises of={props.promises} />
        </Part>
        <Para>{t.notYou}</Para>
      </Letter>
    )
  },
}
