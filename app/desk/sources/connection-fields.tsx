import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { TextInput } from '#app/_ui/text-input.tsx'
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
export async function ConnectionFields({ kind }: { kind: SourceKind }) {
  const [t, form] = [await translator('sources'), await shownForm()]
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
