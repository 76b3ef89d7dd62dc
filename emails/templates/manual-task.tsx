import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Letter, Para } from '../letter.tsx'

/** To a person who answers for records that no system reads. Whom the request concerns is never in the mail. */
export type ManualTaskProps = Notice & {
  source: string
  action: string
  isReminder: boolean
  isOver: boolean
  dueAt: string
}

const id = {
  what: {
    collect: (source: string) => `Mohon periksa apakah ${source} menyimpan data seseorang, lalu kirimkan hasilnya.`,
    erase: (source: string) => `Mohon hapus data seseorang dari ${source}, lalu catat apa yang dilakukan.`,
    change: (source: string) => `Mohon perbaiki data seseorang di ${source}, lalu catat apa yang dilakukan.`,
    stop: (source: string) => `Mohon hentikan pemrosesan data seseorang di ${source}, lalu catat apa yang dilakukan.`,
  },
  subject: (reference: string) => `${reference}: tugas untuk Anda`,
  reminder: (reference: string) => `${reference}: tugas Anda masih menunggu`,
  over: (reference: string) => `${reference}: tugas belum dijawab, waktunya habis`,
  title: 'Tugas untuk Anda',
  titleReminder: 'Tugas ini masih menunggu',
  titleOver: 'Waktu untuk tugas ini habis',
  due: (when: string) => `Jawaban ditunggu paling lambat ${when}.`,
  who: 'Nama orangnya hanya terlihat di halaman tugas, dan setiap pembukaan dicatat.',
  action: 'Buka tugas',
}
const en: typeof id = {
  what: {
    collect: (source) => `Please look whether ${source} holds data of a person, and send what you find.`,
    erase: (source) => `Please erase a person’s data from ${source}, and note what was done.`,
    change: (source) => `Please correct a person’s data in ${source}, and note what was done.`,
    stop: (source) => `Please stop the processing of a person’s data in ${source}, and note what was done.`,
  },
  subject: (reference) => `${reference}: a task for you`,
  reminder: (reference) => `${reference}: your task is still waiting`,
  over: (reference) => `${reference}: a task was not answered in time`,
  title: 'A task for you',
  titleReminder: 'This task is still waiting',
  titleOver: 'The time for this task is over',
  due: (when) => `The answer is expected by ${when}.`,
  who: 'Whom it concerns can be seen on the task’s page only, and each opening is recorded.',
  action: 'Open the task',
}
const text: Record<Locale, typeof id> = { id, en }

type Action = keyof typeof id.what
const isAction = (action: string): action is Action => action in id.what

export const manualTask: Template<ManualTaskProps> = {
  text,
  subject: (locale, { reference, isReminder, isOver }) => {
    const t = text[locale]
    if (isOver) return t.over(reference)
    return isReminder ? t.reminder(reference) : t.subject(reference)
  },
  component: (props) => {
    const t = text[props.locale]
    const title = props.isReminder ? t.titleReminder : t.title
    return (
      <Letter {...props} title={props.isOver ? t.titleOver : title}>
        <Para>{t.what[isAction(props.action) ? props.action : 'collect'](props.source)}</Para>
        <Para>{t.due(props.dueAt)}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Para>{t.who}</Para>
      </Letter>
    )
  },
}
