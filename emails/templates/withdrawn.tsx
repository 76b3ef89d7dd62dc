import type { Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para } from '../letter.tsx'
import { RIGHT } from '../words.ts'

export type WithdrawnProps = Notice & { right: Right; withdrawnAt: string }

const id = {
  subject: (name: string, reference: string) => `${name}: permohonan ${reference} ditarik`,
  title: 'Permohonan Anda ditarik',
  done: 'Kami berhenti mengerjakan permohonan ini. Data Anda tidak kami ubah, hapus, atau serahkan karenanya.',
  right: 'Hak yang tadinya Anda minta',
  withdrawnAt: 'Ditarik',
  again: 'Anda dapat mengajukan permohonan baru kapan saja, tanpa biaya.',
  notYou: 'Bukan Anda yang menariknya? Beri tahu narahubung di bawah ini.',
  action: 'Buka halaman status',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: request ${reference} was withdrawn`,
  title: 'Your request was withdrawn',
  done: 'We have stopped working on it. Because of it we change, erase or hand over none of your data.',
  right: 'The right you had asked for',
  withdrawnAt: 'Withdrawn',
  again: 'You can file a new request at any time, free of charge.',
  notYou: 'Was it not you who withdrew it? Tell the contact below.',
  action: 'Open the status page',
}
const text: Record<Locale, typeof id> = { id, en }

export const withdrawn: Template<WithdrawnProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Para>{t.done}</Para>
        <Fact label={t.right}>{RIGHT[props.locale][props.right]}</Fact>
        <Fact label={t.withdrawnAt}>{props.withdrawnAt}</Fact>
        <Para>{t.again}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Para>{t.notYou}</Para>
      </Letter>
    )
  },
}
