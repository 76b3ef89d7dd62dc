import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { CheckList } from '#app/_ui/check-list.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { ListedRecipient } from '#data/recipients/list.ts'
import { RECIPIENT_KINDS, sourceField } from '#domain/recipient.ts'
import { RegionSelect } from '../region-select.tsx'

type Props = { known?: ListedRecipient; sources: readonly { id: string; name: string }[] }

/** What is to be known of whoever gets data. */
export async function RecipientFields({ known, sources }: Props) {
  const [t, form] = [await translator('sources'), await shownForm()]
  const isReturned = form.errors.length > 0 || form.refusal !== null
  const isTicked = (id: string) =>
    isReturned ? form.value(sourceField(id)) === 'on' : (known?.sources.some((source) => source.id === id) ?? false)
  return (
    <>
      <TextInput
        name="name"
        label={t('recipient.name')}
        autoComplete="off"
        maxLength={200}
        error={form.error('name')}
        defaultValue={form.value('name', known?.name) ?? ''}
      />
      <RadioList
        name="kind"
        label={t('recipient.kind')}
        error={form.error('kind')}
        chosen={form.value('kind', known?.kind)}
        options={RECIPIENT_KINDS.map((kind) => ({ value: kind, label: t(`recipient.kinds.${kind}`) }))}
      />
      <TextInput
        name="contact"
        label={t('recipient.contact')}
        hint={t('recipient.contactHint')}
        type="email"
        autoComplete="off"
        maxLength={254}
        error={form.error('contact')}
        defaultValue={form.value('contact', known?.contact) ?? ''}
      />
      <RegionSelect
        label={t('recipient.region')}
        error={form.error('region')}
        chosen={form.value('region', known?.region)}
      />
      <TextArea
        name="receives"
        label={t('recipient.receives')}
        hint={t('recipient.receivesHint')}
        rows={2}
        maxLength={500}
        error={form.error('receives')}
        defaultValue={form.value('receives', known?.receives) ?? ''}
      />
      <TextArea
        name="safeguards"
        label={t('recipient.safeguards')}
        optional
        rows={2}
        maxLength={500}
        error={form.error('safeguards')}
        defaultValue={form.value('safeguards', known?.safeguards ?? undefined) ?? ''}
      />
      {sources.length > 0 && (
        <CheckList
          name="sources"
          label={t('recipient.sources')}
          hint={t('recipient.sourcesHint')}
          options={sources.map(({ id, name }) => ({ name: sourceField(id), label: name, checked: isTicked(id) }))}
        />
      )}
    </>
  )
}
