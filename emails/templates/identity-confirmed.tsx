import type { Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { Promises } from '../parts.tsx'
import { RIGHT } from '../words.ts'

export type IdentityConfirmedProps = Notice & { right: Right; confirmedAt: string; promises: string[] }

const id = {
  subject: (name: string, reference: string) => `${name}: identitas untuk permohonan ${reference} sudah dipastikan`,
  title: 'Identitas Anda sudah dipastikan',
  next: 'Kami sekarang mencari data Anda di sistem kami. Seorang petugas lalu meninjau hasilnya.',
  nothing: 'Anda tidak perlu melakukan apa pun sekarang.',
  right: 'Hak yang Anda minta',
  confirmedAt: 'Dipastikan',
  deadlines: 'Kapan Anda mendapat jawaban',
  action: 'Lihat status',
  notYou: 'Bukan Anda yang memasukkan kode? Hubungi narahubung di bawah ini hari ini juga.',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: identity confirmed for request ${reference}`,
  title: 'Your identity is confirmed',
  next: 'We are now looking for your data in our systems. A member of staff then reviews the result.',
  nothing: 'You need not do anything now.',
  right: 'The right you asked for',
  confirmedAt: 'Confirmed',
  deadlines: 'When you get an answer',
  action: 'See the status',
  notYou: 'Was it not you who entered the code? Call or write to the contact below today.',
}
const text: Record<Locale, typeof id> = { id, en }

export const identityConfirmed: Template<IdentityConfirmedProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          {t.next} <strong>{t.nothing}</strong>
        </Para>
        <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
        <Fact label={t.confirmedAt}>{props.confirmedAt}</Fact>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.deadlines}>
          <Promises of={props.promises} />
        </Part>
        <Para>{t.notYou}</Para>
      </Letter>
    )
  },
}
