import { translator } from '#app/_server/i18n.ts'
import { hasProvider } from '#app/_server/staff-auth.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { demoPeople } from '#data/sessions/sign-in-as-demo-person.ts'
import { SignInFrame } from '../sign-in-frame.tsx'
import { DemoPeople } from './demo-people.tsx'

export const generateMetadata = async () => ({ title: (await translator('auth'))('title') })

type Props = { searchParams: Promise<Record<string, string | string[]>> }

export default async function SignIn({ searchParams }: Props) {
  const [t, form, people] = [await translator('auth'), await shownForm(), await demoPeople()]
  const isDenied = 'error' in (await searchParams)
  return (
    <SignInFrame title={t('title')}>
      <p className="mb-6 text-muted">{t('intro')}</p>
      {isDenied && <Banner tone="bad" title={t('providerDenied')} />}
      <form method="post" action="/desk/session/password" noValidate>
        <TextInput
          name="email"
          label={t('email')}
          type="email"
          autoComplete="username"
          inputMode="email"
          spellCheck={false}
          defaultValue={form.value('email')}
          error={form.error('email')}
        />
        <TextInput
          name="password"
          label={t('password')}
          type="password"
          autoComplete="current-password"
          error={form.error('password')}
        />
        <Button>{t('go')}</Button>
      </form>
      {hasProvider() && (
        <form method="post" action="/desk/session/provider" className="mt-4">
          <Button look="quiet">{t('provider')}</Button>
        </form>
      )}
      {people.length > 0 && <DemoPeople people={people} />}
    </SignInFrame>
  )
}
