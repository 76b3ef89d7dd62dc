import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Letter, Para, Part } from '../letter.tsx'
import { Promises } from '../parts.tsx'

/** Sentences: `waits` of the dates that wait for the answer, `runs` of those that do not. */
export type QuestionProps = Notice & { waits: string[]; runs: string[] }

const id = {
  subject: (name: string, reference: string) => `${name}: kami perlu jawaban Anda untuk permohonan ${reference}`,
  title: 'Kami perlu bertanya kepada Anda',
  why: 'Pertanyaannya ada di halaman status permohonan Anda. Di sana Anda juga dapat menjawab.',
  waits: 'Yang menunggu jawaban Anda',
  runs: 'Yang tetap berjalan',
  none: 'Tidak ada tanggal yang menunggu: tenggat ini tidak dapat dihentikan.',
  action: 'Baca dan jawab',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: we need your answer for request ${reference}`,
  title: 'We need to ask you something',
  why: 'The question is on the status page of your request. You can answer it there.',
  waits: 'What waits for your answer',
  runs: 'What keeps running',
  none: 'No date waits: these deadlines cannot be stopped.',
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
          <strong>{t.why}</strong>
        </Para>
        <Act label={t.action} url={props.portalUrl} />
        {props.waits.length > 0 && (
          <Part title={t.waits}>
            <Promises of={props.waits} />
          </Part>
        )}
        {props.runs.length > 0 && (
          <Part title={t.runs}>
            <Promises of={props.runs} />
            {props.waits.length === 0 && <Para>{t.none}</Para>}
          </Part>
        )}
      </Letter>
    )
  },
}
