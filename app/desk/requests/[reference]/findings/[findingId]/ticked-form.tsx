import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import type { FoundRow } from '#data/findings/read.ts'
import { HANDOVER_REASONS, REDACTION_REASONS } from '#domain/redaction.ts'

const FORM = 'ticked'

/** The boxes of the form below, wherever on the page they stand. */
const box = (name: string) => ({
  type: 'checkbox' as const,
  form: FORM,
  name,
  className: 'size-4.5 flex-none accent-brand pointer-coarse:size-6',
})
export const ticks = {
  row: (number: number) => box(`row-${number}`),
  value: (number: number, field: string) => box(`value-${number}-${field}`),
}

const control = 'h-8.5 min-w-0 rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11'

/** Decides what is ticked; the reason says which way. */
export async function TickedForm({ rows, page, here }: { rows: FoundRow[]; page: number; here: string }) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const isAboutOthers = rows.some(({ heldBack }) => heldBack === 'third_party')
  const group = (title: string, reasons: readonly (typeof REDACTION_REASONS)[number][] | typeof HANDOVER_REASONS) => (
    <optgroup label={title}>
      {reasons.map((reason) => (
        <option key={reason} value={reason}>
          {t(`redaction.reason.${reason}`)}
        </option>
      ))}
    </optgroup>
  )
  return (
    <form
      id={FORM}
      method="post"
      action={`${here}/pages/${page}/redactions`}
      noValidate
      className="mb-4 flex flex-wrap items-end gap-2 rounded-lg border border-line bg-sheet px-3 py-2 md:sticky md:bottom-0 md:z-10"
    >
      <label className="grid min-w-0 gap-0.5 text-xs text-muted" htmlFor="places">
        {t('redaction.why')}
        <select id="places" name="reason" defaultValue={form.value('reason')} className={control}>
          {group(t('redaction.holdBack'), REDACTION_REASONS)}
          {isAboutOthers && group(t('redaction.handOver'), HANDOVER_REASONS)}
        </select>
      </label>
      <label className="grid min-w-0 flex-1 basis-64 gap-0.5 text-xs text-muted" htmlFor="ticked-note">
        {t('redaction.note')}
        <input
          id="ticked-note"
          name="note"
          maxLength={500}
          defaultValue={form.value('note')}
          placeholder={t('redaction.noteHint')}
          className={`${control} w-full`}
        />
      </label>
      <Button slim>{t('redaction.ticked')}</Button>
    </form>
  )
}
