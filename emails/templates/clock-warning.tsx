import type { Deadline, Locale, Notice, Template } from '../contract.ts'
import { Act, Letter, Para, Part } from '../letter.tsx'
import { Deadlines } from '../parts.tsx'

/** To the privacy team, about one deadline. Whom the request concerns is never in the mail. */
export type ClockWarningProps = Notice & {
  urgency: 'near' | 'escalated' | 'unacknowledged' | 'missed'
  deadlines: Deadline[]
}

const id = {
  subject: {
    near: (reference: string) => `${reference}: tenggat mendekat`,
    escalated: (reference: string) => `${reference}: tenggat hampir habis`,
    unacknowledged: (reference: string) => `${reference}: belum ada tanda terima`,
    missed: (reference: string) => `${reference}: tenggat terlewat`,
  },
  title: {
    near: 'Tenggat mendekat',
    escalated: 'Tenggat hampir habis',
    unacknowledged: 'Tanda terima belum terkirim',
    missed: 'Tenggat terlewat',
  },
  what: {
    near: 'Permohonan ini belum dijawab dan tenggatnya mendekat.',
    escalated: 'Sembilan persepuluh waktunya sudah lewat dan permohonan ini belum dijawab.',
    unacknowledged: 'Tanda terima harus terkirim sebelum hari ini berakhir. Periksa pengiriman email.',
    missed: 'Tenggat ini lewat tanpa jawaban. Jawab sekarang dan catat penyebabnya.',
  },
  who: 'Email ini untuk pemilik permohonan; tanpa pemilik, untuk seluruh tim. Yang hampir habis juga untuk ketua tim.',
  action: 'Buka permohonan',
  deadline: 'Tenggatnya',
}
const en: typeof id = {
  subject: {
    near: (reference) => `${reference}: a deadline comes near`,
    escalated: (reference) => `${reference}: little time is left`,
    unacknowledged: (reference) => `${reference}: no acknowledgement yet`,
    missed: (reference) => `${reference}: a deadline was missed`,
  },
  title: {
    near: 'A deadline comes near',
    escalated: 'Little time is left',
    unacknowledged: 'The acknowledgement was not sent',
    missed: 'A deadline was missed',
  },
  what: {
    near: 'This request is not answered yet and its deadline comes near.',
    escalated: 'Nine tenths of the time are gone and this request is not answered.',
    unacknowledged: 'The acknowledgement must be sent before today ends. Check that mail goes out.',
    missed: 'This deadline passed without an answer. Answer now and note the cause.',
  },
  who: 'This e-mail goes to the owner of the request; without one, to the whole team. Urgent ones also go to the leads.',
  action: 'Open the request',
  deadline: 'The deadline',
}
const text: Record<Locale, typeof id> = { id, en }

export const clockWarning: Template<ClockWarningProps> = {
  text,
  subject: (locale, { urgency, reference }) => text[locale].subject[urgency](reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title[props.urgency]}>
        <Para>{t.what[props.urgency]}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.deadline}>
          <Deadlines of={props.deadlines} />
          <Para>{t.who}</Para>
        </Part>
      </Letter>
    )
  },
}
