import { Text } from '@react-email/components'
import type { Locale, Notice, Template } from '../contract.ts'
import { Letter, Para } from '../letter.tsx'
import { style } from '../look.ts'

export type CodePurpose = 'verify' | 'status' | 'download'
/** `code`: six digits. It never enters the subject line, which lock screens show. */
export type CodeProps = Notice & { code: string; minutes: number; purpose: CodePurpose }

type Words = Record<'subject' | CodePurpose | 'never' | 'unasked', string> & {
  title: Record<CodePurpose, string>
  valid: (minutes: number) => string
}

const text: Record<Locale, Words> = {
  id: {
    subject: 'Kode Anda untuk permohonan',
    title: {
      verify: 'Kode untuk membuktikan identitas',
      status: 'Kode untuk melihat status',
      download: 'Kode untuk mengunduh data',
    },
    verify: 'Masukkan kode ini di halaman yang sedang Anda buka. Kode ini membuktikan bahwa kontak ini milik Anda.',
    status: 'Masukkan kode ini di halaman yang sedang Anda buka untuk melihat status permohonan.',
    download: 'Masukkan kode ini di halaman yang sedang Anda buka untuk mengunduh data Anda.',
    valid: (minutes) => `Kode berlaku ${minutes} menit dan hanya untuk satu kali pakai.`,
    never: 'Jangan berikan kode ini kepada siapa pun. Petugas kami tidak akan memintanya.',
    unasked: 'Tidak meminta kode? Abaikan email ini. Tanpa kode, tidak ada yang dapat membuka permohonan Anda.',
  },
  en: {
    subject: 'Your code for request',
    title: {
      verify: 'Code to prove who you are',
      status: 'Code to see the status',
      download: 'Code to download your data',
    },
    verify: 'Enter this code on the page you have open. It proves that this contact is yours.',
    status: 'Enter this code on the page you have open to see the status of the request.',
    download: 'Enter this code on the page you have open to download your data.',
    valid: (minutes) => `The code is valid for ${minutes} minutes and works once.`,
    never: 'Never share this code with anyone. Our staff will not ask for it.',
    unasked: 'Did not ask for a code? Ignore this e-mail. Without the code nobody can open your request.',
  },
}

export const code: Template<CodeProps> = {
  text,
  subject: (locale, { controller, reference }) => `${controller.name}: ${text[locale].subject} ${reference}`,
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title[props.purpose]}>
        <Para>{t[props.purpose]}</Para>
        <Text className="ink wash" style={style.code}>
          {props.code}
        </Text>
        <Para>{t.valid(props.minutes)}</Para>
        <Para>
          <strong>{t.never}</strong>
        </Para>
        <Para>{t.unasked}</Para>
      </Letter>
    )
  },
}
