import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { FileIntoField } from '#app/_ui/file-into-field.client.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { MapFaults } from './map-faults.tsx'

const MOST_FILE_BYTES = 600 * 1024

type Props = { optional?: boolean; rows?: number; written?: string | undefined }

/** A map, pasted or from a file, with its mistakes above it when it came back. */
export async function MapField({ optional, rows = 12, written }: Props) {
  const [t, form] = [await translator('sources'), await shownForm()]
  const yaml = form.value('yaml', written)
  return (
    <>
      {form.error('yaml') && <MapFaults yaml={yaml} />}
      <TextArea
        name="yaml"
        label={t('new.yaml')}
        hint={t('new.yamlHint')}
        rows={rows}
        error={form.error('yaml')}
        defaultValue={yaml ?? ''}
        isCode
        {...(optional && { optional })}
      />
      <FileIntoField
        field="yaml"
        label={t('new.file')}
        tooLarge={t('new.fileTooLarge')}
        mostBytes={MOST_FILE_BYTES}
        accept=".yml,.yaml,.json,.txt"
      />
    </>
  )
}
