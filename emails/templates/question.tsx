import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Letter, Para } from '../letter.tsx'

export type QuestionProps = Notice

const id = {
  subject: (name: string, reference: string) => `${name}: kami perlu jawaban Anda untuk permohonan ${reference}`,
  title: 'Kami perlu bertanya kepada Anda',
  why: 'Pertanyaannya ada di halaman status permohonan Anda. Di sana Anda juga dapat menjawab.',
  clocks: 'Tanggal mana yang menunggu jawaban Anda, dan mana yang tetap berjalan, tertulis di halaman itu.',
  action: 'Baca dan jawab',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: we need your answer for request ${reference}`,
  title: 'We need to ask you something',
  why: 'The question is on the status page of your request. You can answer it there.',
  clocks: 'That page also says which dates wait for your answer and which keep running.',
  action: 'Read and answer',
}
const text: Record<Locale, typeof id> = { id, en }

/** The question itself stays on the status page: it may be personal, and mail may be stored abroad. */
export const question: Template<QuestionProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>
          <strong>{t.why}</strong> {t.clocks}
        </Para>
        <Act label={t.action} url={props.portalUrl} />
      </Letter>
    )
  },
}
