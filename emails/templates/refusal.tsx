import type { RefusalCode, Right } from '#domain/request.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { APPEAL, COMPLAINT, REFUSAL_CONSEQUENCE, REFUSAL_REASON, RIGHT } from '../words.ts'

/** `article` is the legal basis. `explanation` is written by staff, plain text; a blank line starts a paragraph. */
export type RefusalProps = Notice & { right: Right; code: RefusalCode; article: string; explanation?: string }

const id = {
  subject: (name: string, reference: string) => `${name}: keputusan atas permohonan ${reference}`,
  title: 'Kami tidak dapat memenuhi permohonan Anda',
  refused: 'Yang kami tolak',
  reason: 'Alasan',
  article: 'Dasar hukum',
  explanation: 'Penjelasan',
  consequence: 'Akibatnya bagi Anda',
  remedies: 'Yang dapat Anda lakukan',
  court: 'Anda juga berhak menggugat dan menerima ganti rugi (UU 27/2022 Pasal 12).',
  action: 'Buka halaman status',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: decision on request ${reference}`,
  title: 'We cannot do what you asked',
  refused: 'What we refuse',
  reason: 'Reason',
  article: 'Legal basis',
  explanation: 'Explanation',
  consequence: 'What this means for you',
  remedies: 'What you can do',
  court: 'You may also go to court and claim compensation (UU 27/2022 art. 12).',
  action: 'Open the status page',
}
const text: Record<Locale, typeof id> = { id, en }

export const refusal: Template<RefusalProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const { locale, right, explanation } = props
    const t = text[locale]
    return (
      <Letter {...props} title={t.title}>
        <Fact label={t.refused}>{RIGHT[locale][right]}</Fact>
        <Fact label={t.reason}>{REFUSAL_REASON[locale][props.code]}</Fact>
        <Fact label={t.article}>{props.article}</Fact>
        <Fact label={t.consequence}>{REFUSAL_CONSEQUENCE[locale][right]}</Fact>
        {explanation && (
          <Part title={t.explanation}>
            {explanation.split(/\n\s*\n/).map((paragraph) => (
              <Para key={paragraph}>{paragraph}</Para>
            ))}
          </Part>
        )}
        <Part title={t.remedies}>
          <Para>{APPEAL[locale]}</Para>
          <Act label={t.action} url={props.portalUrl} />
          <Para>{COMPLAINT[locale]}</Para>
          <Para>{t.court}</Para>
        </Part>
      </Letter>
    )
  },
}
