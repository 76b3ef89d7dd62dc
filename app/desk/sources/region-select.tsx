import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { REGIONS } from '#domain/region.ts'

type Props = { label: string; hint?: string; error: string | undefined; chosen: string | undefined }

/** Indonesia first, then every country by its name. */
export async function RegionSelect({ label, hint, error, chosen }: Props) {
  const [t, locale] = [await translator('sources'), await currentLocale()]
  const [home = 'ID', ...others] = REGIONS
  const option = (value: string) => ({ value, label: countryName(value, locale) })
  return (
    <SelectInput
      name="region"
      label={label}
      hint={hint}
      error={error}
      chosen={chosen}
      nothing={t('new.choose')}
      options={[
        option(home),
        ...others.map(option).toSorted((one, other) => one.label.localeCompare(other.label, locale)),
      ]}
    />
  )
}
