import type { Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { Promises } from '../parts.tsx'
import { COMPLAINT, RIGHT } from '../words.ts'

/** `promises` are sentences, the one that binds first. */
export type AcknowledgementProps = Notice & {
  right: Right
  receivedAt: string
  promises: string[]
  isProved: boolean
}

const id = {
  subject: (name: string, reference: string) => `${name}: permohonan ${reference} sudah kami terima`,
  title: 'Permohonan Anda sudah kami terima',
  keep: 'Simpan email ini. Ini tanda terima permohonan tercatat Anda.',
  reference: 'Nomor permohonan',
  right: 'Hak yang Anda minta',
  receivedAt: 'Diterima',
  next: 'Langkah berikutnya: buktikan identitas Anda',
  verify: 'Buka halaman status, lalu masukkan nomor permohonan. Kami mengirim kode ke kontak Anda.',
  proved: 'Identitas Anda sudah terbukti',
  nothing: 'Anda tidak perlu melakukan apa-apa sekarang. Perkembangannya ada di halaman status.',
  noPhoto: 'Anda tidak perlu mengirim foto atau salinan KTP.',
  running: 'Tenggat di bawah ini tetap berjalan selama identitas Anda diperiksa.',
  action: 'Buka halaman status',
  deadlines: 'Kapan Anda mendapat jawaban',
  rights: 'Hak Anda selama menunggu',
  withdraw: 'Anda dapat menarik permohonan ini di halaman status sampai pelaksanaannya dimulai.',
  notYou: 'Bukan Anda yang mengajukan? Abaikan langkah di atas dan beri tahu narahubung kami.',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: we have received request ${reference}`,
  title: 'We have received your request',
  keep: 'Keep this e-mail. It is the receipt for your recorded request.',
  reference: 'Request number',
  right: 'The right you asked for',
  receivedAt: 'Received',
  next: 'Next step: prove who you are',
  verify: 'Open the status page and enter the request number. We send a code to your contact.',
  proved: 'Your identity is proved',
  nothing: 'There is nothing you need to do now. Follow it on the status page.',
  noPhoto: 'You need not send a photo or a copy of your ID card (KTP).',
  running: 'The dates below keep running while your identity is being checked.',
  action: 'Open the status page',
  deadlines: 'When you get an answer',
  rights: 'Your rights while you wait',
  withdraw: 'You can withdraw this request on the status page until we start to carry it out.',
  notYou: 'Was this not you? Ignore the step above and tell our contact.',
}
const text: Record<Locale, typeof id> = { id, en }

export const acknowledgement: Template<AcknowledgementProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>{t.keep}</Para>
        <Fact label={t.reference}>
          <strong>{props.reference}</strong>
        </Fact>
        <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
        <Fact label={t.receivedAt}>{props.receivedAt}</Fact>
        <Part title={props.isProved ? t.proved : t.next}>
          {props.isProved ? (
            <Para>{t.nothing}</Para>
          ) : (
            <>
              <Para>
                {t.verify} {t.noPhoto}
              </Para>
              <Para>{t.running}</Para>
            </>
          )}
          <Act label={t.action} url={props.portalUrl} />
        </Part>
        <Part title={t.deadlines}>
          <Promises of={props.promises} />
        </Part>
        <Part title={t.rights}>
          <Para>{t.withdraw}</Para>
          <Para>{COMPLAINT[props.locale]}</Para>
          <Para>{t.notYou}</Para>
        </Part>
      </Letter>
    )
  },
}
