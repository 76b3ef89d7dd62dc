import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { isQueried, type SourceKind } from '#domain/source/kind.ts'
import { ConnectionFields } from '../connection-fields.tsx'
import { MapField } from '../map-field.tsx'
import { RegionSelect } from '../region-select.tsx'

type Props = { controllerId: string; kind: SourceKind; here: string }

export async function NewSourceForm({ controllerId, kind, here }: Props) {
  const [t, form] = [await translator('sources'), await shownForm()]
  const text = (name: 'name' | 'key' | 'backupDays') => ({
    name,
    label: t(`new.${name}`),
    hint: t(`new.${name}Hint`),
    error: form.error(name),
    defaultValue: form.value(name) ?? '',
  })
  return (
    <form method="post" action="/desk/sources/additions" noValidate className="max-w-page">
      <input type="hidden" name="controllerId" value={controllerId} />
      <input type="hidden" name="kind" value={kind} />
      <p className="mb-4 flex flex-wrap gap-x-4">
        <b>{t(`kind.${kind}`)}</b> <a href={here}>{t('new.other')}</a>
      </p>
      <Card>
        <TextInput {...text('name')} autoComplete="off" maxLength={100} />
        <TextInput {...text('key')} autoComplete="off" maxLength={40} spellCheck={false} />
        <RegionSelect
          label={t('new.region')}
          hint={t('new.regionHint')}
          error={form.error('region')}
          chosen={form.value('region')}
        />
        <TextInput {...text('backupDays')} autoComplete="off" inputMode="numeric" maxLength={4} />
      </Card>
      <Card title={t('new.connection')}>
        <ConnectionFields kind={kind} controllerId={controllerId} />
      </Card>
      {kind === 'manual' ? <input type="hidden" name="map" value="paste" /> : <MapCard kind={kind} />}
      <Button>{t('new.go')}</Button>
    </form>
  )
}

async function MapCard({ kind }: { kind: SourceKind }) {
  const [t, form] = [await translator('sources'), await shownForm()]
  return (
    <Card title={t('new.map')}>
      {isQueried(kind) ? (
        <RadioList
          name="map"
          label={t('new.mapFrom')}
          error={form.error('map')}
          chosen={form.value('map')}
          options={[
            { value: 'draft', label: t('new.mapDraft'), hint: t('new.mapDraftHint') },
            { value: 'paste', label: t('new.mapPaste'), hint: t('new.mapPasteHint') },
          ]}
        />
      ) : (
        <input type="hidden" name="map" value="paste" />
      )}
      <MapField optional={isQueried(kind)} />
    </Card>
  )
}
