import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { ConnectionFields } from '../../connection-fields.tsx'
import { SourceFrame, type SourceParams, shownSource } from '../../found-source.tsx'
import { sourceAddress } from '../../on-source.ts'
import { RegionSelect } from '../../region-select.tsx'

export const generateMetadata = async () => ({ title: (await translator('sources'))('tab.facts') })

/** What is known of a source, to be corrected; its credentials are replaced, never shown. */
export default async function SourceFacts({ params }: SourceParams) {
  const { source } = await shownSource(params)
  const [t, form] = [await translator('sources'), await shownForm()]
  return (
    <SourceFrame source={source} tab="facts">
      <form method="post" action={`${sourceAddress(source.id)}/changes`} noValidate className="max-w-page">
        <input type="hidden" name="version" value={source.version} />
        <input type="hidden" name="kind" value={source.kind} />
        <p className="mb-4 text-muted">{t('edit.intro')}</p>
        <Card>
          <TextInput
            name="name"
            label={t('new.name')}
            hint={t('new.nameHint')}
            autoComplete="off"
            maxLength={100}
            error={form.error('name')}
            defaultValue={form.value('name', source.name)}
          />
          <RegionSelect
            label={t('new.region')}
            hint={t('new.regionHint')}
            error={form.error('region')}
            chosen={form.value('region', source.region)}
          />
          <TextInput
            name="backupDays"
            label={t('new.backupDays')}
            hint={t('new.backupDaysHint')}
            autoComplete="off"
            inputMode="numeric"
            maxLength={4}
            error={form.error('backupDays')}
            defaultValue={form.value('backupDays', String(source.backupDays))}
          />
        </Card>
        <Card title={t('new.connection')}>
          <ConnectionFields kind={source.kind} controllerId={source.controllerId} />
        </Card>
        <Button>{t('edit.go')}</Button>
      </form>
    </SourceFrame>
  )
}
