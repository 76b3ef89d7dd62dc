import type { Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { APPEAL, COMPLAINT, RIGHT } from '../words.ts'

/** `explanation` is written by staff, plain text; a blank line starts a paragraph. */
export type AnswerProps = Notice & { right: Right; doneAt: string; explanation: string }

const id = {
  subject: (name: string, reference: string) => `${name}: permohonan ${reference} selesai dikerjakan`,
  title: 'Permohonan Anda selesai dikerjakan',
  right: 'Hak yang Anda minta',
  doneAt: 'Selesai',
  what: 'Yang kami lakukan',
  contest: 'Jika ada yang kurang atau salah',
  again: 'Hubungi narahubung di bawah, tanpa biaya.',
  action: 'Buka halaman status',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: request ${reference} is done`,
  title: 'What you asked for is done',
  right: 'The right you used',
  doneAt: 'Done',
  what: 'What we did',
  contest: 'If something is missing or wrong',
  again: 'Write to the contact below, free of charge.',
  action: 'Open the status page',
}
const text: Record<Locale, typeof id> = { id, en }

export const answer: Template<AnswerProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
        <Fact label={t.doneAt}>{props.doneAt}</Fact>
        <Part title={t.what}>
          {props.explanation.split(/\n\s*\n/).map((paragraph) => (
            <Para key={paragraph}>{paragraph}</Para>
          ))}
          <Act label={t.action} url={props.portalUrl} />
        </Part>
        <Part title={t.contest}>
          <Para>{APPEAL[props.locale]}</Para>
          <Para>{t.again}</Para>
          <Para>{COMPLAINT[props.locale]}</Para>
        </Part>
      </Letter>
    )
  },
}
