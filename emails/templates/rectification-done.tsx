import type { NoteReason } from '#domain/rectification.ts'
import type { Locale, Notice, Template } from '../contract.ts'
import { Act, Fact, Letter, Para, Part } from '../letter.tsx'
import { APPEAL, COMPLAINT } from '../words.ts'

/** Which information, by its label; never a value (PP 33/2026 art. 71(4), (6), (7)). */
export type RectificationDoneProps = Notice & {
  doneAt: string
  /** fields by what became of them, in words that say whose word it is */
  corrected: { outcome: string; fields: string[] }[]
  notes: { field: string; reason: NoteReason; note: string }[]
  recipients: string[]
}

const id = {
  subject: (name: string, reference: string) => `${name}: data Anda dibetulkan (${reference})`,
  title: 'Hasil permohonan perbaikan data Anda',
  doneAt: 'Selesai',
  notes: 'Yang tidak diganti',
  noted: 'Pernyataan Anda kami catat dan kami sertakan bersama data ini.',
  reasons: {
    not_rectifiable: 'nilai ini dihitung atau dicatat oleh sistem, bukan diisi oleh Anda',
    not_writable: 'sistemnya tidak memungkinkan nilai ini diganti',
    original_required: 'hukum mewajibkan catatan aslinya tetap utuh',
    disputed: 'bukti yang ada belum menunjukkan bahwa nilai ini salah',
  } satisfies Record<NoteReason, string>,
  recipients: 'Yang kami beri tahu agar ikut membetulkan',
  values: 'Nilainya tidak kami tulis di email. Pernyataan bertanda tangan dapat Anda unduh di halaman status.',
  action: 'Buka halaman status',
  contest: 'Jika ada yang kurang atau salah',
}
const en: typeof id = {
  subject: (name, reference) => `${name}: your data are corrected (${reference})`,
  title: 'The outcome of your request to correct data',
  doneAt: 'Done',
  notes: 'Not replaced',
  noted: 'What you say is on record and is handed out with these data.',
  reasons: {
    not_rectifiable: 'this value is computed or recorded by the system, not given by you',
    not_writable: 'its system does not allow this value to be replaced',
    original_required: 'the law requires the original record to stay as it is',
    disputed: 'the evidence does not show that this value is wrong',
  },
  recipients: 'Told to correct it too',
  values: 'We write no values in e-mails. A signed statement can be downloaded from the status page.',
  action: 'Open the status page',
  contest: 'If something is missing or wrong',
}
const text: Record<Locale, typeof id> = { id, en }

export const rectificationDone: Template<RectificationDoneProps> = {
  text,
  subject: (locale, { controller, reference }) => text[locale].subject(controller.name, reference),
  component: (props) => {
    const t = text[props.locale]
    return (
      <Letter {...props} title={t.title}>
        <Fact label={t.doneAt}>{props.doneAt}</Fact>
        {props.corrected.map(({ outcome, fields }) => (
          <Fact key={outcome} label={outcome}>
            {fields.join('; ')}
          </Fact>
        ))}
        {props.notes.length > 0 && (
          <Part title={t.notes}>
            {props.notes.map(({ field, reason, note }) => (
              <Para key={field}>
                <strong>{field}</strong>: {t.reasons[reason]}. {note}.
              </Para>
            ))}
            <Para>{t.noted}</Para>
          </Part>
        )}
        {props.recipients.length > 0 && <Fact label={t.recipients}>{props.recipients.join('; ')}</Fact>}
        <Para>{t.values}</Para>
        <Act label={t.action} url={props.portalUrl} />
        <Part title={t.contest}>
          <Para>{APPEAL[props.locale]}</Para>
          <Para>{COMPLAINT[props.locale]}</Para>
        </Part>
      </Letter>
    )
  },
}
