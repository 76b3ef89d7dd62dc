import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { CALCULATOR_ZONES, type CalculatorField, PLACES } from '#domain/clock/calculator.ts'
import { RIGHTS } from '#domain/request.ts'
import type { Given } from './given.ts'

type Props = { given: Given; errors: { name: CalculatorField; message: string }[]; isAgain: boolean }

/** Asked with GET, so that the answer has an address to pass on. */
export async function Question({ given, errors, isAgain }: Props) {
  const [t, names] = [await translator('calculator'), await translator('subject')]
  const error = (field: CalculatorField) => errors.find(({ name }) => name === field)?.message
  const known: readonly string[] = CALCULATOR_ZONES
  const zones = given.zone && !known.includes(given.zone) ? [...known, given.zone] : known
  const zoneName = (zone: string) => (known.includes(zone) ? t(`zones.${zone as 'Asia/Jakarta'}`) : zone)
  return (
    <section aria-labelledby={isAgain ? 'again' : undefined} className="print:hidden">
      {isAgain && (
        <h2 id="again" className="mt-8 mb-4">
          {t('again')}
        </h2>
      )}
      <form method="get" action="/deadline" noValidate>
        <SelectInput
          name="right"
          label={t('right')}
          error={error('right')}
          nothing={t('choose')}
          chosen={given.right}
          options={RIGHTS.map((value) => ({ value, label: names(`rightName.${value}`) }))}
        />
        <SelectInput
          name="place"
          label={t('place')}
          hint={t('placeHint')}
          error={error('place')}
          chosen={given.place ?? 'ID'}
          options={PLACES.map((value) => ({ value, label: t(`places.${value}`) }))}
        />
        <div className="grid gap-x-4 sm:grid-cols-2">
          <TextInput
            name="date"
            type="date"
            label={t('date')}
            error={error('date')}
            defaultValue={given.date}
            autoComplete="off"
          />
          <TextInput
            name="time"
            type="time"
            label={t('time')}
            optional
            error={error('time')}
            defaultValue={given.time}
            autoComplete="off"
          />
        </div>
        <p className="-mt-3 mb-6 text-sm text-muted">{t('timeHint')}</p>
        <SelectInput
          name="zone"
          label={t('zone')}
          hint={t('zoneHint')}
          error={error('zone')}
          chosen={given.zone ?? 'Asia/Jakarta'}
          options={zones.map((value) => ({ value, label: zoneName(value) }))}
        />
        <Button>{t('calculate')}</Button>
      </form>
    </section>
  )
}
