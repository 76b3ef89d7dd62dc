import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { APPEAL, COMPLAINT, RIGHT } from '../words.ts'

/** `readyAt`: when the package was released; `expiresAt`: when its download ends. */
export type AnswerReadyProps = Notice & { right: 'access' | 'portability'; readyAt: string; expiresAt: string }

const id = {
  subject: (name: string, reference: string) => `${name}: jawaban untuk permohonan ${reference} sudah siap`,
  title: 'Data Anda sudah siap',
  action: 'Ambil data Anda',
  right: 'Hak yang Anda minta',
  readyAt: 'Disiapkan',
  expiresAt: 'Dapat diunduh sampai',
  access: 'Paket ini berisi data Anda dan rekam jejak pemrosesannya. Anda dapat membacanya tanpa internet.',
  portability: 'Paket ini berisi data yang Anda berikan kepada kami, dalam format yang dapat dibaca mesin.',
  format: 'Isinya berkas ZIP dengan JSON, CSV, dan halaman baca.',
  code: 'Buka halaman status dengan nomor permohonan. Kami meminta kode baru sebelum Anda mengunduh.',
  remind: 'Kami mengingatkan Anda sebelum tautan berakhir. Terlambat? Minta lagi di halaman status.',
  contest: 'Jika ada yang kurang atau salah',
  how: 'Tulis kepada narahubung di bawah ini dan sebutkan nomor permohonan.',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: the answer to request ${reference} is ready`,
  title: 'Your data are ready',
  action: 'Collect your data',
  right: 'The right you asked for',
  readyAt: 'Prepared',
  expiresAt: 'Can be downloaded until',
  access: 'The package holds your data and the trail of their processing. You can read it offline.',
  portability: 'The package holds the data you gave us, in a machine-readable format.',
  format: 'It is a ZIP file with JSON, CSV and a page for reading.',
  code: 'Open the status page with the request number. We ask for a fresh code before you download.',
  remind: 'We remind you before the link ends. Too late? Ask for it again on the status page.',
  contest: 'If something is missing or wrong',
  how: 'Write to the contact below and quote the request number.',
}
const text: Record<Locale, typeof id> = { id, en }

export const answerReady: Template<AnswerReadyProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          {t[props.right]} {t.format}
        </Para>
        <Para>{t.code}</Para>
        <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
        <Fact label={t.readyAt}>{props.readyAt}</Fact>
        <Fact label={t.expiresAt}>
          <strong>{props.expiresAt}</strong>
        </Fact>
        <Para>{t.remind}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.contest}>
          <Para>{APPEAL[props.locale]}</Para>
          <Para>{t.how}</Para>
          <Para>{COMPLAINT[props.locale]}</Para>
        </Part>
      </Letter>
    )
  },
}
