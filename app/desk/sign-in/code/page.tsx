import { redirect } from 'next/navigation'
import { translator } from '#app/_server/i18n.ts'
import { SIGN_IN } from '#app/_server/staff.ts'
import { halfSignedIn } from '#app/_server/staff-cookies.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { SignInFrame } from '../../sign-in-frame.tsx'

export const generateMetadata = async () => ({ title: (await translator('auth'))('codeTitle') })

export default async function SecondFactor() {
  const [t, form] = [await translator('auth'), await shownForm()]
  if (!(await halfSignedIn())) redirect(SIGN_IN)
  return (
    <SignInFrame title={t('codeTitle')}>
      <form method="post" action="/desk/session/code" noValidate className="mt-6">
        <TextInput
          name="code"
          label={t('codeLabel')}
          hint={t('codeHint')}
          autoComplete="one-time-code"
          spellCheck={false}
          maxLength={40}
          error={form.error('code')}
        />
        <Button>{t('codeGo')}</Button>
      </form>
      <p className="mt-6">
        <a href={SIGN_IN} className="inline-flex min-h-11 items-center">
          {t('startAgain')}
        </a>
      </p>
    </SignInFrame>
  )
}
