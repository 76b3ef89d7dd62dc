import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { listAssignable } from '#data/users/list-assignable.ts'
import { CONNECTION_FIELDS } from '#domain/source/connection-form.ts'
import type { SourceKind } from '#domain/source/kind.ts'

const EXAMPLES: Record<SourceKind, string> = {
  postgres: 'postgres://db.internal:5432/shop?sslmode=require',
  mysql: 'mysql://db.internal:3306/shop',
  mongodb: 'mongodb://db.internal:27017/shop?authSource=admin',
  http: 'https://crm.example.co.id/hakku',
  manual: '',
}
const SECRET: readonly string[] = ['password', 'secret']

/** How to reach a source of this kind. What is secret is never shown again, not even in a form that came back. */
export async function ConnectionFields({ kind, controllerId }: { kind: SourceKind; controllerId: string }) {
  const [t, form] = [await translator('sources'), await shownForm()]
  if (kind === 'manual') return <PersonFields controllerId={controllerId} />
  return (
    <>
      {CONNECTION_FIELDS[kind].map((name) => (
        <TextInput
          key={name}
          name={name}
          label={t(`new.${name}`)}
          hint={t(`new.${name}Hint`, { example: EXAMPLES[kind] })}
          type={SECRET.includes(name) ? 'password' : 'text'}
          autoComplete={SECRET.includes(name) ? 'new-password' : 'off'}
          spellCheck={false}
          error={form.error(name)}
          {...(!SECRET.includes(name) && { defaultValue: form.value(name) ?? '' })}
        />
      ))}
    </>
  )
}

/** Who looks after the records: a colleague, or somebody outside by name and address. */
async function PersonFields({ controllerId }: { controllerId: string }) {
  const [t, form] = [await translator('sources'), await shownForm()]
  const people = await listAssignable((await requireStaff()).actor, controllerId)
  const text = (name: 'personName' | 'personEmail' | 'answerHours') => ({
    name,
    label: t(`new.${name}`),
    autoComplete: 'off' as const,
    error: form.error(name),
    defaultValue: form.value(name) ?? '',
  })
  return (
    <>
      <SelectInput
        name="colleague"
        label={t('new.colleague')}
        hint={t('new.colleagueHint')}
        nothing={t('new.outsider')}
        options={people.map(({ userId, name }) => ({ value: userId, label: name }))}
        chosen={form.value('colleague')}
        error={form.error('colleague')}
      />
      <TextInput {...text('personName')} hint={t('new.personNameHint')} maxLength={200} />
      <TextInput {...text('personEmail')} hint={t('new.personEmailHint')} inputMode="email" maxLength={254} />
      <TextInput {...text('answerHours')} hint={t('new.personHoursHint')} inputMode="numeric" maxLength={4} />
      <TextArea
        name="instructions"
        optional
        label={t('new.instructions')}
        hint={t('new.instructionsHint')}
        maxLength={2_000}
        error={form.error('instructions')}
        defaultValue={form.value('instructions')}
      />
    </>
  )
}
