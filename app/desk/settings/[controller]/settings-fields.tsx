import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import { CheckList } from '#app/_ui/check-list.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { CALCULATOR_ZONES } from '#domain/clock/calculator.ts'
import { LAWS, lawField, MEMBER_STATES, type SETTINGS, settingsAddress } from '#domain/settings.ts'
import type { FieldFault } from './given.ts'

type Props = {
  controller: string
  version: number
  values: Readonly<Record<string, string>>
  errors: FieldFault[]
  isPreviewed: boolean
}

/** Saved with POST; with GET the same page says first what saving would do, and that is what Enter does. */
export async function SettingsFields({ controller, version, values, errors, isPreviewed }: Props) {
  const [t, places] = [await translator('desk'), await translator('calculator')]
  const text = (name: (typeof SETTINGS)[number]) => ({
    name,
    label: t(`settings.${name}`),
    hint: t(`settings.hint.${name}`),
    error: errors.find((error) => error.name === name)?.message,
  })
  const number = (name: 'contractDays' | 'lapseDays' | 'cancelWindowMinutes') => (
    <TextInput {...text(name)} inputMode="numeric" autoComplete="off" maxLength={6} defaultValue={values[name] ?? ''} />
  )
  const laws = (list: 'jurisdictions' | 'residentJurisdictions') => (
    <CheckList
      {...text(list)}
      options={LAWS.map((law) => ({
        name: lawField(law, list),
        label: t(`settings.law.${law}`),
        checked: values[lawField(law, list)] === 'on',
      }))}
    />
  )
  return (
    <form method="post" action={`${settingsAddress(controller)}/clocks`} noValidate className="max-w-page">
      <input type="hidden" name="version" value={version} />
      {number('contractDays')}
      <SelectInput {...text('zone')} options={await zoneOptions(values['zone'])} chosen={values['zone']} />
      {laws('jurisdictions')}
      {laws('residentJurisdictions')}
      <SelectInput
        {...text('memberState')}
        nothing={t('settings.none')}
        chosen={values['memberState']}
        options={MEMBER_STATES.map((id) => ({
          value: id,
          label: places(`places.${id === 'WEEKENDS-ONLY' ? 'EU' : id}`),
        }))}
      />
      {number('lapseDays')}
      {number('cancelWindowMinutes')}
      <h2 className="mb-2 text-base">{t('settings.notice')}</h2>
      <TextInput
        {...text('noticeUrl')}
        type="url"
        autoComplete="off"
        maxLength={300}
        defaultValue={values['noticeUrl'] ?? ''}
      />
      <TextInput
        {...text('noticeVersion')}
        autoComplete="off"
        maxLength={60}
        defaultValue={values['noticeVersion'] ?? ''}
      />
      <div className="flex flex-wrap gap-3">
        <Button look={isPreviewed ? 'quiet' : 'main'} formMethod="get" formAction={settingsAddress(controller)}>
          {t('settings.preview')}
        </Button>
        <Button look={isPreviewed ? 'main' : 'quiet'}>{t('settings.save')}</Button>
      </div>
    </form>
  )
}

/** The three zones of Indonesia first, then every other by its name. */
async function zoneOptions(chosen = '') {
  const places = await translator('calculator')
  const known: readonly string[] = CALCULATOR_ZONES
  const others = [...new Set([...Intl.supportedValuesOf('timeZone'), chosen])].filter((zone) => !known.includes(zone))
  return [
    ...CALCULATOR_ZONES.map((zone) => ({ value: zone as string, label: places(`zones.${zone}`) })),
    ...others.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') })),
  ]
}
